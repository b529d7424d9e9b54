// What a REST call writes into the log: little by default, and never a secret.
#include "core/base/logging.h"
#include "tests/support/restfixture.h"

#include <QLoggingCategory>
#include <QTest>

using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using gm::base::Secret;

namespace
{

QStringList logged;

void keep(QtMsgType, const QMessageLogContext &context, const QString &message)
{
    if (QByteArrayView(context.category).startsWith("gm."))
        logged << QString::fromLatin1(context.category) + u' ' + message;
}

/// Two calls: one that falls back, one whose token has to be renewed.
void callTwice(RestFixture &f)
{
    f.http.prepareFault(gm::net::HostNotFound);
    f.http.prepare(200, "[1733000000000]");
    f.http.prepare(401, R"({"error":{"code":40142,"statusCode":401}})");
    f.http.prepare(200, "{}");
    QVERIFY(outcome(f.client().time()));
    QVERIFY(outcome(f.calls().get(u"/channels/c"_s, QUrlQuery(u"secret=query"_s))));
}

} // namespace

class TstRestLogging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        logged.clear();
        m_before = qInstallMessageHandler(keep);
    }

    void cleanup()
    {
        qInstallMessageHandler(m_before);
        QLoggingCategory::setFilterRules(QString());
    }

    void RSC2_default_log_level_warn_0()
    {
        RestFixture f;
        callTwice(f);

        QCOMPARE(logged, QStringList());
        QVERIFY(gm::base::lcAbly().isWarningEnabled());
        QVERIFY(!gm::base::lcAbly().isInfoEnabled());
    }

    void TO3b_log_level_changeable_0()
    {
        QLoggingCategory::setFilterRules(u"gm.ably.debug=true"_s);
        RestFixture f;
        callTwice(f);

        QVERIFY(logged.contains(u"gm.ably GET main.realtime.ably.net /time"_s));
        QVERIFY(logged.filter(u"falls back"_s).size() == 1);
    }

    void RSC2b_log_level_none_suppresses_all_0()
    {
        QLoggingCategory::setFilterRules(u"gm.*=false"_s);

        qCWarning(gm::base::lcAbly) << "a warning";
        qCCritical(gm::base::lcAbly) << "an error";

        QCOMPARE(logged, QStringList());
    }

    void keepsSecretsOutOfTheLog_G27()
    {
        QLoggingCategory::setFilterRules(u"gm.*=true"_s);
        RestFixture f;
        f.options.token = TokenDetails{.token = Secret(u"a-secret-token"_s)};
        callTwice(f);

        QVERIFY(!logged.isEmpty());
        const QString all = logged.join(u'\n');
        QVERIFY(!all.contains(u"a-secret-token") && !all.contains(u"token-1"));
        QVERIFY(!all.contains(u"query"));
    }

private:
    QtMessageHandler m_before = nullptr;
};

QTEST_GUILESS_MAIN(TstRestLogging)
#include "tst_restlogging.moc"
