/// One channel of a connection: attach it, follow its state, receive its messages.
#pragma once

#include "core/ably/channelmachine.h"
#include "core/ably/clientoptions.h"
#include "core/ably/history.h"
#include "core/ably/subscriptions.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"

#include <QFuture>
#include <QObject>
#include <QPointer>
#include <QPromise>

#include <deque>
#include <functional>
#include <vector>

namespace gm::ably
{

class RealtimePresence;

/// A channel. Owned by its Realtime until release(); used from one thread.
class RealtimeChannel : public QObject
{
    Q_OBJECT

public:
    /// What a channel needs of its connection. The references outlive the channel.
    struct Link {
        base::Clock &clock;
        base::Random &random;
        Timeouts timeouts{};
        std::function<ConnectionState()> connectionState{};
        std::function<ErrorInfo()> whyNotConnected{}; ///< Asked where the connection's state refuses an attach (RTL4b).
        std::function<void(const ProtocolMessage &)> send{};
        DeltaDecoder deltaDecoder{}; ///< PC3; without one a delta fails the channel.
        AuthorizedCalls &calls;
    };

    RealtimeChannel(base::ChannelName name, ChannelOptions options, Link link, QObject *parent = nullptr);

    /// Attaches (RTL4); joins an attach under way. Finishes with the next ATTACHED, or with the error of the next
    /// DETACHED, SUSPENDED or FAILED (RTL4d). A channel that failed this way keeps trying unless it is FAILED.
    QFuture<base::Result<void>> attach();
    /// Detaches (RTL5). Error 90001 in FAILED, 90007 when the service does not answer: then it is attached as before.
    QFuture<base::Result<void>> detach();
    /// Replaces the options. On an attached or attaching channel with params or modes this sends ATTACH again and finishes on
    /// ATTACHED (RTL16a), the channel staying attached meanwhile; otherwise it finishes at once.
    QFuture<base::Result<void>> setOptions(const ChannelOptions &options);

    /// Messages of the past (RTL10); @p params.fromSerial is ignored.
    QFuture<base::Result<Page<Message>>> history(HistoryParams params = {}) const;
    /// Only those from before this attachment began (RTL10b). Error 90001 where there is none.
    QFuture<base::Result<Page<Message>>> historyUntilAttach(HistoryParams params = {}) const;

    /// Calls @p tell for each message, or for those called @p name, as long as @p listener lives (RTL7). Attaches a channel that
    /// is not, unless its options say otherwise; the listener stays when that fails (RTL7g, RTL7h).
    void subscribe(QObject *listener, Subscriptions::Tell tell, const std::optional<QString> &name = {});
    void unsubscribe(const QObject *listener) { m_subscriptions.remove(listener); } ///< From all (RTL8a).
    /// From those of that name (RTL8b).
    void unsubscribe(const QObject *listener, const QString &name) { m_subscriptions.remove(listener, name); }
    void unsubscribe() { m_subscriptions.clear(); } ///< Everybody (RTL8c).

    [[nodiscard]] const base::ChannelName &name() const { return m_model.name; }
    [[nodiscard]] ChannelState state() const { return m_model.state; }
    [[nodiscard]] const std::optional<ErrorInfo> &errorReason() const { return m_model.errorReason; }
    [[nodiscard]] const ChannelOptions &options() const { return m_model.options; }
    /// As the service recognised them in the last ATTACHED (RTL4k1).
    [[nodiscard]] const QMap<QString, QString> &params() const { return m_model.params; }
    /// Granted in the last ATTACHED: bits of flag::AllModes (RTL4m). Without flag::Subscribe nothing will ever come.
    [[nodiscard]] quint32 modes() const { return m_model.modes; }
    /// Where to continue from; opaque (RTL15b).
    [[nodiscard]] const QString &channelSerial() const { return m_model.channelSerial; }
    /// Where this attachment began; opaque (RTL15c).
    [[nodiscard]] const QString &attachSerial() const { return m_model.attachSerial; }

    /// Who is on it (RTL9).
    [[nodiscard]] RealtimePresence &presence() const { return *m_presence; }

    /// @name For the Realtime that owns the channel
    /// @{
    void onConnection(ConnectionState state, const std::optional<ErrorInfo> &reason);
    void onFrame(const ProtocolMessage &frame); ///< One with this channel's name.
    void reinitialize();                        ///< RTN11d
    /// @}

Q_SIGNALS:
    /// After the change is visible in state() and the other getters.
    void stateChanged(const gm::ably::ChannelChange &change);
    /// Messages in the frame's order, deltas undone, payloads still encoded (see payload.h). Only while attached (RTL17).
    void messagesReceived(const QList<gm::ably::Message> &messages, const gm::ably::ProtocolMessage &frame);
    /// Attached, but the granted modes lack SUBSCRIBE: once an attachment (RTL7i).
    void subscribeModeMissing(quint32 granted);

private:
    using Promise = QPromise<base::Result<void>>;
    struct Call {
        ChannelCall kind;
        Promise promise;
    };

    QFuture<base::Result<void>> call(ChannelCall kind, ChannelInput input);
    void feed(ChannelInput &&input);
    void tellPresence(const ProtocolMessage &frame, ChannelState before);
    void run(const ChannelEffect &effect, const ProtocolMessage &frame);
    void finishCalls(const effect::FinishCalls &finish);
    static void finish(Promise &promise, const std::optional<ErrorInfo> &error);

    Link m_link;
    ChannelModel m_model;
    Subscriptions m_subscriptions;
    RealtimePresence *m_presence;      ///< A child.
    std::deque<ChannelInput> m_inputs; ///< What came while a step was being run.
    bool m_isRunning = false;
    base::TimerHandle m_requestTimer;
    base::TimerHandle m_retryTimer;
    std::deque<Call> m_calls; ///< attach() and detach() that wait, in the order they came.
    std::vector<Promise> m_settingOptions;
};

} // namespace gm::ably
