#include "ui/shell/faultsmenu.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace gm::shell
{

using namespace Qt::StringLiterals;

namespace
{

struct Row {
    const char *group;
    const char *text;
    const char *faults; // a JSON array of bodies for POST /faults
};

// clang-format off
constexpr Row table[] = {
    {QT_TRANSLATE_NOOP("FaultsMenu", "Connection"), QT_TRANSLATE_NOOP("FaultsMenu", "Drop the socket (resume works)"), R"([{"fault":"drop-socket"}])"},
    {"Connection", QT_TRANSLATE_NOOP("FaultsMenu", "Drop the socket and refuse to resume"), R"([{"fault":"refuse-resume","count":1},{"fault":"drop-socket"}])"},
    {"Connection", QT_TRANSLATE_NOOP("FaultsMenu", "Close the socket with a code"), R"([{"fault":"close-socket","status":1011}])"},
    {"Connection", QT_TRANSLATE_NOOP("FaultsMenu", "Refuse connections for 20 s"), R"([{"fault":"refuse-connect","for":"20s"},{"fault":"drop-socket"}])"},
    {"Connection", QT_TRANSLATE_NOOP("FaultsMenu", "Swallow everything for 20 s"), R"([{"fault":"black-hole","for":"20s"}])"},
    {"Connection", QT_TRANSLATE_NOOP("FaultsMenu", "Stop heartbeats for 40 s"), R"([{"fault":"stop-heartbeats","for":"40s"}])"},
    {"Connection", QT_TRANSLATE_NOOP("FaultsMenu", "Send a frame nobody can read"), R"([{"fault":"bad-frame","value":"{\"action\":15,"}])"},
    {QT_TRANSLATE_NOOP("FaultsMenu", "Token"), QT_TRANSLATE_NOOP("FaultsMenu", "Let the token expire"), R"([{"fault":"expire-token"}])"},
    {"Token", QT_TRANSLATE_NOOP("FaultsMenu", "Ask for a new token on the open connection"), R"([{"fault":"auth-now"}])"},
    {"Token", QT_TRANSLATE_NOOP("FaultsMenu", "Revoke the key"), R"([{"fault":"revoke-key"}])"},
    {"Token", QT_TRANSLATE_NOOP("FaultsMenu", "Backend answers 500 for a token, once"), R"([{"fault":"http-status","route":"token","status":500,"count":1},{"fault":"expire-token"}])"},
    {"Token", QT_TRANSLATE_NOOP("FaultsMenu", "Backend answers a web page for a token, once"), R"([{"fault":"http-html","route":"token","count":1},{"fault":"expire-token"}])"},
    {QT_TRANSLATE_NOOP("FaultsMenu", "Channels"), QT_TRANSLATE_NOOP("FaultsMenu", "Attach again without continuity"), R"([{"fault":"lose-continuity"}])"},
    {"Channels", QT_TRANSLATE_NOOP("FaultsMenu", "Detach the channels"), R"([{"fault":"detach-channel"}])"},
    {"Channels", QT_TRANSLATE_NOOP("FaultsMenu", "Refuse the channels"), R"([{"fault":"deny-channel","count":1},{"fault":"detach-channel"}])"},
    {QT_TRANSLATE_NOOP("FaultsMenu", "Events"), QT_TRANSLATE_NOOP("FaultsMenu", "Deliver 2 s late, for 20 s"), R"([{"fault":"delay","value":"2s","for":"20s"}])"},
    {"Events", QT_TRANSLATE_NOOP("FaultsMenu", "Lose the next event"), R"([{"fault":"lose","count":1}])"},
    {"Events", QT_TRANSLATE_NOOP("FaultsMenu", "Deliver the next event twice"), R"([{"fault":"repeat","count":1}])"},
    {"Events", QT_TRANSLATE_NOOP("FaultsMenu", "Swap the next two events"), R"([{"fault":"reorder","count":1}])"},
    {"Events", QT_TRANSLATE_NOOP("FaultsMenu", "Give the next event a wrong shape"), R"([{"fault":"wrong-shape","count":1}])"},
    {"Events", QT_TRANSLATE_NOOP("FaultsMenu", "Fail to publish the next event"), R"([{"fault":"publish-error","count":1}])"},
    {"Events", QT_TRANSLATE_NOOP("FaultsMenu", "Log the next event but do not send it"), R"([{"fault":"publish-lost","count":1}])"},
    {QT_TRANSLATE_NOOP("FaultsMenu", "Sign-in and backend"), QT_TRANSLATE_NOOP("FaultsMenu", "End the session"), R"([{"fault":"revoke-session"}])"},
    {"Sign-in and backend", QT_TRANSLATE_NOOP("FaultsMenu", "Too many refreshes (429), once"), R"([{"fault":"refresh-429","count":1}])"},
    {"Sign-in and backend", QT_TRANSLATE_NOOP("FaultsMenu", "Backend answers 500 for 20 s"), R"([{"fault":"http-status","route":"backend","status":500,"for":"20s"}])"},
    {"Sign-in and backend", QT_TRANSLATE_NOOP("FaultsMenu", "Backend answers slowly for 20 s"), R"([{"fault":"http-slow","route":"backend","value":"3s","for":"20s"}])"},
};
// clang-format on

QList<QJsonObject> bodies(const char *json)
{
    QList<QJsonObject> result;
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const QJsonValue &body : array)
        result << body.toObject();
    return result;
}

} // namespace

FaultsMenu::FaultsMenu(QWidget *parent)
    : QMenu(tr("Faults"), parent)
{
    setObjectName(u"faultsMenu"_s);
    setToolTipsVisible(true);
    QHash<QByteArray, QMenu *> groups;
    for (const Row &row : table) {
        QMenu *&group = groups[row.group];
        if (!group)
            group = addMenu(tr(row.group));
        const QString name = tr(row.text);
        QAction *action = group->addAction(name);
        action->setToolTip(QString::fromLatin1(row.faults));
        connect(action, &QAction::triggered, this,
                [this, name, json = row.faults] { Q_EMIT faultsChosen(name, bodies(json)); });
    }
    addSeparator();
    connect(addAction(tr("End all faults")), &QAction::triggered, this, &FaultsMenu::endAllChosen);
}

} // namespace gm::shell
