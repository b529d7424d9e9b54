/// Which conversations are attached, and what their channels say: the one owner of the connection to Ably.
#pragma once

#include "core/ably/realtime.h"
#include "core/diagnostics/framelog.h"
#include "core/monitor/continuity.h"
#include "core/monitor/linkstatus.h"
#include "core/monitor/services.h"

#include <QObject>

#include <memory>

namespace gm::diagnostics
{
class ConnectionHistory;
} // namespace gm::diagnostics

namespace gm::monitor
{

/// A message on its way from the connection into the store.
struct ReceivedMessage {
    base::ConversationId conversation{};
    const ably::Message *message = nullptr; ///< Lives as long as the signal that brings it.
    qint64 receivedMs = 0;                  ///< Wall clock, ms UTC.
    qint64 frameNumber = 0;                 ///< In the frame log.
    bool isBacklog = false;                 ///< From rewind: published before we attached.
};

/// Owns the Realtime of one profile. One thread.
class Follower : public QObject
{
    Q_OBJECT

public:
    struct Options {
        ably::ClientOptions client{};
        QString rewind{}; ///< Of a first attach; empty: none.
    };

    Follower(const Services &services, ably::TokenSource &tokens, diagnostics::ConnectionHistory &history,
             diagnostics::FrameLog &frames, Options options, QObject *parent = nullptr);
    ~Follower() override;

    void connectNow();
    void close();
    void renewToken();

    void watch(const base::ConversationId &id);
    void unwatch(const base::ConversationId &id);
    [[nodiscard]] bool isWatched(const base::ConversationId &id) const;
    [[nodiscard]] QList<base::ConversationId> watched() const;
    [[nodiscard]] QList<WatchedChannel> channels() const;

    [[nodiscard]] LinkStatus link() const;
    [[nodiscard]] const ably::Realtime &realtime() const { return *m_realtime; }
    /// Ably's clock minus ours; nullopt until it was asked.
    [[nodiscard]] std::optional<std::chrono::milliseconds> clockOffset() const;

    /// Once a second while connected: measures the round trip every 15 s.
    void tick();

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

private:
    struct Watched;

    void connectRealtime();
    void onChange(const ably::ConnectionChange &change);
    void onChannelChange(Watched &watched, const ably::ChannelChange &change);
    void onMessages(Watched &watched, const QList<ably::Message> &messages);
    [[nodiscard]] bool isBacklog(const Watched &watched, const ably::Message &message) const;
    [[nodiscard]] Watched *find(const base::ConversationId &id) const;

    Services m_services;
    diagnostics::ConnectionHistory &m_history;
    diagnostics::FrameLog &m_frames;
    Options m_options;
    Continuity m_continuity;
    std::unique_ptr<ably::Realtime> m_realtime;
    std::vector<std::unique_ptr<Watched>> m_watched; ///< In the order asked for.
    qint64 m_lastFrameNumber = 0;
    qint64 m_stateSinceMs = 0;
    std::optional<qint64> m_retryAtMs{};
    std::optional<std::chrono::milliseconds> m_roundTrip{};
    std::optional<std::chrono::milliseconds> m_lastPing{};
    int m_hostsFailed = 0;
};

} // namespace gm::monitor
