#include "tests/bench/soak/modelservice.h"

#include "tests/support/build.h"

#include <algorithm>

namespace gm::soak
{

using ably::Action;
using ably::ProtocolMessage;
namespace build = test::build;

namespace
{

constexpr qint64 keptMs = 120'000; ///< Connections and messages alike.
constexpr int longestRewind = 100;

QString serialOf(qint64 position)
{
    return QStringLiteral("%1@model:0").arg(position, 12, 10, QLatin1Char('0'));
}

qint64 positionOf(const QString &serial)
{
    return serial.section(u'@', 0, 0).toLongLong();
}

} // namespace

ModelService::ModelService(test::FakeClock &clock, std::mt19937_64 &engine)
    : m_clock(clock)
    , m_engine(engine)
{
}

std::unique_ptr<net::WebSocket> ModelService::create()
{
    return std::make_unique<ModelSocket>(*this, m_clock);
}

std::chrono::milliseconds ModelService::latency()
{
    return std::chrono::milliseconds(5 + m_engine() % 120);
}

template <typename F>
void ModelService::eachLive(F f)
{
    for (auto &[id, connection] : m_connections) {
        if (connection.socket)
            f(connection);
    }
}

ModelService::Connection *ModelService::of(const ModelSocket &socket)
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                    [&](const auto &entry) { return entry.second.socket == &socket; });
    return found == m_connections.end() ? nullptr : &found->second;
}

void ModelService::forgetOld(Channel &channel) const
{
    while (!channel.kept.empty() && channel.kept.front().atMs < m_clock.wallMs() - keptMs)
        channel.kept.pop_front();
}

ProtocolMessage ModelService::messageOf(const QString &channel, const Event &event)
{
    const QString number = QString::number(event.position - 1);
    ProtocolMessage frame = build::message(channel, serialOf(event.position),
                                           QStringLiteral("%1/%2:0").arg(channel, number), QStringLiteral("status"),
                                           "{\"status\":\"searching\",\"message\":\"" + number.toLatin1() + "\"}");
    frame.messages.first().encoding = QStringLiteral("json");
    frame.messages.first().timestamp = event.atMs;
    return frame;
}

qint64 ModelService::publish(const QString &name, qint64 wallMs)
{
    Channel &channel = m_channels[name];
    const Event event{.position = ++channel.position, .atMs = wallMs};
    channel.kept.push_back(event);
    forgetOld(channel);
    if (channel.isDropping)
        return event.position - 1;
    eachLive([&](Connection &connection) {
        if (connection.attached.contains(name))
            connection.socket->send(messageOf(name, event));
    });
    return event.position - 1;
}

void ModelService::beat()
{
    eachLive([](Connection &connection) { connection.socket->send(build::frame(Action::Heartbeat)); });
}

void ModelService::opened(ModelSocket &socket, const QUrlQuery &query)
{
    ++m_tally.attempts;
    if (m_isHanging)
        return;
    if (!m_isReachable)
        return socket.refuse();
    std::erase_if(m_connections, [this](const auto &entry) {
        return !entry.second.socket && entry.second.lostAtMs < m_clock.wallMs() - keptMs;
    });
    const QString key = query.queryItemValue(QStringLiteral("resume"), QUrl::FullyDecoded);
    auto known = std::find_if(m_connections.begin(), m_connections.end(),
                              [&key](const auto &entry) { return !key.isEmpty() && entry.second.key == key; });
    const bool isRefused = !key.isEmpty() && m_resumesToRefuse > 0 && m_resumesToRefuse-- > 0;
    const bool isResumed = known != m_connections.end() && !isRefused;
    ++m_lastId;
    if (!isResumed) {
        const QString id = QStringLiteral("conn-%1").arg(m_lastId);
        const QString watcher = query.queryItemValue(QStringLiteral("clientId"), QUrl::FullyDecoded);
        known = m_connections.emplace(id, Connection{.id = id, .watcher = watcher}).first;
    }
    Connection &connection = known->second;
    connection.key = QStringLiteral("key-%1").arg(m_lastId);
    connection.socket = &socket; // a link the client gave up in silence is dead from now on
    connection.attached.clear();
    ProtocolMessage hello = build::connected(connection.id, connection.key);
    if (!key.isEmpty() && !isResumed)
        hello.error = build::error(80008);
    if (isResumed)
        ++m_tally.resumed;
    else if (!key.isEmpty())
        ++m_tally.resumesRefused;
    socket.accept();
    socket.send(hello);
}

void ModelService::received(ModelSocket &socket, const ProtocolMessage &frame)
{
    Connection *connection = of(socket);
    if (!connection)
        return;
    switch (frame.action) {
    case Action::Attach:
        return attach(*connection, frame);
    case Action::Detach:
        connection->attached.remove(*frame.channel);
        return socket.send(build::onChannel(Action::Detached, *frame.channel));
    case Action::Heartbeat:
        return socket.send(frame);
    case Action::Auth:
        connection->key = QStringLiteral("key-%1").arg(++m_lastId);
        return socket.send(build::connected(connection->id, connection->key));
    default:
        return;
    }
}

void ModelService::attach(Connection &connection, const ProtocolMessage &frame)
{
    const QString &name = *frame.channel;
    Channel &channel = m_channels[name];
    forgetOld(channel);
    const qint64 oldest = channel.kept.empty() ? channel.position + 1 : channel.kept.front().position;
    const qint64 from = positionOf(frame.channelSerial);
    const bool isForgotten = !frame.channelSerial.isEmpty() && m_serialsToForget > 0 && m_serialsToForget-- > 0;
    const bool isContinued = !frame.channelSerial.isEmpty() && from + 1 >= oldest && !isForgotten;
    connection.attached.insert(name);

    QList<Event> backlog;
    const bool isRewound = !isContinued && frame.params.contains(QStringLiteral("rewind"));
    for (const Event &event : channel.kept) {
        if (isRewound || (isContinued && event.position > from))
            backlog.append(event);
    }
    if (isRewound && backlog.size() > longestRewind)
        backlog.remove(0, backlog.size() - longestRewind);

    ProtocolMessage attached =
        build::attached(name, isContinued ? frame.channelSerial : serialOf(channel.position),
                        (isContinued ? ably::flag::Resumed : 0) | (backlog.isEmpty() ? 0 : ably::flag::HasBacklog));
    attached.params = frame.params;
    if (isContinued) {
        ++m_tally.continued;
        connection.socket->send(attached);
    } else {
        if (!frame.channelSerial.isEmpty())
            attached.error = build::error(90003);
        tellDiscontinuity(connection, name, attached);
    }
    for (const Event &event : backlog)
        connection.socket->send(messageOf(name, event));
}

/// It counts from when the client has it.
void ModelService::tellDiscontinuity(Connection &connection, const QString &channel, ProtocolMessage attached)
{
    connection.socket->send(attached, [this, watcher = connection.watcher, channel] {
        ++m_tally.discontinuities;
        m_told.push_back({watcher, channel, m_clock.wallMs()});
    });
}

void ModelService::left(ModelSocket &socket)
{
    if (Connection *connection = of(socket)) {
        connection->socket = nullptr;
        connection->lostAtMs = m_clock.wallMs();
    }
}

void ModelService::breakLinks(bool deliversFirst)
{
    eachLive([deliversFirst](Connection &connection) { connection.socket->breakLink(deliversFirst); });
}

void ModelService::silenceLinks()
{
    eachLive([](Connection &connection) { connection.socket->fallSilent(); });
}

void ModelService::disconnectAll(const ably::ErrorInfo &error)
{
    eachLive([&error](Connection &connection) {
        connection.socket->send(build::with(Action::Disconnected, error));
        connection.socket->breakLink(true);
    });
}

void ModelService::detach(const QString &channel)
{
    eachLive([&channel](Connection &connection) {
        if (connection.attached.remove(channel))
            connection.socket->send(build::onChannel(Action::Detached, channel, build::error(90198)));
    });
}

void ModelService::askForAuth()
{
    eachLive([](Connection &connection) { connection.socket->send(build::frame(Action::Auth)); });
}

void ModelService::beginDropping(const QString &channel)
{
    m_channels[channel].isDropping = true;
}

void ModelService::endDropping(const QString &name)
{
    Channel &channel = m_channels[name];
    channel.isDropping = false;
    eachLive([&](Connection &connection) {
        if (!connection.attached.contains(name))
            return;
        ProtocolMessage notice = build::attached(name, serialOf(channel.position));
        notice.error = build::error(80020);
        tellDiscontinuity(connection, name, notice);
    });
}

bool ModelService::hasTold(const QString &watcher, const QString &channel, qint64 fromMs, qint64 toMs) const
{
    return std::any_of(m_told.begin(), m_told.end(), [&](const Told &told) {
        return told.watcher == watcher && told.channel == channel && told.atMs >= fromMs && told.atMs <= toMs;
    });
}

void ModelService::forgetTold(qint64 beforeMs)
{
    while (!m_told.empty() && m_told.front().atMs < beforeMs)
        m_told.pop_front();
}

} // namespace gm::soak
