/// The realtime service as far as a soak needs it, on the injected clock: connections that can be resumed for two minutes,
/// channels that remember two minutes, and faults to order.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/base/ids.h"
#include "core/net/websocket.h"
#include "tests/bench/soak/modelsocket.h"

#include <QSet>
#include <QUrlQuery>

#include <deque>
#include <map>
#include <random>

namespace gm::soak
{

/// Serves watchers who tell their name as clientId, one connection each.
class ModelService final : public net::WebSocketFactory
{
public:
    ModelService(test::FakeClock &clock, std::mt19937_64 &engine);

    [[nodiscard]] std::unique_ptr<net::WebSocket> create() override;

    /// Publishes the next event of the channel, at @p wallMs; answers its number.
    qint64 publish(const QString &channel, qint64 wallMs);
    /// HEARTBEAT to everybody.
    void beat();

    /// @name Faults
    /// @{
    void breakLinks(bool deliversFirst);
    void silenceLinks();
    void disconnectAll(const ably::ErrorInfo &error);
    void detach(const QString &channel);
    void askForAuth();
    /// Events of the channel are not delivered to anybody until endDropping(), which tells the watchers.
    void beginDropping(const QString &channel);
    void endDropping(const QString &channel);
    void setReachable(bool isReachable) { m_isReachable = isReachable; }
    void setHanging(bool isHanging) { m_isHanging = isHanging; }
    void refuseNextResumes(int count) { m_resumesToRefuse = count; }
    void forgetSerials(int count) { m_serialsToForget = count; }
    /// @}

    /// True when @p watcher was told of a broken continuity on @p channel, and got it, between the two moments (ms UTC).
    [[nodiscard]] bool hasTold(const QString &watcher, const QString &channel, qint64 fromMs, qint64 toMs) const;
    /// Forgets what it told before.
    void forgetTold(qint64 beforeMs);

    struct Tally {
        qint64 attempts = 0, resumed = 0, resumesRefused = 0, continued = 0, discontinuities = 0;
    };
    [[nodiscard]] const Tally &tally() const { return m_tally; }

    /// @name For the sockets
    /// @{
    void opened(ModelSocket &socket, const QUrlQuery &query);
    void received(ModelSocket &socket, const ably::ProtocolMessage &frame);
    void left(ModelSocket &socket);
    [[nodiscard]] std::chrono::milliseconds latency();
    /// @}

private:
    struct Event {
        qint64 position = 0; ///< From 1, by channel.
        qint64 atMs = 0;
    };
    struct Channel {
        std::deque<Event> kept; ///< Of the last two minutes.
        qint64 position = 0;
        bool isDropping = false;
    };
    struct Connection {
        QString id;
        QString watcher{};
        QString key{}; ///< What a resume has to show.
        ModelSocket *socket = nullptr;
        qint64 lostAtMs = 0;
        QSet<QString> attached{};
    };
    struct Told {
        QString watcher;
        QString channel;
        qint64 atMs = 0;
    };

    [[nodiscard]] Connection *of(const ModelSocket &socket);
    void attach(Connection &connection, const ably::ProtocolMessage &frame);
    void tellDiscontinuity(Connection &connection, const QString &channel, ably::ProtocolMessage attached);
    void forgetOld(Channel &channel) const;
    [[nodiscard]] static ably::ProtocolMessage messageOf(const QString &channel, const Event &event);
    template <typename F>
    void eachLive(F f);

    test::FakeClock &m_clock;
    std::mt19937_64 &m_engine;
    std::map<QString, Channel> m_channels;
    std::map<QString, Connection> m_connections; ///< By id.
    std::deque<Told> m_told;
    Tally m_tally;
    qint64 m_lastId = 0;
    int m_resumesToRefuse = 0;
    int m_serialsToForget = 0;
    bool m_isReachable = true;
    bool m_isHanging = false;
};

} // namespace gm::soak
