/// One connection to Ably, and the conversations whose channels it carries.
#pragma once

#include "core/ably/realtime.h"
#include "core/base/sleepwatch.h"
#include "core/diagnostics/framelog.h"
#include "core/monitor/continuity.h"
#include "core/monitor/linkstatus.h"
#include "core/monitor/placement.h"
#include "core/monitor/ratemeter.h"
#include "core/monitor/services.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>

namespace gm::diagnostics
{
class ConnectionHistory;
} // namespace gm::diagnostics

namespace gm::monitor
{

class FollowedChannel;
struct ReceivedMessage;

/// Owns one Realtime. What its channels say is told with their conversation; what it says itself, with its number by the
/// owner. Durations and gaps are kept by Clock::now() and become times of day when they are told: a wall clock that is set
/// meanwhile makes none of them longer, shorter or negative. One thread.
class Link : public QObject
{
    Q_OBJECT

public:
    struct Options {
        int number = 1; ///< For people: connection 1, 2 …
        ably::ClientOptions client{};
        QString rewind{}; ///< Of a first attach; empty: none.
        bool watchesPresence =
            false; ///< Asks for presence_subscribe as well; without the right it is just not granted.
        /// Further params of a channel; empty: none.
        std::function<QMap<QString, QString>(const base::ChannelName &)> paramsOf{};
    };

    /// @p tokens is this connection's own; everything else outlives it.
    Link(const Services &services, std::unique_ptr<ably::TokenSource> tokens, diagnostics::ConnectionHistory &history,
         diagnostics::FrameLog &frames, Options options, QObject *parent = nullptr);
    ~Link() override;

    [[nodiscard]] int number() const { return m_options.number; }

    void connectNow();
    void close();
    void renewToken();
    /// The next connection asks for a token anew.
    void forgetToken() { m_realtime->forgetToken(); }

    void watch(const base::ConversationId &id);
    /// Asks anew for a channel that was refused.
    void watchAgain(const base::ConversationId &id);
    void unwatch(const base::ConversationId &id);
    /// Of a conversation this connection carries.
    [[nodiscard]] WatchedChannel channel(const base::ConversationId &id) const;

    [[nodiscard]] bool wasConnected() const { return m_wasConnected; }
    /// Nothing happens any more without connectNow(), or nothing has happened yet.
    [[nodiscard]] bool hasEnded() const;
    [[nodiscard]] LinkStatus status() const;
    [[nodiscard]] LinkLoad load() const;
    [[nodiscard]] const ably::Realtime &realtime() const { return *m_realtime; }
    /// Ably's clock minus ours; nullopt until it was asked.
    [[nodiscard]] std::optional<std::chrono::milliseconds> clockOffset() const;

    /// Once a second from connectNow() on: measures the round trip every 15 s, notices sleep, a clock that was set, and the end
    /// of a stretch in which the service delivered less than was published.
    void tick();
    /// What the operating system says about the network.
    void networkChanged(bool isReachable);

Q_SIGNALS:
    /// Messages of one frame, in its order. For direct connections only.
    void messagesReceived(const QList<gm::monitor::ReceivedMessage> &messages);
    void connectionChanged(const gm::ably::ConnectionChange &change);
    void channelChanged(const gm::base::ConversationId &conversation, const gm::ably::ChannelChange &change);
    void gapOpened(const gm::monitor::ContinuityGap &gap);
    void gapClosed(const gm::monitor::ContinuityGap &gap);
    /// The channel is attached without loss: whatever an open gap of this conversation missed has come.
    void gapMadeGood(const gm::base::ConversationId &conversation);
    void tokenRenewed(const gm::ably::TokenSummary &token);
    void frameUnreadable(const gm::base::Error &error);
    /// All hosts of an attempt failed, @p count of them.
    void hostsExhausted(int count);
    /// Attached without the right to receive: nothing will come.
    void subscribeMissing(const gm::base::ConversationId &conversation);
    /// Somebody came to a channel, left it, changed, or was there already.
    void presenceReceived(const gm::base::ConversationId &conversation, const gm::ably::PresenceMessage &message);
    /// The service attaches no further channel here (90010); this one, never attached before, is to go elsewhere.
    void channelLimitMet(const gm::base::ConversationId &conversation);

private:
    void listen();
    void onChange(const ably::ConnectionChange &change);
    void onChannelChange(FollowedChannel &channel, const ably::ChannelChange &change);
    void followPresence(FollowedChannel &channel);
    void onMessages(FollowedChannel &channel, const QList<ably::Message> &messages);
    void measureRoundTrip();
    void lookAtClocks(bool isFresh);
    void lookAtRate();
    void tellGapOpened(ContinuityGap gap);
    void tellGapClosed(FollowedChannel &channel, ContinuityGap gap);

    [[nodiscard]] std::chrono::milliseconds now() const { return m_services.clock.now(); }
    /// The time of day, ms UTC, that @p at by Clock::now() has on the wall clock as it goes now.
    [[nodiscard]] qint64 wallOf(std::chrono::milliseconds at) const;
    [[nodiscard]] ContinuityGap toWall(ContinuityGap gap) const;
    /// The service's clock; ours until it was asked.
    [[nodiscard]] qint64 serverMs();

    Services m_services;
    diagnostics::ConnectionHistory &m_history;
    diagnostics::FrameLog &m_frames;
    Options m_options;
    std::unique_ptr<ably::TokenSource> m_tokens;
    Continuity m_continuity;
    std::unique_ptr<ably::Realtime> m_realtime;
    QHash<base::ConversationId, FollowedChannel *> m_channels; ///< Children of this.
    mutable RateMeter m_rate;
    int m_channelLimit = channelsPerConnection;
    qint64 m_lastFrameNumber = 0;
    base::SleepWatch m_sleepWatch;
    std::optional<std::chrono::milliseconds> m_serverAhead{}; ///< The service's clock minus Clock::now().
    std::chrono::milliseconds m_stateSince{};
    std::optional<std::chrono::milliseconds> m_retryAt{};
    std::chrono::milliseconds m_lastTick{};
    qint64 m_sinceTick = 0; ///< Messages.
    std::optional<std::chrono::milliseconds> m_roundTrip{};
    std::optional<std::chrono::milliseconds> m_lastPing{};
    int m_hostsFailed = 0;
    bool m_wasConnected = false;
};

} // namespace gm::monitor
