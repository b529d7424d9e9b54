#include "ui/shell/monitormodels.h"

#include "core/diagnostics/problem.h"
#include "core/monitor/monitor.h"
#include "ui/common/uistate.h"

namespace gm::shell
{

using namespace Qt::StringLiterals;

MonitorModels::MonitorModels(monitor::Monitor &monitor, const common::UiState &state, QObject *parent)
    : QObject(parent)
    , m_monitor(monitor)
    , m_state(state)
    , m_timeline(
          {monitor.store(), monitor.streams(), monitor.runs(), monitor.gaps(), monitor.titles(), monitor.clock()})
    , m_conversations({monitor.states(), monitor.titles(), monitor.clock()})
    , m_problems(monitor.problems(), monitor.titles())
    , m_channels(monitor.titles())
    , m_transitions(monitor.history(), monitor.clock())
{
    connect(&monitor, &monitor::Monitor::conversationsChanged, this, &MonitorModels::takeConversations);
    connect(&monitor, &monitor::Monitor::watchedChanged, this, &MonitorModels::takeConversations);
    connect(&monitor, &monitor::Monitor::watchedChanged, this, &MonitorModels::takeChannels);
    connect(&monitor, &monitor::Monitor::channelChanged, this, &MonitorModels::takeChannels);
    connect(&monitor, &monitor::Monitor::linkChanged, this, &MonitorModels::takeChannels);
    connect(&monitor.problems(), &diagnostics::ProblemList::changed, this, &MonitorModels::takeProblems);
    connect(&state, &common::UiState::pausedChanged, &m_timeline, &models::TimelineModel::setPaused);
    connect(&state, &common::UiState::timesChanged, this, &MonitorModels::takeTimes);
    takeConversations();
    takeChannels();
    takeProblems();
    takeTimes();
    m_timeline.setPaused(state.isPaused());
}

QPair<int, qint64> MonitorModels::continuity() const
{
    QPair<int, qint64> result;
    const QList<monitor::WatchedChannel> channels = m_monitor.channels();
    for (const monitor::WatchedChannel &channel : channels) {
        result.first = std::max(result.first, channel.gaps); // a lost connection is one gap in every channel
        result.second = std::max(result.second, channel.gapMs);
    }
    return result;
}

void MonitorModels::takeConversations()
{
    m_conversations.setConversations(m_monitor.conversations(), m_monitor.watched());
}

void MonitorModels::takeChannels()
{
    const QList<monitor::WatchedChannel> channels = m_monitor.channels();
    m_channels.setChannels(channels);
    for (const monitor::WatchedChannel &channel : channels)
        m_conversations.setFault(channel.conversation, channel.fault ? channel.fault->what : QString());
}

void MonitorModels::takeProblems()
{
    QSet<base::ConversationId> stuck;
    for (const diagnostics::Problem &problem : m_monitor.problems().problems()) {
        if (problem.code == u"GM-RUN-STUCK")
            stuck.unite({problem.conversations.cbegin(), problem.conversations.cend()});
    }
    m_conversations.setStuck(stuck);
}

void MonitorModels::takeTimes()
{
    const bool isUtc = m_state.showsUtc();
    m_timeline.setUtc(isUtc);
    m_conversations.setUtc(isUtc);
    m_problems.setUtc(isUtc);
    m_channels.setUtc(isUtc);
    m_transitions.setUtc(isUtc);
}

} // namespace gm::shell
