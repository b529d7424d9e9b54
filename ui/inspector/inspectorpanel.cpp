#include "ui/inspector/inspectorpanel.h"

#include "ui/common/emptystate.h"
#include "ui/common/segments.h"
#include "ui/common/selection.h"
#include "ui/common/toast.h"
#include "ui/common/uistate.h"
#include "ui/inspector/eventheader.h"
#include "ui/inspector/eventpage.h"
#include "ui/inspector/framepage.h"
#include "ui/inspector/rawpage.h"
#include "ui/models/timelinemodel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gm::inspector
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int leastHeight = 48; ///< In a narrow window it is one of the low bottom tabs.

} // namespace

InspectorPanel::InspectorPanel(const common::ThemeProvider &themes, common::Selection &selection,
                               common::UiState &state, QWidget *parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_state(state)
    , m_segments(new common::Segments(themes, this))
    , m_empty(new common::EmptyState(themes, common::EmptyState::Size::Small))
    , m_content(new QWidget)
    , m_header(new EventHeader(themes))
    , m_pages(new QStackedWidget)
    , m_eventPage(new EventPage(themes))
    , m_rawPage(new RawPage(themes))
    , m_framePage(new FramePage(themes))
    , m_toast(new common::Toast(themes, state, this))
{
    setObjectName(u"inspectorPanel"_s);
    setAccessibleName(tr("Inspector"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setMinimumHeight(leastHeight);
    for (QWidget *part : {static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_eventPage),
                          static_cast<QWidget *>(m_rawPage), static_cast<QWidget *>(m_framePage)})
        part->setMinimumHeight(1);
    m_segments->hide();
    m_segments->setAccessibleName(tr("Part of the event"));
    m_segments->addSegment(tr("Event"), u"inspectorEvent"_s);
    m_segments->addSegment(tr("Raw"), u"inspectorRaw"_s);
    m_segments->addSegment(tr("Frame"), u"inspectorFrame"_s);
    m_empty->setObjectName(u"inspectorEmpty"_s);
    m_empty->setContent(common::Icon::List, tr("No event selected"),
                        tr("Select an event to see its fields, its data as a tree and the way it came."));
    m_pages->addWidget(m_eventPage);
    m_pages->addWidget(m_rawPage);
    m_pages->addWidget(m_framePage);
    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins({});
    content->setSpacing(0);
    content->addWidget(m_header);
    content->addWidget(m_pages, 1);
    m_layout = new QStackedLayout(this);
    m_layout->addWidget(m_empty);
    m_layout->addWidget(m_content);

    connect(m_segments, &common::Segments::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_header, &EventHeader::copyRequested, this, &InspectorPanel::copyAs);
    connect(m_header, &EventHeader::copyIdRequested, this, [this] { copy(m_sources.store->at(m_event)->id.text()); });
    connect(m_eventPage, &EventPage::copied, this, [this] { m_toast->say(tr("Copied")); });
    connect(&selection, &common::Selection::eventChanged, this, &InspectorPanel::setEvent);
    connect(&state, &common::UiState::timesChanged, this, &InspectorPanel::refresh);
    setEvent({});
}

QWidget *InspectorPanel::titleActions() const
{
    return m_segments;
}

void InspectorPanel::setSources(const Sources &sources)
{
    if (m_sources.streams)
        m_sources.streams->disconnect(this);
    m_sources = sources;
    if (sources.streams)
        connect(sources.streams, &timeline::Streams::changed, this, &InspectorPanel::onStreamChanged);
    setEvent(sources.store ? m_selection.event() : base::RowIndex());
}

void InspectorPanel::showSection(Section section)
{
    m_segments->setCurrent(int(section));
}

void InspectorPanel::setEvent(base::RowIndex event)
{
    const bool isThere = m_sources.store && event.isValid() && event.value() < m_sources.store->size();
    m_event = isThere ? event : base::RowIndex();
    m_segments->setEnabled(isThere);
    m_layout->setCurrentWidget(isThere ? m_content : m_empty);
    refresh();
}

void InspectorPanel::onStreamChanged(timeline::StreamIndex stream)
{
    if (m_event.isValid() && m_sources.streams->streamOf(m_event) == stream)
        refresh();
}

void InspectorPanel::refresh()
{
    if (!m_event.isValid())
        return;
    const models::Zone zone = m_state.showsUtc() ? models::Zone::Utc : models::Zone::Local;
    const timeline::Event event = m_sources.store->at(m_event);
    m_header->setEvent(event, titleOf(event->conversation));
    m_eventPage->setEvent(*m_sources.store, m_event, m_sources.runs, m_sources.streams, zone);
    PathFacts facts{.receivedMs = event->receivedMs};
    if (event->publishedMs != 0)
        facts.acceptedMs = event->publishedMs;
    if (m_sources.timeline)
        facts.shownMs = m_sources.timeline->shownMs(m_event);
    m_eventPage->setPath(facts, zone);
    m_rawPage->setEvent(event);
    m_framePage->setFrame(m_sources.frames, event->frame, zone);
}

QString InspectorPanel::titleOf(const base::ConversationId &conversation) const
{
    return m_sources.titles ? m_sources.titles->nameOf(conversation) : conversation.text();
}

void InspectorPanel::copyAs(models::ClipForm form)
{
    const timeline::Event event = m_sources.store->at(m_event);
    copy(models::clipOf(event, titleOf(event->conversation), form));
}

void InspectorPanel::copy(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
    m_toast->say(tr("Copied"));
}

} // namespace gm::inspector
