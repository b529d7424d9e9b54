/// Who is on a channel, as somebody sees it who only watches (RTP).
#pragma once

#include "core/ably/channelstate.h"
#include "core/ably/history.h"
#include "core/ably/presencemap.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <QFuture>
#include <QObject>
#include <QPointer>
#include <QPromise>
#include <QSet>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace gm::ably
{

class RealtimeChannel;

/// The presence of one channel, which owns it (RTL9). The service tells of members only where the channel was attached with
/// flag::PresenceSubscribe and was granted it.
class RealtimePresence : public QObject
{
    Q_OBJECT

public:
    using Actions = QSet<PresenceAction>;
    using Members = QList<PresenceMessage>;
    using Tell = std::function<void(const PresenceMessage &)>;

    struct Query {
        QString clientId{};     ///< Empty: everybody (RTP11c2).
        QString connectionId{}; ///< Empty: everybody (RTP11c3).
        bool waitsForSync = true;
    };

    /// All of them outlive this object.
    RealtimePresence(RealtimeChannel &channel, base::Clock &clock, AuthorizedCalls &calls);

    /// The members, once the list is complete unless the query does not wait (RTP11); attaches a channel that is not.
    /// Errors: 91005 while SUSPENDED, 91008 without the mode, 90001 and the channel's own where it is not attached.
    QFuture<base::Result<Members>> get(const Query &query);
    QFuture<base::Result<Members>> get() { return get(Query()); }
    /// The members as known now, also while a sync is under way or the channel is suspended.
    [[nodiscard]] Members members() const { return m_map.members(); }
    /// The list of members is complete (RTP13).
    [[nodiscard]] bool isSyncComplete() const { return m_isInSync; }

    /// What members did in the past (RTP12a). Needs the `history` capability.
    [[nodiscard]] QFuture<base::Result<Page<PresenceMessage>>> history(const HistoryParams &params = {}) const;

    /// Calls @p tell for each thing a member does, or for @p actions alone, as long as @p listener lives (RTP6). Attaches the
    /// channel where its options say so; the listener stays when that fails (RTP6d).
    void subscribe(QObject *listener, Tell tell, const Actions &actions = {});
    void unsubscribe(QObject *listener);                        ///< From all it has subscribed (RTP7a).
    void unsubscribe(QObject *listener, PresenceAction action); ///< Where it has named that action (RTP7b).
    void unsubscribe();                                         ///< Everybody (RTP7c).

    /// @name For the channel
    /// @{
    void onAttached(bool hasPresence);          ///< ATTACHED, unless it carried on what was attached already.
    void onFrame(const ProtocolMessage &frame); ///< PRESENCE or SYNC, while attached.
    void onState(ChannelState state);
    /// @}

Q_SIGNALS:
    /// Somebody came, left or changed, or the list was completed or dropped; after the listeners were told.
    void membersChanged();

private:
    struct Subscription {
        QPointer<QObject> listener;
        Tell tell;
        Actions actions; ///< Empty: any.
    };
    using Promise = std::shared_ptr<QPromise<base::Result<Members>>>;
    struct Getting {
        Query query;
        Promise promise;
    };

    void sync(const ProtocolMessage &frame);
    void take(const ProtocolMessage &frame);
    void completeSync();
    void tell(const PresenceMessage &message);
    [[nodiscard]] bool isToBeAttached() const;
    static void finish(const Promise &promise, const base::Result<Members> &result);
    /// The answer to a query as things are; nothing: it has to wait.
    [[nodiscard]] std::optional<base::Result<Members>> answer(const Query &query) const;
    void answerWaiting();

    RealtimeChannel &m_channel;
    base::Clock &m_clock;
    AuthorizedCalls &m_calls;
    PresenceMap m_map;
    QString m_syncId; ///< Of the sync under way; empty: not told yet.
    bool m_isInSync = false;
    std::vector<Subscription> m_subscriptions;
    std::vector<Getting> m_getting;
};

} // namespace gm::ably
