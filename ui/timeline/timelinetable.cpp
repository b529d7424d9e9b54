#include "ui/timeline/timelinetable.h"

#include "ui/common/fonts.h"
#include "ui/common/themeprovider.h"
#include "ui/models/timelinemodel.h"
#include "ui/timeline/rownavigation.h"
#include "ui/timeline/whatdelegate.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace gm::timelineview
{

using common::StateRole;
using common::TextRole;
using models::TimelineModel;

namespace
{

constexpr int eventHeight = 24;
constexpr int gapHeight = 28;
constexpr int textIndent = 12; ///< From the bar beside an open stream to its text.
constexpr int rightMargin = 12;
constexpr int textGap = 2; ///< Between the first line and the text of an open stream.
constexpr int caretWidth = 7;
constexpr int caretHeight = 14;

std::optional<models::ClipForm> clipFormOf(QKeyCombination keys)
{
    if (keys == QKeyCombination(Qt::ControlModifier, Qt::Key_C))
        return models::ClipForm::Text;
    if (keys == QKeyCombination(Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_C))
        return models::ClipForm::Json;
    if (keys == QKeyCombination(Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_U))
        return models::ClipForm::Curl;
    return std::nullopt;
}

} // namespace

TimelineTable::TimelineTable(const common::ThemeProvider &themes, QWidget *parent)
    : TableView(themes, eventHeight, parent)
    , m_themes(themes)
    , m_separators(themes)
{
    setContextMenuPolicy(Qt::CustomContextMenu);
    // actionTriggered comes from people only, never from setValue().
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const QScrollBar &bar = *verticalScrollBar();
        Q_EMIT userScrolled(bar.sliderPosition() >= bar.maximum());
    });
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this] {
        if (m_staysAtEnd)
            goToEnd();
    });
}

void TimelineTable::setModel(QAbstractItemModel *model)
{
    m_openStreams.clear();
    TableView::setModel(model);
}

void TimelineTable::setNarrow(bool isNarrow)
{
    m_separators.setNarrow(isNarrow);
    viewport()->update();
}

int TimelineTable::currentRow() const
{
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

QRect TimelineTable::rowRect(int row) const
{
    return {0, rowViewportPosition(row), viewport()->width(), rowHeight(row)};
}

void TimelineTable::goToRow(int row)
{
    if (!model() || row < 0 || row >= model()->rowCount() || !isEventRow(*model(), row))
        return;
    const QModelIndex index = model()->index(row, TimelineModel::What);
    const bool isInSight = viewport()->rect().contains(rowRect(row));
    setCurrentIndex(index);
    if (!isInSight)
        scrollTo(index, PositionAtCenter);
}

void TimelineTable::goToFirst()
{
    if (model())
        goToRow(eventRowFrom(*model(), -1, 1));
    verticalScrollBar()->setValue(verticalScrollBar()->minimum());
}

void TimelineTable::goToEnd()
{
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

bool TimelineTable::isStreamOpen(int row) const
{
    return m_openStreams.isOpen(model()->index(row, 0));
}

void TimelineTable::setStreamOpen(int row, bool isOpen)
{
    const QModelIndex index = model()->index(row, 0);
    if (!index.data(TimelineModel::StreamIndexRole).isValid() || m_openStreams.isOpen(index) == isOpen)
        return;
    if (isOpen)
        m_openStreams.open(index, streamTextPlace(row).width());
    else
        m_openStreams.close(index);
    setRowHeight(row, heightOf(row));
    viewport()->update();
}

// --- heights ---------------------------------------------------------------------------------------------------------

int TimelineTable::heightOf(int row) const
{
    const QModelIndex index = model()->index(row, 0);
    const auto type = index.data(TimelineModel::RowTypeRole).value<TimelineModel::RowType>();
    if (type == TimelineModel::RowType::Gap)
        return common::heightFor(gapHeight);
    return common::heightFor(eventHeight) + m_openStreams.textHeight(index);
}

void TimelineTable::settleHeights()
{
    // Only the rows in sight are looked at: asking a million rows for their kind would stop the window.
    if (!model() || m_isSettling)
        return;
    m_isSettling = true;
    const int bottom = viewport()->height();
    for (int row = rowAt(0); row >= 0 && row < model()->rowCount() && rowViewportPosition(row) < bottom; ++row) {
        if (const int wanted = heightOf(row); rowHeight(row) != wanted)
            setRowHeight(row, wanted);
    }
    m_isSettling = false;
}

void TimelineTable::updateGeometries()
{
    TableView::updateGeometries();
    settleHeights();
}

void TimelineTable::scrollContentsBy(int dx, int dy)
{
    TableView::scrollContentsBy(dx, dy);
    settleHeights();
}

void TimelineTable::rowsInserted(const QModelIndex &parent, int first, int last)
{
    const int top = rowAt(0);
    TableView::rowsInserted(parent, first, last);
    if (m_staysAtEnd || top < 0 || first > top)
        return;
    updateGeometries();
    verticalScrollBar()->setValue(verticalScrollBar()->value() +
                                  (last - first + 1) * verticalHeader()->defaultSectionSize());
}

// --- keyboard --------------------------------------------------------------------------------------------------------

bool TimelineTable::event(QEvent *event)
{
    // The copies are ours while the table has the focus, whatever the window has given the keys to.
    if (event->type() == QEvent::ShortcutOverride && clipFormOf(static_cast<QKeyEvent *>(event)->keyCombination())) {
        event->accept();
        return true;
    }
    return TableView::event(event);
}

void TimelineTable::keyPressEvent(QKeyEvent *event)
{
    if (const std::optional<models::ClipForm> form = clipFormOf(event->keyCombination())) {
        Q_EMIT copyRequested(*form);
        return;
    }
    const bool isPlain = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    if (model() && isPlain && (handleLetter(event->key(), event->modifiers()) || handleStreamKey(event->key())))
        event->accept();
    else
        TableView::keyPressEvent(event);
}

bool TimelineTable::handleLetter(int key, Qt::KeyboardModifiers modifiers)
{
    const bool isShifted = modifiers.testFlag(Qt::ShiftModifier);
    switch (key) {
    case Qt::Key_J:
    case Qt::Key_K:
        if (isShifted)
            moveInConversation(key == Qt::Key_J);
        else
            moveBy(key == Qt::Key_J ? 1 : -1);
        return true;
    case Qt::Key_F:
    case Qt::Key_End:
        Q_EMIT followRequested();
        return true;
    case Qt::Key_Home:
        goToFirst();
        return true;
    case Qt::Key_Space:
        Q_EMIT pauseRequested();
        return true;
    default:
        return false;
    }
}

bool TimelineTable::handleStreamKey(int key)
{
    const int row = currentRow();
    if (row < 0)
        return false;
    const bool isStream = model()->index(row, 0).data(TimelineModel::StreamIndexRole).isValid();
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isStream)
            setStreamOpen(row, !isStreamOpen(row));
        else
            Q_EMIT detailsRequested(row);
        return true;
    case Qt::Key_Right:
    case Qt::Key_Left:
        if (isStream)
            setStreamOpen(row, key == Qt::Key_Right);
        return isStream;
    default:
        return false;
    }
}

void TimelineTable::moveBy(int steps)
{
    const int from = currentRow() >= 0 ? currentRow() : (steps > 0 ? rowAt(0) - 1 : model()->rowCount());
    goToRow(eventRowFrom(*model(), from, steps));
}

void TimelineTable::moveInConversation(bool isDown)
{
    if (currentRow() >= 0)
        goToRow(rowOfSameConversation(*model(), currentRow(), isDown));
}

QModelIndex TimelineTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const int page = std::max(1, viewport()->height() / verticalHeader()->defaultSectionSize() - 1);
    int steps = 0;
    switch (action) {
    case MoveUp:
        steps = -1;
        break;
    case MoveDown:
        steps = 1;
        break;
    case MovePageUp:
        steps = -page;
        break;
    case MovePageDown:
        steps = page;
        break;
    default:
        return TableView::moveCursor(action, modifiers);
    }
    const int from = currentRow() >= 0 ? currentRow() : rowAt(0) - 1;
    const int row = eventRowFrom(*model(), from, steps);
    return row < 0 ? currentIndex() : model()->index(row, TimelineModel::What);
}

void TimelineTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    TableView::currentChanged(current, previous);
    if (current.isValid() && current.row() != previous.row())
        Q_EMIT rowChosen(current.row());
}

// --- mouse -----------------------------------------------------------------------------------------------------------

void TimelineTable::mousePressEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const int row = rowAt(position.y());
    if (event->button() == Qt::LeftButton && row >= 0) {
        if (const int gap = gapLinkAt(position); gap >= 0) {
            Q_EMIT showConnectionRequested(gap);
            return;
        }
        if (streamMorePlace(row).contains(position)) {
            goToRow(row);
            Q_EMIT streamDetailsRequested(row);
            return;
        }
        if (isOverChevron(position, row))
            setStreamOpen(row, !isStreamOpen(row));
    }
    TableView::mousePressEvent(event);
}

void TimelineTable::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const int row = rowAt(position.y());
    if (row >= 0 && !isOverChevron(position, row) && isEventRow(*model(), row)) {
        if (model()->index(row, 0).data(TimelineModel::StreamIndexRole).isValid())
            setStreamOpen(row, !isStreamOpen(row));
        else
            Q_EMIT detailsRequested(row);
    }
    TableView::mouseDoubleClickEvent(event);
}

void TimelineTable::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const int row = rowAt(position.y());
    const bool isOverLink = gapLinkAt(position) >= 0;
    m_separators.setHoveredGap(isOverLink ? row : -1);
    viewport()->setCursor(isOverLink || (row >= 0 && streamMorePlace(row).contains(position)) ? Qt::PointingHandCursor
                                                                                              : Qt::ArrowCursor);
    TableView::mouseMoveEvent(event);
}

bool TimelineTable::isOverChevron(const QPoint &position, int row) const
{
    const QRect cell(columnViewportPosition(TimelineModel::What), rowViewportPosition(row),
                     columnWidth(TimelineModel::What), common::heightFor(eventHeight));
    return model()->index(row, 0).data(TimelineModel::StreamIndexRole).isValid() &&
           WhatDelegate::chevronPlace(cell).contains(position);
}

int TimelineTable::gapLinkAt(const QPoint &position) const
{
    const int row = rowAt(position.y());
    if (row < 0)
        return -1;
    const QModelIndex index = model()->index(row, 0);
    return m_separators.linkPlace(rowRect(row), index).contains(position)
               ? index.data(TimelineModel::GapIndexRole).toInt()
               : -1;
}

// --- painting --------------------------------------------------------------------------------------------------------

void TimelineTable::paintEvent(QPaintEvent *event)
{
    TableView::paintEvent(event);
    if (!model())
        return;
    QPainter painter(viewport());
    const int bottom = event->rect().bottom();
    for (int row = rowAt(event->rect().top()); row >= 0 && row < model()->rowCount(); ++row) {
        const QRect rect = rowRect(row);
        if (rect.top() > bottom)
            break;
        const QModelIndex index = model()->index(row, 0);
        if (!isEventRow(*model(), row))
            m_separators.paint(&painter, rect, index);
        else if (m_openStreams.isOpen(index))
            paintStreamText(&painter, row);
    }
}

QRect TimelineTable::streamTextPlace(int row) const
{
    const int left = columnViewportPosition(TimelineModel::Kind) + 8 + 2 + textIndent;
    const int top = rowViewportPosition(row) + common::heightFor(eventHeight) + textGap;
    return {left, top, std::max(1, viewport()->width() - rightMargin - caretWidth - left),
            std::max(0, rowHeight(row) - common::heightFor(eventHeight) - 8)};
}

QRect TimelineTable::streamMorePlace(int row) const
{
    const QModelIndex index = model()->index(row, 0);
    if (!m_openStreams.isCut(index))
        return {};
    const QRect text = streamTextPlace(row);
    const int height = common::heightFor(OpenStreams::lineHeight);
    return {text.left(), text.bottom() + 1 - height, text.width(), height};
}

void TimelineTable::paintStreamText(QPainter *painter, int row)
{
    const common::Theme &theme = m_themes.theme();
    const QModelIndex index = model()->index(row, 0);
    const QRect place = streamTextPlace(row);
    painter->fillRect(place.left() - textIndent - 2, place.top(), 2, place.height(),
                      theme.state(StateRole::Streaming).solid);
    painter->setFont(common::fontFor(TextRole::Body));
    painter->setPen(theme.text1);
    const int lineHeight = common::heightFor(OpenStreams::lineHeight);
    const QStringList lines = m_openStreams.lines(index, place.width());
    QRect line(place.left(), place.top(), place.width() + caretWidth, lineHeight);
    for (const QString &text : lines) {
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
        line.translate(0, lineHeight);
    }
    if (index.data(TimelineModel::StreamLiveRole).toBool() && !lines.isEmpty()) {
        const int end = line.left() + painter->fontMetrics().horizontalAdvance(lines.last());
        painter->fillRect(end, line.top() - lineHeight + (lineHeight - caretHeight) / 2, caretWidth, caretHeight,
                          theme.state(StateRole::Streaming).solid);
    }
    if (const QRect more = streamMorePlace(row); !more.isEmpty()) {
        painter->setPen(theme.link);
        painter->drawText(more, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, tr("Show all in Inspector"));
    }
}

} // namespace gm::timelineview
