/// The models of one monitor, kept up to date from its signals. Made when a profile is opened, gone when it is closed.
#pragma once

#include "ui/models/channelsmodel.h"
#include "ui/models/conversationsmodel.h"
#include "ui/models/problemsmodel.h"
#include "ui/models/timelinemodel.h"
#include "ui/models/transitionsmodel.h"

namespace gm::common
{
class UiState;
}
namespace gm::monitor
{
class Monitor;
}

namespace gm::shell
{

class MonitorModels : public QObject
{
    Q_OBJECT
public:
    /// Both outlive it.
    MonitorModels(monitor::Monitor &monitor, const common::UiState &state, QObject *parent = nullptr);

    [[nodiscard]] models::TimelineModel &timeline() { return m_timeline; }
    [[nodiscard]] models::ConversationsModel &conversations() { return m_conversations; }
    [[nodiscard]] models::ProblemsModel &problems() { return m_problems; }
    [[nodiscard]] models::ChannelsModel &channels() { return m_channels; }
    [[nodiscard]] models::TransitionsModel &transitions() { return m_transitions; }

    /// Gaps of all watched conversations and their length together, ms.
    [[nodiscard]] QPair<int, qint64> continuity() const;

private:
    void takeConversations();
    void takeChannels();
    void takeProblems();
    void takeTimes();

    monitor::Monitor &m_monitor;
    const common::UiState &m_state;
    models::TimelineModel m_timeline;
    models::ConversationsModel m_conversations;
    models::ProblemsModel m_problems;
    models::ChannelsModel m_channels;
    models::TransitionsModel m_transitions;
};

} // namespace gm::shell
