// Monitor: what its parts report leads to, part by part.
#include "core/monitor/channelrules.h"
#include "core/monitor/follower.h"
#include "core/monitor/ingest.h"
#include "core/monitor/monitordata.h"
#include "core/monitor/problemreporter.h"
#include "core/monitor/signinflow.h"

namespace gm::monitor
{

using base::ConversationId;
using base::Error;

void Monitor::connectSession()
{
    auto &keeper = m_signIn->keeper();
    connect(m_signIn.get(), &SignInFlow::signedIn, this, &Monitor::goOnline);
    connect(&keeper, &supabase::SessionKeeper::stateChanged, this, &Monitor::sessionChanged);
    connect(&keeper, &supabase::SessionKeeper::sessionChanged, this, [this] { m_reporter->sessionRenewed(); });
    connect(&keeper, &supabase::SessionKeeper::sessionEnded, this, &Monitor::onSessionEnded);
    connect(&keeper, &supabase::SessionKeeper::refreshFailed, this,
            [this](const Error &error) { m_reporter->refreshFailed(error); });
    connect(&keeper, &supabase::SessionKeeper::storageFailed, this, [this](const Error &error) {
        m_reporter->sessionNotStored(error);
        Q_EMIT sessionNotStored(error);
    });
    connect(&m_signIn->tokens(), &BackendTokens::answered, this, [this] { m_reporter->tokenReceived(); });
    connect(&m_signIn->tokens(), &BackendTokens::failed, this, [this](const Error &error) {
        m_reporter->tokenFailed(error);
        Q_EMIT tokenFailed(error);
    });
}

void Monitor::connectFollower()
{
    if (m_services.network) {
        connect(m_services.network, &net::NetworkWatch::changed, this, [this](bool isReachable) {
            m_follower->networkChanged(isReachable);
            if (isReachable)
                m_signIn->keeper().retryNow();
        });
    }
    connect(&m_services.settings, &profile::Settings::changed, this,
            [this](profile::Setting setting, const QString &profile) {
                if (setting == profile::Setting::ConnectionsMax && profile == m_options.profile.name)
                    m_follower->setMaxConnections(m_services.settings.value(setting, profile).toInt());
            });
    connect(m_follower.get(), &Follower::connectionChanged, this, &Monitor::onConnection);
    connect(m_follower.get(), &Follower::channelChanged, this,
            [this](const ConversationId &conversation, const ably::ChannelChange &change) {
                m_reporter->channelChanged(conversation, change, m_follower->channel(conversation).fault);
                Q_EMIT channelChanged(conversation, change);
                Q_EMIT linkChanged();
            });
    connect(m_follower.get(), &Follower::presenceReceived, this, &Monitor::presenceReceived);
    connect(m_follower.get(), &Follower::gapOpened, this, [this](const ContinuityGap &gap) {
        openGap(gap);
        m_reporter->gap(gap);
    });
    connect(m_follower.get(), &Follower::gapClosed, this, [this](const ContinuityGap &gap) {
        openGap(gap);
        m_data->gaps.close(gap.conversation);
        m_reporter->gap(gap);
    });
    connect(m_follower.get(), &Follower::gapMadeGood, this, [this](const ConversationId &conversation) {
        if (m_data->gaps.isOpen(conversation)) {
            m_data->gaps.markFilled(conversation);
            m_data->gaps.close(conversation);
        }
    });
    connect(m_follower.get(), &Follower::frameUnreadable, m_reporter.get(), &ProblemReporter::frameUnreadable);
    connect(m_follower.get(), &Follower::hostsExhausted, m_reporter.get(), &ProblemReporter::hostsExhausted);
    connect(m_follower.get(), &Follower::waitingChanged, m_reporter.get(), &ProblemReporter::channelsWait);
    connect(m_follower.get(), &Follower::subscribeMissing, m_reporter.get(), &ProblemReporter::subscribeMissing);
    connect(m_follower.get(), &Follower::tokenRenewed, this, &Monitor::linkChanged);
}

void Monitor::openGap(const ContinuityGap &gap)
{
    const qint64 sinceMs = m_services.clock.wallMs() - gap.fromMs;
    m_data->streams.markGap(gap.conversation);
    m_data->runs.markGap(gap.conversation);
    m_data->gaps.open(gap.conversation, gap.cause, gap.code, gap.fromMs, m_services.clock.now().count() - sinceMs);
}

void Monitor::connectIngest()
{
    connect(m_follower.get(), &Follower::messagesReceived, this, [this](const QList<ReceivedMessage> &messages) {
        m_data->rate.add(messages.size(), m_services.clock.now());
        m_ingest->add(messages);
    });
    connect(m_rules.get(), &ChannelRules::keyUnreadable, m_reporter.get(), &ProblemReporter::channelKeyUnreadable);
    connect(m_ingest.get(), &Ingest::wrongShape, m_reporter.get(), &ProblemReporter::payloadMisfit);
    connect(m_ingest.get(), &Ingest::undecodable, m_reporter.get(), &ProblemReporter::payloadUndecodable);
    connect(m_ingest.get(), &Ingest::rewindJoined, this, [this](const ConversationId &conversation) {
        if (m_data->gaps.countOf(conversation) == 0)
            return;
        m_data->gaps.markFilled(conversation);
        m_reporter->gapFilled(conversation);
    });
}

} // namespace gm::monitor
