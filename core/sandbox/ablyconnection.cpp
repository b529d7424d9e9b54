#include "core/sandbox/ablyconnection.h"

#include "core/sandbox/faults.h"

#include <QJsonArray>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Error;
using base::Result;

namespace
{

constexpr std::chrono::milliseconds stateTtl = 2min;
constexpr std::chrono::milliseconds authAhead = 30s;
constexpr int goingAway = 1011;

} // namespace

AblyConnection::AblyConnection(AblyService &service, QString id, QObject *parent)
    : QObject(parent)
    , m_peer{.service = service, .id = std::move(id)}
    , m_attachments(m_peer)
    , m_inbox(m_peer)
{
}

AblyConnection::~AblyConnection() = default;

bool AblyConnection::canResume(const QString &key) const
{
    return m_keys.contains(key) && !isForgotten();
}

bool AblyConnection::isForgotten() const
{
    return m_lostAtMs != 0 && m_peer.service.clock.wallMs() - m_lostAtMs > stateTtl.count();
}

void AblyConnection::forgetIfLost()
{
    if (isForgotten())
        finish();
}

void AblyConnection::open(AblySocket *socket, const Hello &hello, const std::optional<Error> &notice,
                          bool isContinuityRefused)
{
    if (m_peer.socket) {
        AblySocket *older = m_peer.socket;
        leaveSocket();
        older->abort();
    }
    m_peer.socket = socket;
    m_peer.grant = hello.grant;
    m_peer.clientId = hello.clientId;
    m_peer.wantsEcho = hello.wantsEcho;
    m_peer.isContinuityRefused = isContinuityRefused;
    m_presenceRemains = hello.presenceRemains;
    m_lostAtMs = 0;
    m_leaveTimer.cancel();
    connect(socket, &AblySocket::frameReceived, this, &AblyConnection::receive);
    connect(socket, &AblySocket::unreadableReceived, this,
            [this] { failWith({.code = 40000, .status = 400, .what = u"A frame could not be read."_s}); });
    connect(socket, &AblySocket::lost, this, [this, socket] {
        leaveSocket();
        socket->deleteLater();
    });
    m_idleInterval = hello.idleInterval;
    sendConnected(notice);
    socket->keepAlive(m_idleInterval, hello.wantsHeartbeats);
    checkGrant();
    Q_EMIT opened();
}

void AblyConnection::sendConnected(const std::optional<Error> &notice)
{
    m_keys.prepend(QString::fromLatin1(m_peer.service.random.token(12)) % u'!' % m_peer.id);
    m_keys = m_keys.first(std::min<qsizetype>(m_keys.size(), 2));
    QCborMap details{{"connectionKey"_L1, m_keys.constFirst()},
                     {"connectionStateTtl"_L1, qint64(stateTtl.count())},
                     {"maxIdleInterval"_L1, qint64(m_idleInterval.count())},
                     {"maxMessageSize"_L1, 65536},
                     {"maxFrameSize"_L1, 524288},
                     {"maxInboundRate"_L1, 50},
                     {"serverId"_L1, u"sandbox"_s},
                     {"siteCode"_L1, u"loopback"_s}};
    const bool isNamed = !m_peer.clientId.isEmpty() && !(m_peer.grant.isKey() && m_peer.clientId == "*"_L1);
    if (isNamed)
        details.insert("clientId"_L1, m_peer.clientId);
    QCborMap connected = frame(Action::Connected);
    connected.insert("connectionId"_L1, m_peer.id);
    connected.insert("connectionDetails"_L1, details);
    if (notice)
        connected.insert("error"_L1, toMap(*notice));
    m_peer.send(connected);
}

void AblyConnection::receive(const QCborMap &frame)
{
    switch (Action(integerIn(frame, "action"_L1).value_or(-1))) {
    case Action::Heartbeat:
        answerHeartbeat(frame);
        break;
    case Action::Attach:
        if (const QString channel = m_attachments.attach(frame); !channel.isEmpty())
            Q_EMIT attached(channel);
        break;
    case Action::Detach:
        m_attachments.detach(frame);
        break;
    case Action::Message:
        m_inbox.takeMessage(frame);
        break;
    case Action::Presence:
        m_inbox.takePresence(frame);
        break;
    case Action::Annotation:
        m_inbox.takeAnnotation(frame);
        break;
    case Action::Auth:
        authoriseAgain(frame);
        break;
    case Action::Disconnect:
        dropSocket({});
        break;
    case Action::Close:
        m_peer.send(sandbox::frame(Action::Closed));
        finish();
        break;
    default:
        break; // what a newer protocol adds is none of ours
    }
}

void AblyConnection::answerHeartbeat(const QCborMap &frame)
{
    if (m_peer.service.faults.peek(u"stop-heartbeats"_s))
        return;
    QCborMap answer = sandbox::frame(Action::Heartbeat);
    if (const QString id = textIn(frame, "id"_L1); !id.isEmpty())
        answer.insert("id"_L1, id);
    m_peer.send(answer);
}

void AblyConnection::authoriseAgain(const QCborMap &frame)
{
    const QString token = textIn(frame.value("auth"_L1).toMap(), "accessToken"_L1);
    const Result<Grant> grant = m_peer.service.tokens.checkToken(token);
    if (!grant) {
        // Not a token error: the client would fetch another token for ever.
        failWith({.code = 40101, .status = 401, .what = grant.error().what});
        return;
    }
    const bool wasAnybody = m_peer.grant.isKey() && m_peer.clientId == "*"_L1;
    const bool isSameClient = wasAnybody || grant->clientId == m_peer.clientId || grant->clientId == "*"_L1;
    if (!isSameClient) {
        failWith({.code = 40102, .status = 401, .what = u"The new token is for another client id."_s});
        return;
    }
    m_peer.grant = *grant;
    if (wasAnybody)
        m_peer.clientId = grant->clientId;
    sendConnected(std::nullopt);
    checkGrant();
    m_attachments.recheck();
    Q_EMIT reauthorised();
}

void AblyConnection::checkGrant()
{
    m_authTimer.cancel();
    m_expiryTimer.cancel();
    if (!m_peer.socket)
        return;
    if (const auto fault = m_peer.service.tokens.faultOf(m_peer.grant)) {
        if (fault->code == 40142)
            disconnectWith(*fault);
        else
            failWith(*fault);
        return;
    }
    if (m_peer.grant.expiresMs == 0)
        return;
    base::Clock &clock = m_peer.service.clock;
    const std::chrono::milliseconds left(m_peer.grant.expiresMs - clock.wallMs());
    m_expiryTimer = clock.after(left, [this] { checkGrant(); });
    // A token that starts with less than that is not asked for again: the next one would be as short.
    if (left > authAhead)
        m_authTimer = clock.after(left - authAhead, [this] { m_peer.send(frame(Action::Auth)); });
}

void AblyConnection::disconnectWith(const Error &error)
{
    QCborMap reply = frame(Action::Disconnected);
    reply.insert("error"_L1, toMap(error));
    m_peer.send(reply);
    AblySocket *socket = m_peer.socket;
    leaveSocket();
    socket->close();
}

void AblyConnection::failWith(const Error &error)
{
    QCborMap reply = frame(Action::Error);
    reply.insert("error"_L1, toMap(error));
    m_peer.send(reply);
    finish();
}

void AblyConnection::leaveSocket()
{
    m_peer.socket->disconnect(this);
    m_peer.socket = nullptr;
    m_attachments.clear();
    m_inbox.startAgain();
    m_authTimer.cancel();
    m_expiryTimer.cancel();
    m_lostAtMs = m_peer.service.clock.wallMs();
    m_leaveTimer =
        m_peer.service.clock.after(m_presenceRemains, [this] { m_peer.service.channels.leaveAll(m_peer.id); });
}

void AblyConnection::finish()
{
    if (AblySocket *socket = m_peer.socket) {
        leaveSocket();
        socket->close();
    }
    m_keys.clear();
    m_leaveTimer.cancel();
    m_peer.service.channels.leaveAll(m_peer.id);
    Q_EMIT finished();
}

void AblyConnection::dropSocket(const Fault & /*fault*/)
{
    if (AblySocket *socket = m_peer.socket) {
        leaveSocket();
        socket->abort();
    }
}

void AblyConnection::closeSocket(const Fault &fault)
{
    if (AblySocket *socket = m_peer.socket) {
        leaveSocket();
        socket->close(fault.status != 0 ? fault.status : fault.number(goingAway), u"Closed by the sandbox."_s);
    }
}

void AblyConnection::askForAuth(const Fault & /*fault*/)
{
    m_peer.send(frame(Action::Auth));
}

void AblyConnection::sendBadFrame(const Fault &fault)
{
    if (m_peer.socket)
        m_peer.socket->sendRaw(fault.value.isEmpty() ? u"{\"action\":15,\"channel\":"_s : fault.value);
}

void AblyConnection::detachChannel(const Fault &fault)
{
    m_attachments.detachNow(fault);
}

void AblyConnection::denyChannel(const Fault &fault)
{
    m_attachments.deny(fault);
}

QJsonObject AblyConnection::toJson() const
{
    return {{u"id"_s, m_peer.id},
            {u"clientId"_s, m_peer.clientId},
            {u"isOpen"_s, isOpen()},
            {u"format"_s, !m_peer.socket                            ? QJsonValue()
                          : m_peer.socket->format() == Format::Json ? u"json"_s
                                                                    : u"msgpack"_s},
            {u"tokenExpires"_s, m_peer.grant.expiresMs},
            {u"channels"_s, QJsonArray::fromStringList(m_attachments.names())},
            {u"published"_s, m_inbox.published()},
            {u"delivered"_s, delivered()},
            {u"droppedByRateCap"_s, dropped()}};
}

} // namespace gm::sandbox
