/// Which conversations are watched, and over which connection to Ably each of them comes.
#pragma once

#include "core/monitor/continuity.h"
#include "core/monitor/followedchannel.h"
#include "core/monitor/link.h"
#include "core/monitor/linkstatus.h"
#include "core/monitor/services.h"
#include "core/monitor/sharedtokens.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace gm::monitor
{

/// Owns the connections of one profile: the first always, further ones for as long as they carry channels. Channels are
/// spread by placement.h before a connection's limits are met, and stay where they were placed. One thread.
class Follower : public QObject
{
    Q_OBJECT

public:
    struct Options {
        ably::ClientOptions client{};
        QString rewind{};             ///< Of a first attach; empty: none.
        bool watchesPresence = false; ///< Members of the channels are asked for.
        int maxConnections = 1;       ///< Open at the same time.
        /// Further params of a channel; empty: none.
        std::function<QMap<QString, QString>(const base::ChannelName &)> paramsOf{};
    };

    Follower(const Services &services, ably::TokenSource &tokens, diagnostics::ConnectionHistory &history,
             diagnostics::FrameLog &frames, Options options, QObject *parent = nullptr);
    ~Follower() override;

    void connectNow();
    void close();
    void renewToken();
    /// From now on; connections that are open stay, channels that wait are placed where there is room now.
    void setMaxConnections(int count);
    /// The user has left: what was given to them is not used again.
    void forgetToken();

    void watch(const base::ConversationId &id);
    void unwatch(const base::ConversationId &id);
    [[nodiscard]] bool isWatched(const base::ConversationId &id) const;
    [[nodiscard]] QList<base::ConversationId> watched() const;
    [[nodiscard]] QList<WatchedChannel> channels() const;
    [[nodiscard]] WatchedChannel channel(const base::ConversationId &id) const;

    /// The first connection, with the channels and rates of all.
    [[nodiscard]] LinkStatus link() const;
    /// Each connection by itself, by number.
    [[nodiscard]] QList<LinkStatus> links() const;
    /// False when every connection has ended, or never began.
    [[nodiscard]] bool isAlive() const;
    /// The first connection's.
    [[nodiscard]] const ably::Realtime &realtime() const { return m_links.front()->realtime(); }
    /// Ably's clock minus ours; nullopt until it was asked.
    [[nodiscard]] std::optional<std::chrono::milliseconds> clockOffset() const;

    /// Once a second from connectNow() on.
    void tick();
    /// What the operating system says about the network. A service on this computer does not hang on it.
    void networkChanged(bool isReachable);

Q_SIGNALS:
    /// Messages of one frame, in its order. For direct connections only.
    void messagesReceived(const QList<gm::monitor::ReceivedMessage> &messages);
    /// @p connection is its number.
    void connectionChanged(const gm::ably::ConnectionChange &change, int connection);
    void channelChanged(const gm::base::ConversationId &conversation, const gm::ably::ChannelChange &change);
    void gapOpened(const gm::monitor::ContinuityGap &gap);
    void gapClosed(const gm::monitor::ContinuityGap &gap);
    /// The channel is attached without loss: whatever an open gap of this conversation missed has come.
    void gapMadeGood(const gm::base::ConversationId &conversation);
    void tokenRenewed(const gm::ably::TokenSummary &token);
    void frameUnreadable(const gm::base::Error &error);
    /// All hosts of an attempt of that connection failed, @p count of them.
    void hostsExhausted(int connection, int count);
    /// Attached without the right to receive: nothing will come.
    void subscribeMissing(const gm::base::ConversationId &conversation);
    /// Somebody came to a channel, left it, changed, or was there already.
    void presenceReceived(const gm::base::ConversationId &conversation, const gm::ably::PresenceMessage &message);
    /// This many conversations wait because no connection has room; 0: none any more. @p why says what to do.
    void waitingChanged(int count, const gm::base::Error &why);

private:
    /// A watched conversation, and the connection it was placed on; none: it waits for room.
    struct Watched {
        base::ConversationId id;
        Link *link = nullptr;
    };

    Link &openLink(int number);
    void forwardSignals(Link &link);
    [[nodiscard]] Link *linkWithRoom();
    [[nodiscard]] Link *linkOf(int number) const;
    void placeWaiting();
    void placeElsewhere(const base::ConversationId &id);
    void giveUp(Link &link);
    void closeIdleLinks();
    void retire(Link &link);
    void sweepLater();
    void onConnection(Link &link, const ably::ConnectionChange &change);
    [[nodiscard]] qsizetype indexOf(const base::ConversationId &id) const; ///< −1: not watched.
    [[nodiscard]] WatchedChannel statusOf(const Watched &watched) const;
    [[nodiscard]] base::Error whyWaiting() const;

    Services m_services;
    diagnostics::ConnectionHistory &m_history;
    diagnostics::FrameLog &m_frames;
    Options m_options;
    ably::Rest m_rest; ///< For exchanging signed requests only.
    SharedTokens m_tokens;
    std::vector<std::unique_ptr<Link>> m_links;   ///< By number.
    std::vector<std::unique_ptr<Link>> m_retired; ///< Saying goodbye.
    QList<Watched> m_watched;                     ///< In the order asked for.
    base::TimerHandle m_sweep;
    bool m_isOnline = false;
    bool m_isPlacing = false;
    int m_waiting = 0;
};

} // namespace gm::monitor
