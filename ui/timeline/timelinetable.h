/// The rows of the timeline: moving about by keyboard, opening streams, and what spans several columns.
#pragma once

#include "ui/common/tableview.h"
#include "ui/models/eventclip.h"
#include "ui/timeline/openstreams.h"
#include "ui/timeline/separatordelegate.h"

namespace gm::timelineview
{

/// Shows a model with the roles of models::TimelineModel. Rows keep their height and place while they are on screen:
/// what comes in above is made up for, what comes in below moves nothing.
class TimelineTable : public common::TableView
{
    Q_OBJECT

public:
    explicit TimelineTable(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    void setNarrow(bool isNarrow);
    [[nodiscard]] const OpenStreams &openStreams() const { return m_openStreams; }

    /// The current event row; −1: none.
    [[nodiscard]] int currentRow() const;
    /// Makes @p row current and brings it into sight, in the middle when it was out of it. Separators are refused.
    void goToRow(int row);
    void goToFirst();
    /// Scrolls to the end without choosing a row; while @p staysThere, also when rows are added.
    void goToEnd();
    void setStaysAtEnd(bool stays) { m_staysAtEnd = stays; }

    void setStreamOpen(int row, bool isOpen);
    [[nodiscard]] bool isStreamOpen(int row) const;

    /// Full rectangle of a row in the viewport.
    [[nodiscard]] QRect rowRect(int row) const;

Q_SIGNALS:
    /// Another event row is current; by mouse, by keyboard or by goToRow().
    void rowChosen(int row);
    /// By wheel, scroll bar or touch pad.
    void userScrolled(bool isAtEnd);
    void followRequested();
    void pauseRequested();
    /// The link of a gap row. @p gap: its timeline::GapIndex.
    void showConnectionRequested(int gap);
    /// Enter on an event that cannot be opened in place.
    void detailsRequested(int row);
    /// Ctrl+C and its like.
    void copyRequested(gm::models::ClipForm form);
    /// "Show all in Inspector" below an opened stream.
    void streamDetailsRequested(int row);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void rowsInserted(const QModelIndex &parent, int first, int last) override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;

private:
    bool handleLetter(int key, Qt::KeyboardModifiers modifiers);
    bool handleStreamKey(int key);
    void moveBy(int steps);
    void moveInConversation(bool isDown);
    void settleHeights();
    [[nodiscard]] int heightOf(int row) const;
    [[nodiscard]] QRect streamTextPlace(int row) const;
    [[nodiscard]] QRect streamMorePlace(int row) const;
    void paintStreamText(QPainter *painter, int row);
    [[nodiscard]] bool isOverChevron(const QPoint &position, int row) const;
    [[nodiscard]] int gapLinkAt(const QPoint &position) const;

    const common::ThemeProvider &m_themes;
    SeparatorDelegate m_separators;
    OpenStreams m_openStreams;
    bool m_staysAtEnd = true;
    bool m_isSettling = false;
};

} // namespace gm::timelineview
