/// The Inspector: everything about the current event.
#pragma once

#include "core/diagnostics/framelog.h"
#include "core/timeline/eventstore.h"
#include "core/timeline/runs.h"
#include "core/timeline/streams.h"
#include "core/timeline/titles.h"

#include <QWidget>

class QStackedLayout;
class QStackedWidget;

namespace gm::common
{
class EmptyState;
class Segments;
class Selection;
class ThemeProvider;
class Toast;
class UiState;
} // namespace gm::common

namespace gm::models
{
class TimelineModel;
enum class ClipForm;
} // namespace gm::models

namespace gm::inspector
{

class EventHeader;
class EventPage;
class FramePage;
class RawPage;

/// Entry widget of this folder. Follows the shared selection: Event · Raw · Frame of the event that is current.
class InspectorPanel : public QWidget
{
    Q_OBJECT

public:
    /// What events are read from; all outlive their use here. A null store: nothing is shown. The others may be null.
    struct Sources {
        const timeline::EventStore *store = nullptr;
        const timeline::Runs *runs = nullptr;
        const timeline::Streams *streams = nullptr;
        const timeline::Titles *titles = nullptr;
        const diagnostics::FrameLog *frames = nullptr;
        const models::TimelineModel *timeline = nullptr; ///< Knows when events were shown.
    };
    enum class Section { Event, Raw, Frame };

    /// All references outlive the panel.
    InspectorPanel(const common::ThemeProvider &themes, common::Selection &selection, common::UiState &state,
                   QWidget *parent = nullptr);

    void setSources(const Sources &sources);
    void showSection(Section section);

    /// Event · Raw · Frame, for the dock's title. Lives as long as the panel.
    [[nodiscard]] QWidget *titleActions() const;

private:
    void setEvent(base::RowIndex event);
    void onStreamChanged(timeline::StreamIndex stream);
    void refresh();
    [[nodiscard]] QString titleOf(const base::ConversationId &conversation) const;
    void copyAs(models::ClipForm form);
    void copy(const QString &text);

    common::Selection &m_selection;
    common::UiState &m_state;
    Sources m_sources;
    base::RowIndex m_event;
    common::Segments *m_segments;
    QStackedLayout *m_layout;
    common::EmptyState *m_empty;
    QWidget *m_content;
    EventHeader *m_header;
    QStackedWidget *m_pages;
    EventPage *m_eventPage;
    RawPage *m_rawPage;
    FramePage *m_framePage;
    common::Toast *m_toast;
};

} // namespace gm::inspector
