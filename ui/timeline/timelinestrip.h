/// The right end of the Timeline's tab strip: how much there is, and the columns button.
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace gm::common
{
class ThemeProvider;
}

namespace gm::timelineview
{

class TimelineStrip : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineStrip(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// @p events received, @p conversations watched.
    void setTotals(qint64 events, int conversations);
    /// A narrow window leaves the words out.
    void setNarrow(bool isNarrow);
    /// Where a menu of the columns button begins, in global coordinates.
    [[nodiscard]] QPoint menuPosition() const;

Q_SIGNALS:
    void columnsRequested();

private:
    void applyTheme();

    const common::ThemeProvider &m_themes;
    QLabel *m_totals;
    QToolButton *m_columns;
};

} // namespace gm::timelineview
