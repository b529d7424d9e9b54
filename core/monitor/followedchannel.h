/// One watched conversation on its connection: what its channel has told so far, and which messages are from before.
#pragma once

#include "core/ably/realtime.h"
#include "core/base/clock.h"
#include "core/monitor/linkstatus.h"

#include <QObject>

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

/// Owned by its Link; the channel itself is the connection's.
class FollowedChannel : public QObject
{
    Q_OBJECT

public:
    FollowedChannel(base::ConversationId id, ably::RealtimeChannel &channel, qint64 nowMs, QObject *parent = nullptr);

    [[nodiscard]] const base::ConversationId &id() const { return m_status.conversation; }
    [[nodiscard]] ably::RealtimeChannel &channel() const { return m_channel; }
    [[nodiscard]] const WatchedChannel &status() const { return m_status; }
    [[nodiscard]] bool wasAttached() const { return m_wasAttached; }

    /// Asks for it unless it is attached or on its way.
    void attachIfNeeded();

    /// The channel changed. @p token explains a refusal.
    void note(const ably::ChannelChange &change, const std::optional<ably::TokenSummary> &token,
              const base::Clock &clock);
    void noteGap(qint64 lengthMs);
    /// Who is on the channel may have changed.
    void notePresence();
    /// @p messages of one frame as they go to the store, with the service's clock at this moment.
    [[nodiscard]] QList<ReceivedMessage> take(const QList<ably::Message> &messages, qint64 frameNumber, qint64 serverMs,
                                              const base::Clock &clock);

private:
    [[nodiscard]] bool isBacklog(const ably::Message &message, qint64 serverMs, std::chrono::milliseconds now) const;

    ably::RealtimeChannel &m_channel;
    WatchedChannel m_status;
    /// When the last attach that may bring a rewind was answered; messages published before it are backlog.
    std::optional<std::chrono::milliseconds> m_rewoundAt{};
    bool m_wasAttached = false;
};

} // namespace gm::monitor
