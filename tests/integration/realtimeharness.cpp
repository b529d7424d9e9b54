#include "tests/integration/realtimeharness.h"

#include "core/ably/payload.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

namespace gm::test
{

using namespace ably;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray jwtPart(const QJsonObject &part)
{
    return base64Url(QJsonDocument(part).toJson(QJsonDocument::Compact));
}

} // namespace

QStringList numbers(int from, int to)
{
    QStringList result;
    for (int i = from; i < to; ++i)
        result.append(QString::number(i));
    return result;
}

AblyService::AblyService()
{
    m_server.setHandler([this](const auto &request, const auto &responder) { ably.handle(request, responder); });
    m_server.setUpgradeHandler([this](const auto &request, QTcpSocket *socket) { ably.upgrade(request, socket); });
    if (!m_server.listen())
        qFatal("There is no port to listen on.");
}

QUrl AblyService::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.port()));
}

ClientOptions AblyService::options() const
{
    ClientOptions options;
    options.endpoint = Endpoint::parse(url().toString()).value();
    options.timeouts.immediateRetryGap = 0ms; // many drops in a short time
    return options;
}

void AblyService::fault(const QJsonObject &request)
{
    if (const auto fault = faults.add(request); !fault)
        qFatal("%s", qPrintable(fault.error().what));
}

void AblyService::fault(const QString &kind, int count)
{
    QJsonObject request{{u"fault"_s, kind}};
    if (count > 0)
        request.insert(u"count"_s, count);
    fault(request);
}

sandbox::Published AblyService::publish(const QString &text, const QString &channel)
{
    return publish(u"status"_s, {.data = text}, channel);
}

sandbox::Published AblyService::publish(const QString &name, const sandbox::Payload &payload, const QString &channel)
{
    return ably.publish(channel, name, payload);
}

QString AblyService::jwt(QJsonObject claims) const
{
    const QString key = ably.key();
    const qint64 now = clock.wallMs() / 1000;
    claims.insert(u"iat"_s, now);
    if (!claims.contains(u"exp"_s))
        claims.insert(u"exp"_s, now + 3600);
    const QJsonObject header{{u"typ"_s, u"JWT"_s}, {u"alg"_s, u"HS256"_s}, {u"kid"_s, key.section(u':', 0, 0)}};
    const QByteArray signedPart = jwtPart(header) + '.' + jwtPart(claims);
    const QByteArray mac =
        QMessageAuthenticationCode::hash(signedPart, key.section(u':', 1).toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(signedPart + '.' + base64Url(mac));
}

void addFormats()
{
    QTest::addColumn<bool>("useMsgpack");
    QTest::newRow("json") << false;
    QTest::newRow("msgpack") << true;
}

ClientOptions inFormat(const AblyService &service)
{
    QFETCH_GLOBAL(bool, useMsgpack);
    ClientOptions options = service.options();
    options.useMsgpack = useMsgpack;
    return options;
}

QFuture<base::Result<TokenReply>> SandboxTokens::fetchToken(const TokenParams &)
{
    ++calls;
    const QJsonObject allowed = capability.isEmpty()
                                    ? QJsonObject{{u"conversation:*"_s, QJsonArray{u"subscribe"_s, u"history"_s}}}
                                    : capability;
    base::Result<TokenReply> reply = tokenReplyFromJson(m_service.ably.signTokenRequest(allowed, clientId, ttlMs));
    if (form == Form::Jwt) {
        const QByteArray text = QJsonDocument(allowed).toJson(QJsonDocument::Compact);
        QJsonObject claims{{u"x-ably-capability"_s, QString::fromUtf8(text)}, {u"jti"_s, calls}};
        if (!clientId.isEmpty())
            claims.insert(u"x-ably-clientId"_s, clientId);
        reply = tokenReplyFromText(m_service.jwt(claims));
    }
    QPromise<base::Result<TokenReply>> promise;
    promise.start();
    promise.addResult(reply);
    promise.finish();
    return promise.future();
}

RealtimeClient::RealtimeClient(AblyService &service, const ClientOptions &options, bool hasTokenSource)
    : tokens(service)
    , realtime(sockets, http, hasTokenSource ? &tokens : nullptr, clock, random, options)
{
    states.follow(realtime);
}

RealtimeClient::RealtimeClient(AblyService &service)
    : RealtimeClient(service, service.options())
{
}

bool RealtimeClient::connect()
{
    realtime.connectNow();
    return reaches(ConnectionState::Connected);
}

RealtimeChannel &RealtimeClient::channel(const QString &name, const ChannelOptions &options)
{
    RealtimeChannel &channel = realtime.channel(base::ChannelName(name), options);
    changes.follow(channel);
    QObject::connect(&channel, &RealtimeChannel::messagesReceived, &channel,
                     [this](const QList<Message> &received, const ProtocolMessage &) { messages += received; });
    return channel;
}

RealtimeChannel &RealtimeClient::attach(const QString &name, const ChannelOptions &options)
{
    RealtimeChannel &attached = channel(name, options);
    realtime.connectNow();
    attached.attach();
    if (!reaches(attached, ChannelState::Attached))
        qWarning("%s was not attached.", qPrintable(name));
    return attached;
}

bool RealtimeClient::reaches(ConnectionState state)
{
    return soon([&] { return realtime.state() == state; });
}

bool RealtimeClient::reaches(const RealtimeChannel &channel, ChannelState state)
{
    return soon([&] { return channel.state() == state; });
}

QStringList RealtimeClient::texts() const
{
    QStringList result;
    for (const Message &message : messages)
        result += QString::fromUtf8(decodePayload(message).bytes);
    return result;
}

} // namespace gm::test
