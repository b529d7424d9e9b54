#include "ui/inspector/eventpage.h"

#include "ui/common/fieldgrid.h"
#include "ui/common/themedlabel.h"
#include "ui/inspector/datatree.h"
#include "ui/inspector/eventfields.h"
#include "ui/inspector/foldsection.h"
#include "ui/inspector/pathview.h"

#include <QPlainTextEdit>
#include <QScrollBar>
#include <QVBoxLayout>

namespace gm::inspector
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int fieldNameWidth = 88;
constexpr int fieldIndent = 19;
constexpr int treeIndent = 6;
constexpr int pathIndent = 9;
constexpr int streamLines = 10;

} // namespace

EventPage::EventPage(const common::ThemeProvider &themes, QWidget *parent)
    : QScrollArea(parent)
    , m_fields(new common::FieldGrid(themes, fieldNameWidth))
    , m_notice(new common::ThemedLabel(themes, common::TextRole::Small, &common::Theme::text2))
    , m_data(new DataTree(themes))
    , m_path(new PathView(themes))
    , m_streamText(new QPlainTextEdit)
{
    setObjectName(u"inspectorEventPage"_s);
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_fields->setObjectName(u"eventFields"_s);
    m_notice->setObjectName(u"eventDataNotice"_s);
    m_notice->setWordWrap(true);
    m_notice->setContentsMargins(13, 0, 0, 4);
    m_streamText->setObjectName(u"eventStreamText"_s);
    m_streamText->setAccessibleName(tr("Text of the stream"));
    m_streamText->setReadOnly(true);
    m_streamText->setFrameShape(NoFrame);
    m_streamText->setFixedHeight(streamLines * m_streamText->fontMetrics().lineSpacing() + 8);

    auto *dataBody = new QWidget;
    auto *dataLayout = new QVBoxLayout(dataBody);
    dataLayout->setContentsMargins({});
    dataLayout->setSpacing(0);
    dataLayout->addWidget(m_notice);
    dataLayout->addWidget(m_data);

    auto *content = new QWidget;
    content->setObjectName(u"inspectorEventContent"_s);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    m_streamSection = new FoldSection(themes, tr("Text so far"), m_streamText, fieldIndent);
    m_dataSection = new FoldSection(themes, tr("Data"), dataBody, treeIndent);
    layout->addWidget(new FoldSection(themes, tr("Event"), m_fields, fieldIndent));
    layout->addWidget(m_streamSection);
    layout->addWidget(m_dataSection);
    layout->addWidget(new FoldSection(themes, tr("Path"), m_path, pathIndent));
    layout->addStretch();
    setWidget(content);
    content->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    connect(m_data, &DataTree::copied, this, &EventPage::copied);
}

void EventPage::setEvent(const timeline::EventStore &store, base::RowIndex row, const timeline::Runs *runs,
                         const timeline::Streams *streams, models::Zone zone)
{
    const timeline::Event event = store.at(row);
    m_fields->setFields(eventFields(store, row, runs, zone));
    showStream(streams, row);
    m_data->setPayload(event->payload, event->form);
    m_dataSection->setNote(describeData(event));
    m_notice->setText(m_data->payload().notice());
    m_notice->setVisible(!m_notice->text().isEmpty());
}

void EventPage::setPath(const PathFacts &facts, models::Zone zone)
{
    m_path->setSteps(pathSteps(facts), zone);
}

void EventPage::showStream(const timeline::Streams *streams, base::RowIndex row)
{
    const std::optional<timeline::StreamIndex> index = streams ? streams->streamOf(row) : std::nullopt;
    m_streamSection->setVisible(index.has_value());
    if (!index)
        return;
    const timeline::Stream &stream = streams->at(*index);
    m_streamSection->setNote(stream.pieces == 1 ? tr("1 piece")
                                                : tr("%1 pieces").arg(models::formatCount(stream.pieces)));
    if (m_streamText->toPlainText() == stream.text)
        return;
    const int place = m_streamText->verticalScrollBar()->value();
    const bool isAtEnd = place == m_streamText->verticalScrollBar()->maximum();
    m_streamText->setPlainText(stream.text);
    m_streamText->verticalScrollBar()->setValue(isAtEnd ? m_streamText->verticalScrollBar()->maximum() : place);
}

} // namespace gm::inspector
