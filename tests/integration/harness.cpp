#include "tests/integration/harness.h"

#include "core/diagnostics/problem.h"
#include "core/timeline/eventstore.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

namespace gm::test
{

using base::ConversationId;

Harness::Harness(const HarnessSetup &setup)
    : m_settings(m_folder.filePath(QStringLiteral("settings.ini")))
    , m_sandbox(std::make_unique<sandbox::Sandbox>(sandbox::SandboxOptions{.scenario = setup.scenario, .seed = 7},
                                                   m_clock, m_random))
{
    const auto started = m_sandbox->start();
    if (!started) {
        qWarning("%s", qPrintable(started.error().toText()));
        return;
    }
    m_addresses = *started;
    QString ablyUrl = m_addresses.ablyUrl;
    if (!setup.ablyHost.isEmpty())
        ablyUrl.replace(m_addresses.ablyHost, setup.ablyHost);
    const monitor::Services services{.http = setup.http ? *setup.http : m_http,
                                     .sockets = setup.sockets ? *setup.sockets : m_sockets,
                                     .clock = m_clock,
                                     .random = m_random,
                                     .secrets = setup.secrets ? *setup.secrets : m_secrets,
                                     .settings = m_settings,
                                     .paths = profile::standardPaths(m_folder.path())};
    m_monitor = std::make_unique<monitor::Monitor>(
        services, monitor::MonitorOptions{.profile = {.name = QStringLiteral("sandbox"),
                                                      .supabaseUrl = QUrl(m_addresses.supabaseUrl),
                                                      .anonKey = m_addresses.anonKey,
                                                      .backendUrl = QUrl(m_addresses.backendUrl),
                                                      .ablyEndpoint = ablyUrl},
                                          .rewind = setup.rewind,
                                          .useMsgpack = setup.useMsgpack,
                                          .sandboxControl = QUrl(m_addresses.controlUrl)});
    m_isReady = !setup.isConnected || (signIn() && until([this] { return isConnected(); }));
}

Harness::~Harness() = default;

ConversationId Harness::quiet()
{
    const ConversationId id(QUuid::createUuid().toString(QUuid::WithoutBraces));
    m_monitor->watch({id});
    const bool isAttached =
        until([this] { return m_monitor->link().channelsAttached == m_monitor->link().channelsWatched; });
    return isAttached ? id : ConversationId();
}

bool Harness::publish(const ConversationId &conversation, const QString &name, const QJsonValue &data)
{
    return control("POST", QStringLiteral("/publish"),
                   {{QStringLiteral("conversation"), conversation.text()},
                    {QStringLiteral("name"), name},
                    {QStringLiteral("data"), data}})
               .status < 300;
}

bool Harness::publishStatus(const ConversationId &conversation, int number)
{
    return publish(conversation, QStringLiteral("status"),
                   QJsonObject{{QStringLiteral("status"), QStringLiteral("searching")},
                               {QStringLiteral("message"), QString::number(number)}});
}

QList<ConversationId> Harness::play(const QString &scenario)
{
    const net::HttpReply reply = control("POST", QStringLiteral("/scenarios"), {{QStringLiteral("name"), scenario}});
    QList<ConversationId> conversations;
    const QJsonArray ids = QJsonDocument::fromJson(reply.body).object().value(u"conversations").toArray();
    for (const QJsonValue &id : ids)
        conversations.append(ConversationId(id.toString()));
    return conversations;
}

QString Harness::fault(QJsonObject fault)
{
    const net::HttpReply reply = control("POST", QStringLiteral("/faults"), fault);
    return QJsonDocument::fromJson(reply.body).object().value(u"id").toString();
}

void Harness::clearFaults()
{
    control("DELETE", QStringLiteral("/faults"), {});
}

QJsonObject Harness::state()
{
    return QJsonDocument::fromJson(control("GET", QStringLiteral("/state"), {}).body).object();
}

QList<int> Harness::received(const ConversationId &conversation)
{
    QList<int> numbers;
    const timeline::EventStore &store = m_monitor->store();
    for (qint64 row = 0; row < store.size(); ++row) {
        const base::RowIndex index(row);
        if (store.conversation(index) != conversation.text() || store.kind(index) != genie::EventKind::Status)
            continue;
        const QByteArrayView payload = store.payload(index);
        const QJsonObject data = QJsonDocument::fromJson(payload.toByteArray()).object();
        numbers.append(data.value(u"message").toString().toInt());
    }
    return numbers;
}

bool Harness::signIn(const QString &password)
{
    std::optional<bool> isDone;
    m_monitor->signIn(m_addresses.email, base::Secret(password.isEmpty() ? m_addresses.password : password))
        .then(m_monitor.get(), [&isDone](const base::Result<void> &result) { isDone = result.isOk(); });
    return until([&isDone] { return isDone.has_value(); }) && *isDone;
}

bool Harness::hasProblem(const QString &code)
{
    const auto &problems = m_monitor->problems().problems();
    return std::any_of(problems.begin(), problems.end(), [&code](const auto &problem) { return problem.code == code; });
}

bool Harness::isConnected()
{
    return m_monitor->link().state == ably::ConnectionState::Connected;
}

net::HttpReply Harness::control(const QByteArray &method, const QString &path, const QJsonObject &body)
{
    std::optional<net::HttpReply> answer;
    m_http
        .send({.method = method,
               .url = QUrl(m_addresses.controlUrl + path),
               .headers = {{"Content-Type", "application/json"}},
               .body = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact)})
        .then(m_sandbox.get(), [&answer](const base::Result<net::HttpReply> &reply) {
            answer = reply ? *reply : net::HttpReply{.status = 599};
        });
    return until([&answer] { return answer.has_value(); }) ? *answer : net::HttpReply{.status = 599};
}

} // namespace gm::test
