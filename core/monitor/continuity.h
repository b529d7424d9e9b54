/// Where events may be missing, per channel: turns what the connection and a channel say into gaps.
#pragma once

#include "core/ably/channelstate.h"
#include "core/ably/connectionstate.h"
#include "core/base/ids.h"
#include "core/timeline/gaps.h"

#include <QHash>

#include <optional>

namespace gm::monitor
{

/// A stretch in which events of one conversation may have been missed. Times are of whatever clock the ledger was given;
/// once told to others, ms UTC of this computer.
struct ContinuityGap {
    base::ConversationId conversation{};
    timeline::GapCause cause = timeline::GapCause::LostContinuity;
    int code = 0; ///< Ably's; 0: none was given.
    qint64 fromMs = 0;
    std::optional<qint64> toMs{}; ///< Absent while it lasts.
};

/// The ledger behind the gap rows. Continuity is per channel: a new connection whose channels all come back RESUMED has no
/// gap, and an attached channel that is told to be discontinuous has one although the connection never broke.
///
/// A gap begins at the last proof that the channel was whole, not at the moment the loss was noticed: what was published
/// between the two is exactly what may be missing.
///
/// 80020 says that messages were left out because too many were due, and more may be while that lasts: such a gap stays open
/// until the rate has fallen, and an attach that resumes does not fill it.
class Continuity
{
public:
    /// Any frame came in: the socket delivered everything sent before it.
    void frameReceived(qint64 nowMs) { m_lastFrameMs = nowMs; }
    /// A message of this conversation came; @p publishedMs in this computer's clock.
    void messageReceived(const base::ConversationId &conversation, qint64 publishedMs);
    /// The computer has slept: a loss met from now on, until the connection is back, is due to that.
    void slept() { m_hasSlept = true; }
    /// The connection left or entered a state. @p roundTrip bounds what was on its way when a socket closed.
    void connectionChanged(const ably::ConnectionChange &change, qint64 nowMs,
                           std::optional<std::chrono::milliseconds> roundTrip);

    struct Outcome {
        std::optional<ContinuityGap> opened{}; ///< A gap that lasts: the channel is suspended, failed or detached.
        std::optional<ContinuityGap> closed{}; ///< A gap with both ends, opened before or not.
        bool isWhole = false; ///< Attached without loss: what an open gap of this conversation missed has come.
    };
    /// A channel's change, in the order they come.
    [[nodiscard]] Outcome channelChanged(const base::ConversationId &conversation, const ably::ChannelChange &change,
                                         qint64 nowMs);
    /// The service left messages out without saying of which channels (80020): gaps of all that are attached.
    [[nodiscard]] QList<ContinuityGap> connectionOverRate(qint64 nowMs);
    /// Fewer messages come than the service would deliver: gaps of 80020 end, unless told of within the last second.
    [[nodiscard]] QList<ContinuityGap> rateFell(qint64 nowMs);
    /// Watching ended by the user's wish: what comes later is a new beginning, not a gap.
    void forget(const base::ConversationId &conversation);
    /// The same for all: the connection is closed by the user's wish.
    void forgetAll() { m_channels.clear(); }

private:
    struct Channel {
        bool wasAttached = false;
        qint64 attachedMs = 0; ///< The last ATTACHED.
        qint64 lastPublishedMs = 0;
        std::optional<ContinuityGap> open{};
        std::optional<qint64> lostMs{}; ///< Last proof of wholeness before the present loss.
        qint64 overRateMs = 0;          ///< When 80020 came last.
    };

    Outcome attached(Channel &channel, const base::ConversationId &conversation, const ably::ChannelChange &change,
                     qint64 nowMs);
    [[nodiscard]] static qint64 lastProof(const Channel &channel, qint64 noticedMs);
    [[nodiscard]] static qint64 lastWord(const Channel &channel, qint64 nowMs);

    /// A gap that lasts; nothing where one is open already.
    std::optional<ContinuityGap> openOverRate(Channel &channel, const base::ConversationId &conversation, qint64 nowMs);
    [[nodiscard]] timeline::GapCause causeOf(int code, bool isConnectionLost) const;

    QHash<base::ConversationId, Channel> m_channels;
    qint64 m_lastFrameMs = 0;
    std::chrono::milliseconds m_lastMoment{250};
    int m_connectionCode = 0;
    bool m_isResumeRefused = false;
    bool m_hasSlept = false;
    bool m_isSleepLoss = false; ///< The connection was lost by sleep.
};

} // namespace gm::monitor
