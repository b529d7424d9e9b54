#include "core/monitor/monitor.h"

#include "core/base/logging.h"
#include "core/base/whendone.h"
#include "core/monitor/channelrules.h"
#include "core/monitor/follower.h"
#include "core/monitor/ingest.h"
#include "core/monitor/monitordata.h"
#include "core/monitor/problemreporter.h"
#include "core/monitor/signinflow.h"

#include <QJsonDocument>

#include <algorithm>

namespace gm::monitor
{

using ably::ConnectionState;
using base::ConversationId;
using base::Error;
using base::Result;
using profile::Setting;
using supabase::SessionState;

namespace
{

using namespace std::chrono_literals;

constexpr auto tickInterval = 1s;
constexpr auto listInterval = 5s; ///< Between looks for new conversations while all are watched.
constexpr auto closeTimeout = 2s; ///< CLOSED is awaited no longer when the program ends.

Follower::Options followerOptions(const MonitorOptions &options, const profile::Settings &settings,
                                  const ChannelRules &rules)
{
    ably::ClientOptions client;
    // The profile was checked when it was made; an endpoint that cannot be read any more falls back to Ably's own.
    if (const auto endpoint = ably::Endpoint::parse(options.profile.ablyEndpoint))
        client.endpoint = *endpoint;
    client.useMsgpack = options.useMsgpack;
    client.agent = QStringLiteral("genie-monitor/" GM_VERSION);
    return {.client = client,
            .rewind = options.rewind,
            .watchesPresence = settings.value(Setting::Presence, options.profile.name).toBool(),
            .maxConnections = settings.value(Setting::ConnectionsMax, options.profile.name).toInt(),
            .paramsOf = [&rules](const base::ChannelName &channel) { return rules.paramsOf(channel); }};
}

} // namespace

Monitor::Monitor(const Services &services, MonitorOptions options, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_options(std::move(options))
    , m_data(std::make_unique<Data>(services.clock))
    , m_signIn(std::make_unique<SignInFlow>(services, m_options.profile))
    , m_rules(std::make_unique<ChannelRules>(services.secrets, m_options.profile))
    , m_ingest(std::make_unique<Ingest>(m_data->store, services.clock,
                                        [this](const base::ChannelName &channel) { return m_rules->keyOf(channel); }))
    , m_follower(std::make_unique<Follower>(services, m_signIn->tokens(), m_data->history, m_data->frames,
                                            followerOptions(m_options, services.settings, *m_rules)))
    , m_reporter(std::make_unique<ProblemReporter>(m_data->problems, services.clock))
{
    connectSession();
    connectFollower();
    connectIngest();
}

Monitor::~Monitor() = default;

void Monitor::start()
{
    base::whenDone(m_signIn->keeper().restore(), this, [this](const Result<bool> &restored) {
        if (restored && *restored) {
            goOnline();
            return;
        }
        if (!restored)
            m_reporter->sessionNotStored(restored.error());
        Q_EMIT signInNeeded(Error{});
    });
}

QFuture<Result<void>> Monitor::signIn(const QString &email, const base::Secret &password,
                                      supabase::Persistence persistence)
{
    return m_signIn->signIn(email, password, persistence);
}

supabase::SignIn &Monitor::interactiveSignIn()
{
    return m_signIn->steps();
}

QFuture<Result<supabase::AuthSettings>> Monitor::signInWays()
{
    return m_signIn->auth().settings();
}

QFuture<Result<void>> Monitor::signOut(supabase::SignOutScope scope)
{
    if (scope == supabase::SignOutScope::Others)
        return m_signIn->keeper().signOut(scope);
    if (!isSignedIn())
        m_signIn->steps().cancel();
    goOffline();
    auto result = m_signIn->keeper().signOut(scope);
    Q_EMIT signInNeeded(Error{});
    return result;
}

SessionState Monitor::sessionState() const
{
    return m_signIn->keeper().state();
}

bool Monitor::isSignedIn() const
{
    return session().has_value();
}

const std::optional<supabase::Session> &Monitor::session() const
{
    return m_signIn->keeper().session();
}

QString Monitor::userEmail() const
{
    return session() ? session()->email : QString();
}

QString Monitor::lastEmail() const
{
    return m_services.settings.value(Setting::LastEmail, m_options.profile.name).toString();
}

QFuture<bool> Monitor::canStoreSession()
{
    const bool isPersistent = m_services.secrets.isPersistent();
    return m_services.secrets.read(QStringLiteral("app.genie.Monitor/probe"))
        .then([isPersistent](const Result<std::optional<base::Secret>> &read) { return isPersistent && read; });
}

bool Monitor::isSessionStored() const
{
    return m_signIn->keeper().isStored();
}

void Monitor::connectNow()
{
    if (!isSignedIn()) {
        Q_EMIT signInNeeded(Error{});
        return;
    }
    goOnline();
}

void Monitor::disconnectNow()
{
    m_follower->close();
}

void Monitor::shutDown()
{
    m_signIn->steps().cancel();
    if (!m_follower->isAlive()) {
        m_closeDeadline = m_services.clock.after(0ms, [this] { Q_EMIT closed(); });
        return;
    }
    m_closeDeadline = m_services.clock.after(closeTimeout, [this] { Q_EMIT closed(); });
    m_follower->close();
}

LinkStatus Monitor::link() const
{
    LinkStatus status = m_follower->link();
    status.eventsPerSecond = m_data->rate.perSecond(m_services.clock.now());
    return status;
}

QList<LinkStatus> Monitor::links() const
{
    return m_follower->links();
}

void Monitor::renewToken()
{
    m_follower->renewToken();
}

void Monitor::reloadConversations()
{
    if (std::exchange(m_isLoadingConversations, true))
        return;
    base::whenDone(m_signIn->backend().conversations(), this,
                   [this](const Result<QList<genie::Conversation>> &result) { onConversations(result); });
}

QString Monitor::titleOf(const ConversationId &id) const
{
    return m_data->titles.nameOf(id);
}

void Monitor::watch(const QList<ConversationId> &ids)
{
    for (const ConversationId &id : ids)
        m_follower->watch(id);
    rememberWatched();
    Q_EMIT watchedChanged();
    Q_EMIT linkChanged();
}

void Monitor::unwatch(const ConversationId &id)
{
    m_isWatchingAll = false;
    m_follower->unwatch(id);
    m_reporter->unwatched(id);
    rememberWatched();
    Q_EMIT watchedChanged();
    Q_EMIT linkChanged();
}

void Monitor::watchAll()
{
    m_isWatchingAll = true;
    if (m_haveConversations)
        watchListed();
    if (isSignedIn())
        reloadConversations();
}

bool Monitor::isWatched(const ConversationId &id) const
{
    return m_follower->isWatched(id);
}

QList<ConversationId> Monitor::watched() const
{
    return m_follower->watched();
}

QList<WatchedChannel> Monitor::channels() const
{
    return m_follower->channels();
}

timeline::EventStore &Monitor::store()
{
    return m_data->store;
}

timeline::Titles &Monitor::titles()
{
    return m_data->titles;
}

timeline::ConversationStates &Monitor::states()
{
    return m_data->states;
}

timeline::Streams &Monitor::streams()
{
    return m_data->streams;
}

timeline::Runs &Monitor::runs()
{
    return m_data->runs;
}

timeline::Gaps &Monitor::gaps()
{
    return m_data->gaps;
}

diagnostics::ConnectionHistory &Monitor::history()
{
    return m_data->history;
}

diagnostics::FrameLog &Monitor::frames()
{
    return m_data->frames;
}

diagnostics::ProblemList &Monitor::problems()
{
    return m_data->problems;
}

QFuture<Result<QJsonObject>> Monitor::applyFault(const QJsonObject &fault)
{
    return askControl("POST", QJsonDocument(fault).toJson(QJsonDocument::Compact));
}

QFuture<Result<QJsonObject>> Monitor::clearFaults()
{
    return askControl("DELETE", {});
}

void Monitor::goOnline()
{
    reloadConversations();
    m_rules->whenLoaded([this] {
        if (!isSignedIn())
            return;
        m_follower->connectNow();
        if (!m_tick.isSet())
            tick();
    });
}

void Monitor::goOffline()
{
    m_follower->close();
    m_follower->forgetToken();
    m_tick.cancel();
    m_reload.cancel();
    m_isWatchingAll = false;
}

void Monitor::onSessionEnded(const Error &error)
{
    m_reporter->sessionEnded(error);
    goOffline();
    Q_EMIT signInNeeded(error);
}

void Monitor::onConversations(const Result<QList<genie::Conversation>> &result)
{
    m_isLoadingConversations = false;
    if (result) {
        m_reporter->listReceived();
        m_conversations = *result;
        m_haveConversations = true;
        for (const genie::Conversation &conversation : std::as_const(m_conversations))
            m_data->titles.setTitle(conversation.id, conversation.title);
        Q_EMIT conversationsChanged();
        if (m_isWatchingAll)
            watchListed();
    } else {
        m_reporter->listFailed(result.error());
        Q_EMIT conversationsFailed(result.error());
    }
    if (m_isWatchingAll)
        m_reload = m_services.clock.after(listInterval, [this] { reloadConversations(); });
}

void Monitor::watchListed()
{
    QList<ConversationId> fresh;
    for (const genie::Conversation &conversation : std::as_const(m_conversations)) {
        if (!isWatched(conversation.id))
            fresh.append(conversation.id);
    }
    if (!fresh.isEmpty())
        watch(fresh);
}

void Monitor::onConnection(const ably::ConnectionChange &change, int connection)
{
    const auto token = m_follower->link().token;
    m_reporter->connectionChanged(change, connection, token ? token->keyName : QString());
    if (change.current == ConnectionState::Connected && change.resumed) {
        const auto links = m_follower->links();
        const auto link = std::find_if(links.begin(), links.end(),
                                       [connection](const LinkStatus &each) { return each.number == connection; });
        m_data->gaps.addReconnect(*change.resumed, link == links.end() ? 0 : link->channelsWatched, change.host);
    }
    Q_EMIT connectionChanged(change, connection);
    Q_EMIT linkChanged();
    if (!m_follower->isAlive() && m_closeDeadline.isSet()) {
        m_closeDeadline.cancel();
        Q_EMIT closed();
    }
}

void Monitor::tick()
{
    m_follower->tick();
    Q_EMIT linkChanged();
    m_tick = m_services.clock.after(tickInterval, [this] { tick(); });
}

void Monitor::rememberWatched()
{
    if (isSandbox())
        return;
    QStringList ids;
    for (const ConversationId &id : watched())
        ids << id.text();
    m_services.settings.setValue(Setting::WatchedIds, ids, m_options.profile.name);
}

QFuture<Result<QJsonObject>> Monitor::askControl(const QByteArray &method, const QByteArray &body)
{
    QUrl url = m_options.sandboxControl;
    url.setPath(url.path() + QStringLiteral("/faults"));
    const net::HttpRequest request{
        .method = method, .url = url, .headers = {{"Content-Type", "application/json"}}, .body = body};
    return m_services.http.send(request).then([](const Result<net::HttpReply> &reply) -> Result<QJsonObject> {
        if (!reply)
            return reply.error();
        const QJsonObject answer = QJsonDocument::fromJson(reply->body).object();
        if (reply->status >= 400) {
            return Error{.status = reply->status,
                         .id = QStringLiteral("GM-SANDBOX-CONTROL"),
                         .what = tr("The sandbox did not take the fault."),
                         .why = answer.value(u"error").toString()};
        }
        return answer;
    });
}

} // namespace gm::monitor
