/// One profile being watched: the façade of core for the window and for the command line.
#pragma once

#include "core/genie/conversation.h"
#include "core/monitor/linkstatus.h"
#include "core/monitor/services.h"
#include "core/profile/profile.h"
#include "core/supabase/signin.h"

#include <QFuture>
#include <QJsonObject>
#include <QObject>

#include <memory>

namespace gm::diagnostics
{
class ConnectionHistory;
class FrameLog;
class ProblemList;
} // namespace gm::diagnostics

namespace gm::timeline
{
class ConversationStates;
class EventStore;
class Gaps;
class Runs;
class Streams;
class Titles;
} // namespace gm::timeline

namespace gm::monitor
{

class ChannelRules;
class Follower;
class Ingest;
class ProblemReporter;
class SignInFlow;
struct ContinuityGap;

struct MonitorOptions {
    profile::Profile profile{};
    QString rewind = QStringLiteral("2m"); ///< Asked for on a first attach: a count, `30s`, `2m`; empty: none.
    bool useMsgpack = false;
    QUrl sandboxControl{}; ///< Address of the sandbox's control API; empty: this is no sandbox.
};

/// Lives as long as its profile is in use. One thread. Signals come after the change is visible in the getters.
class Monitor : public QObject
{
    Q_OBJECT

public:
    Monitor(const Services &services, MonitorOptions options, QObject *parent = nullptr);
    ~Monitor() override;

    [[nodiscard]] const profile::Profile &profile() const { return m_options.profile; }
    [[nodiscard]] bool isSandbox() const { return !m_options.sandboxControl.isEmpty(); }

    /// @name Session
    /// @{
    /// Takes up a stored session, and connects where there is one. signInNeeded() otherwise.
    void start();
    QFuture<base::Result<void>> signIn(const QString &email, const base::Secret &password,
                                       supabase::Persistence persistence = supabase::Persistence::Stored);
    /// Every way to sign in, with its questions. Done connects.
    [[nodiscard]] supabase::SignIn &interactiveSignIn();
    /// Which ways to sign in the project offers.
    [[nodiscard]] QFuture<base::Result<supabase::AuthSettings>> signInWays();
    /// Disconnects and forgets the session here; the result tells whether Supabase has heard of it. Others: everywhere but
    /// here.
    QFuture<base::Result<void>> signOut(supabase::SignOutScope scope = supabase::SignOutScope::Local);
    [[nodiscard]] supabase::SessionState sessionState() const;
    [[nodiscard]] bool isSignedIn() const;
    [[nodiscard]] const std::optional<supabase::Session> &session() const;
    [[nodiscard]] QString userEmail() const;    ///< Empty while signed out.
    [[nodiscard]] QString lastEmail() const;    ///< Of the last sign-in to this profile, for the form.
    [[nodiscard]] bool isSessionStored() const; ///< False: it ends with this process.
    /// Asks the keychain for nothing in particular. False: there is none, so a session will end with this process.
    [[nodiscard]] QFuture<bool> canStoreSession();
    /// @}

    /// @name Connection
    /// @{
    void connectNow();
    void disconnectNow();
    /// Ends in order, CLOSE sent; closed() follows within two seconds.
    void shutDown();
    /// The first connection, with the channels and rates of all.
    [[nodiscard]] LinkStatus link() const;
    /// Each connection by itself, by number; there are several where one would not hold all channels.
    [[nodiscard]] QList<LinkStatus> links() const;
    /// A fresh token for the open connection.
    void renewToken();
    /// @}

    /// @name Conversations
    /// @{
    /// Asks the backend for its list anew; conversationsChanged() or problems follow.
    void reloadConversations();
    [[nodiscard]] const QList<genie::Conversation> &conversations() const { return m_conversations; }
    [[nodiscard]] bool haveConversationsLoaded() const { return m_haveConversations; }
    /// The backend's title, else the id.
    [[nodiscard]] QString titleOf(const base::ConversationId &id) const;
    void watch(const QList<base::ConversationId> &ids);
    void unwatch(const base::ConversationId &id);
    /// Watches the backend's whole list, also conversations that appear in it later (asked for every five seconds). May be
    /// called before anybody is signed in.
    void watchAll();
    [[nodiscard]] bool isWatched(const base::ConversationId &id) const;
    [[nodiscard]] QList<base::ConversationId> watched() const; ///< In the order they were asked for.
    [[nodiscard]] QList<WatchedChannel> channels() const;      ///< The same order.
    /// @}

    /// @name What was received
    /// @{
    [[nodiscard]] timeline::EventStore &store();
    [[nodiscard]] timeline::Streams &streams();
    [[nodiscard]] timeline::Runs &runs();
    [[nodiscard]] timeline::Gaps &gaps();
    [[nodiscard]] timeline::ConversationStates &states();
    [[nodiscard]] timeline::Titles &titles(); ///< From the backend's list.
    [[nodiscard]] diagnostics::ConnectionHistory &history();
    [[nodiscard]] diagnostics::FrameLog &frames();
    [[nodiscard]] diagnostics::ProblemList &problems();
    [[nodiscard]] base::Clock &clock() const { return m_services.clock; }
    /// @}

    /// Puts a fault of the sandbox in force (`POST /faults` of its control API); the answer holds its id.
    QFuture<base::Result<QJsonObject>> applyFault(const QJsonObject &fault);
    /// Ends all faults of the sandbox.
    QFuture<base::Result<QJsonObject>> clearFaults();

Q_SIGNALS:
    /// Nobody is signed in and nothing goes on by itself. @p reason is empty at a first start.
    void signInNeeded(const gm::base::Error &reason);
    void sessionChanged();
    /// No keychain: the session lives in memory only. Once per sign-in.
    void sessionNotStored(const gm::base::Error &error);
    /// @p connection is its number, from 1.
    void connectionChanged(const gm::ably::ConnectionChange &change, int connection);
    /// Round trip, token, rates and counts; at most once a second, and with every change of state.
    void linkChanged();
    void conversationsChanged();
    void watchedChanged();
    void channelChanged(const gm::base::ConversationId &conversation, const gm::ably::ChannelChange &change);
    /// Somebody came to a watched channel, left it, changed, or was there already.
    void presenceReceived(const gm::base::ConversationId &conversation, const gm::ably::PresenceMessage &message);
    /// The list of conversations could not be fetched.
    void conversationsFailed(const gm::base::Error &error);
    /// The backend gave no token, or Ably refused it.
    void tokenFailed(const gm::base::Error &error);
    /// After shutDown(), or when the connection was closed for another reason of ours.
    void closed();

private:
    void connectSession();
    void connectFollower();
    void connectIngest();
    void openGap(const ContinuityGap &gap);
    void goOnline();
    void goOffline();
    void onSessionEnded(const base::Error &error);
    void onConversations(const base::Result<QList<genie::Conversation>> &result);
    void watchListed();
    void onConnection(const ably::ConnectionChange &change, int connection);
    void tick();
    void rememberWatched();
    QFuture<base::Result<QJsonObject>> askControl(const QByteArray &method, const QByteArray &body);

    struct Data;

    Services m_services;
    MonitorOptions m_options;
    QList<genie::Conversation> m_conversations;
    bool m_haveConversations = false;
    bool m_isWatchingAll = false;
    bool m_isLoadingConversations = false;
    std::unique_ptr<Data> m_data;
    std::unique_ptr<SignInFlow> m_signIn;
    std::unique_ptr<ChannelRules> m_rules;
    std::unique_ptr<Ingest> m_ingest;
    std::unique_ptr<Follower> m_follower;
    std::unique_ptr<ProblemReporter> m_reporter;
    base::TimerHandle m_tick;
    base::TimerHandle m_reload;
    base::TimerHandle m_closeDeadline;
};

} // namespace gm::monitor
