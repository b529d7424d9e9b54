#include "core/sandbox/ablystandin.h"

#include "core/sandbox/ablyconnection.h"
#include "core/sandbox/ablyhello.h"
#include "core/sandbox/ablyrest.h"
#include "core/sandbox/faults.h"
#include "core/sandbox/httpfaults.h"

#include <QCborArray>
#include <QJsonArray>
#include <QPointer>
#include <QSet>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <array>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

/// Faults that do one thing to every open connection, and then to each that opens while uses are left.
struct Act {
    QLatin1StringView kind;
    void (AblyConnection::*act)(const Fault &);
};
constexpr std::array acts{
    Act{"drop-socket"_L1, &AblyConnection::dropSocket},
    Act{"close-socket"_L1, &AblyConnection::closeSocket},
    Act{"auth-now"_L1, &AblyConnection::askForAuth},
    Act{"bad-frame"_L1, &AblyConnection::sendBadFrame},
};

Error refusal(int code, const QString &what, int status)
{
    return Error{.code = code, .status = status, .what = what};
}

} // namespace

class AblyStandin::Private : public QObject
{
public:
    Private(AblyStandin &standin, base::Clock &clock, base::Random &random, Faults &faults);
    ~Private() override;

    void upgrade(QTcpSocket *socket);
    [[nodiscard]] QJsonObject state() const;
    void checkGrants();
    [[nodiscard]] int subscribers(const QString &channel) const;
    void whenDelivered(std::function<void()> call);

    AblyTokens tokens;
    AblyChannels channels;
    AblyService service;
    AblyRest rest;
    HttpFaults httpFaults;

private:
    void accept(QWebSocket *websocket);
    void open(AblySocket *socket, const HelloQuery &query, const Hello &hello);
    AblyConnection *add();
    void act(const Fault &fault);
    void actOnOpened(AblyConnection *connection);
    void ended(const Fault &fault);
    void expireTokens();
    void forgetLost();
    [[nodiscard]] QCborMap occupancyOf(const QString &channel) const;

    AblyStandin &m_standin;
    QWebSocketServer m_server;
    QHash<quint16, QTcpSocket *> m_upgrading;       ///< By the client's port, until the handshake is done.
    QHash<QString, AblyConnection *> m_connections; ///< By id; children of this.
    qint64 m_deliveredBefore = 0;                   ///< By connections that are gone.
    qint64 m_droppedBefore = 0;
};

AblyStandin::Private::Private(AblyStandin &standin, base::Clock &clock, base::Random &random, Faults &faults)
    : tokens(clock, random)
    , channels(clock, random, faults)
    , service{.clock = clock,
              .random = random,
              .faults = faults,
              .tokens = tokens,
              .channels = channels,
              .occupancy = [this](const QString &channel) { return occupancyOf(channel); }}
    , rest(service)
    , httpFaults(faults, clock)
    , m_standin(standin)
    , m_server(u"sandbox"_s, QWebSocketServer::NonSecureMode)
{
    connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
        while (QWebSocket *websocket = m_server.nextPendingConnection())
            accept(websocket);
    });
    connect(&faults, &Faults::cameInForce, this, &Private::act);
    connect(&faults, &Faults::ended, this, &Private::ended);
    connect(&channels, &AblyChannels::delivered, this, [this](const QString &channel, const Delivery &delivery) {
        for (AblyConnection *connection : std::as_const(m_connections))
            connection->deliver(channel, delivery);
    });
    connect(&channels, &AblyChannels::presenceChanged, this, [this](const QString &channel, const Message &member) {
        for (AblyConnection *connection : std::as_const(m_connections))
            connection->tellPresence(channel, member);
    });
}

AblyStandin::Private::~Private()
{
    // Connections and sockets use the members below them to the last: they go first.
    while (!children().isEmpty())
        delete children().constFirst();
}

void AblyStandin::Private::upgrade(QTcpSocket *socket)
{
    if (const auto fault = service.faults.take(u"refuse-connect"_s)) {
        if (fault->status != 0) {
            socket->readAll();
            socket->write("HTTP/1.1 " + QByteArray::number(fault->status) + " Refused\r\nContent-Length: 0\r\n\r\n");
            socket->disconnectFromHost();
        } else {
            socket->abort();
        }
        socket->deleteLater();
        return;
    }
    // A QWebSocket does not own the socket it works on: accept() finds it by its port and hands it over.
    const quint16 port = socket->peerPort();
    socket->setParent(this);
    m_upgrading.insert(port, socket);
    connect(socket, &QTcpSocket::disconnected, this, [this, port, socket] {
        m_upgrading.remove(port);
        socket->deleteLater();
    });
    m_server.handleConnection(socket);
}

void AblyStandin::Private::accept(QWebSocket *websocket)
{
    if (QTcpSocket *tcp = m_upgrading.take(websocket->peerPort())) {
        tcp->disconnect(this);
        tcp->setParent(websocket);
    }
    const HelloQuery query(websocket->requestUrl());
    auto *socket = new AblySocket(websocket, query.format(), service.clock, service.faults, this);
    const auto blackHole = service.faults.peek(u"black-hole"_s);
    if (blackHole && blackHole->usesLeft > 0 && service.faults.take(blackHole->kind))
        socket->fallSilent();
    const Result<Hello> hello = query.read(websocket->request().rawHeader("Authorization"), tokens);
    if (hello) {
        open(socket, query, *hello);
        return;
    }
    QCborMap error = frame(Action::Error);
    error.insert("error"_L1, toMap(hello.error()));
    socket->send(error);
    socket->close();
}

void AblyStandin::Private::open(AblySocket *socket, const HelloQuery &query, const Hello &hello)
{
    forgetLost();
    const QString key = query.resumeKey();
    if (key.isEmpty()) {
        add()->open(socket, hello, std::nullopt, false);
        return;
    }
    const bool isRefused = service.faults.take(u"refuse-resume"_s).has_value();
    const QString id = key.section(u'!', 1, 1);
    AblyConnection *connection = m_connections.value(id);
    if (connection && connection->canResume(key) && !isRefused) {
        connection->open(socket, hello, std::nullopt, false);
        return;
    }
    const Error notice = id.isEmpty() ? refusal(80018, u"The connection key is not well-formed."_s, 400)
                                      : refusal(80008, u"The connection cannot be resumed."_s, 400);
    add()->open(socket, hello, notice, isRefused);
}

AblyConnection *AblyStandin::Private::add()
{
    const QString id = QString::fromLatin1(service.random.token(8));
    auto *connection = new AblyConnection(service, id, this);
    m_connections.insert(id, connection);
    connect(connection, &AblyConnection::opened, this, [this, connection] { actOnOpened(connection); });
    connect(connection, &AblyConnection::attached, &m_standin, &AblyStandin::attached);
    connect(connection, &AblyConnection::reauthorised, &m_standin, &AblyStandin::reauthorised);
    connect(connection, &AblyConnection::finished, this, [this, id, connection] {
        m_connections.remove(id);
        m_deliveredBefore += connection->delivered();
        m_droppedBefore += connection->dropped();
        connection->deleteLater();
    });
    return connection;
}

void AblyStandin::Private::forgetLost()
{
    const QList<AblyConnection *> all = m_connections.values();
    for (AblyConnection *connection : all)
        connection->forgetIfLost();
}

void AblyStandin::Private::act(const Fault &fault)
{
    const QList<AblyConnection *> all = m_connections.values();
    const auto forAll = [&](void (AblyConnection::*what)(const Fault &)) {
        for (AblyConnection *connection : all) {
            if (connection->isOpen() && (fault.conversation.isEmpty() || connection->hasAttached(fault.conversation)))
                (connection->*what)(fault);
        }
    };
    for (const Act &each : acts) {
        if (fault.kind == each.kind && service.faults.take(fault.kind, fault.conversation))
            forAll(each.act);
    }
    if (fault.kind == u"detach-channel" && service.faults.take(fault.kind, fault.conversation))
        forAll(&AblyConnection::detachChannel);
    else if (fault.kind == u"deny-channel")
        forAll(&AblyConnection::denyChannel);
    else if (fault.kind == u"expire-token" && service.faults.take(fault.kind, fault.conversation))
        expireTokens();
    else if (fault.kind == u"revoke-key") {
        tokens.setKeyRevoked(true);
        checkGrants();
    }
}

void AblyStandin::Private::actOnOpened(AblyConnection *connection)
{
    for (const Act &each : acts) {
        if (const auto fault = service.faults.take(each.kind))
            (connection->*each.act)(*fault);
    }
}

void AblyStandin::Private::ended(const Fault &fault)
{
    if (fault.kind == u"revoke-key")
        tokens.setKeyRevoked(service.faults.peek(fault.kind).has_value());
}

void AblyStandin::Private::expireTokens()
{
    QStringList inUse;
    for (const AblyConnection *connection : std::as_const(m_connections)) {
        if (!connection->tokenInUse().isEmpty())
            inUse += connection->tokenInUse();
    }
    tokens.expireAll(inUse);
    checkGrants();
}

void AblyStandin::Private::checkGrants()
{
    const QList<AblyConnection *> all = m_connections.values();
    for (AblyConnection *connection : all)
        connection->checkGrant();
}

int AblyStandin::Private::subscribers(const QString &channel) const
{
    return int(std::count_if(m_connections.begin(), m_connections.end(),
                             [&channel](const AblyConnection *connection) { return connection->receives(channel); }));
}

QCborMap AblyStandin::Private::occupancyOf(const QString &channel) const
{
    QSet<QString> present;
    const auto &members = channels.all().at(channel).members;
    for (const Message &member : members)
        present.insert(member.connectionId);
    QCborMap metrics{{"presenceMembers"_L1, members.size()}, {"presenceConnections"_L1, present.size()}};
    const auto count = [&](QLatin1StringView name, quint32 modes) {
        metrics.insert(name, qint64(std::count_if(m_connections.begin(), m_connections.end(), [&](const auto *each) {
                           return (each->modesOn(channel) & modes) != 0;
                       })));
    };
    count("connections"_L1, ~0U);
    count("publishers"_L1, flag::publish);
    count("subscribers"_L1, flag::subscribe);
    count("presenceSubscribers"_L1, flag::presenceSubscribe);
    return metrics;
}

void AblyStandin::Private::whenDelivered(std::function<void()> call)
{
    // Each connection holds the receipt until its client has read on; the last one to let go makes the call.
    const std::shared_ptr<void> receipt(nullptr, [self = QPointer(this), call = std::move(call)](void *) {
        if (self)
            QMetaObject::invokeMethod(self, call, Qt::QueuedConnection);
    });
    for (AblyConnection *connection : std::as_const(m_connections))
        connection->keepUntilRead(receipt);
}

QJsonObject AblyStandin::Private::state() const
{
    QJsonArray connections;
    QJsonArray channelList;
    qint64 published = 0;
    qint64 delivered = m_deliveredBefore;
    qint64 dropped = m_droppedBefore;
    for (const AblyConnection *connection : m_connections) {
        connections.append(connection->toJson());
        delivered += connection->delivered();
        dropped += connection->dropped();
    }
    for (const auto &[name, channel] : channels.all()) {
        published += channel.published();
        channelList.append(QJsonObject{{u"name"_s, name},
                                       {u"serial"_s, channel.position()},
                                       {u"published"_s, channel.published()},
                                       {u"stored"_s, channel.stored()},
                                       {u"members"_s, channel.members.size()}});
    }
    return {{u"connections"_s, connections},
            {u"channels"_s, channelList},
            {u"tokens"_s, tokens.toJson()},
            {u"counters"_s,
             QJsonObject{{u"published"_s, published}, {u"delivered"_s, delivered}, {u"droppedByRateCap"_s, dropped}}}};
}

AblyStandin::AblyStandin(base::Clock &clock, base::Random &random, Faults &faults, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, clock, random, faults))
{
}

AblyStandin::~AblyStandin() = default;

bool AblyStandin::owns(const QString &path)
{
    static const QStringList roots{u"time"_s, u"keys"_s, u"channels"_s, u"messages"_s, u"stats"_s};
    return roots.contains(path.section(u'/', 1, 1));
}

void AblyStandin::handle(const net::ServerRequest &request, const net::Responder &responder)
{
    const RouteNames route{.path = request.path, .names = {u"ably"_s, request.path.section(u'/', -1)}};
    d->httpFaults.serve(route, responder, [this, request] { return d->rest.respondTo(request); });
}

void AblyStandin::upgrade(const net::ServerRequest & /*request*/, QTcpSocket *socket)
{
    d->upgrade(socket);
}

QString AblyStandin::key() const
{
    return d->tokens.key();
}

QJsonObject AblyStandin::signTokenRequest(const QJsonObject &capability, const QString &clientId, qint64 ttlMs) const
{
    return d->tokens.signTokenRequest(capability, clientId, ttlMs);
}

Published AblyStandin::publish(const QString &channel, const QString &name, const Payload &payload,
                               const QString &clientId)
{
    Publication draft;
    draft.messages += Message{.clientId = clientId, .name = name, .payload = payload};
    const StoredPublication stored = d->channels.publish(channel, std::move(draft));
    const Message &message = stored->messages.constFirst();
    return {.id = message.id, .serial = message.serial, .timestampMs = message.timestampMs};
}

QJsonObject AblyStandin::state() const
{
    return d->state();
}

void AblyStandin::clockMoved()
{
    d->checkGrants();
}

int AblyStandin::subscribers(const QString &channel) const
{
    return d->subscribers(channel);
}

void AblyStandin::whenDelivered(std::function<void()> call)
{
    d->whenDelivered(std::move(call));
}

} // namespace gm::sandbox
