/// The top line of the Connection panel: the state, what it stands on, and the button that tries again.
#pragma once

#include "ui/connection/linkwords.h"

#include <QWidget>

class QPushButton;

namespace gm::common
{
class ElidedLabel;
class IconLabel;
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::connectionpanel
{

/// Leaves cells out from the left when there is no room: host and id are in the status bar and the tables too.
class LinkSummary : public QWidget
{
    Q_OBJECT

public:
    explicit LinkSummary(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setLink(const monitor::LinkStatus &link, const QList<SummaryCell> &cells, qint64 nowMs);

Q_SIGNALS:
    void reconnectRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Cell {
        QWidget *box;
        common::ThemedLabel *title;
        common::ThemedLabel *value;
        common::ThemedLabel *note;
        SummaryCell content;
    };
    void addCell();
    void showCell(Cell &cell, const SummaryCell &content);
    void fitCells();

    const common::ThemeProvider &m_themes;
    common::IconLabel *m_icon;
    common::ThemedLabel *m_state;
    common::ThemedLabel *m_since;
    QWidget *m_stateBox;
    QList<Cell> m_cells;
    QWidget *m_cellsBox;
    QPushButton *m_reconnect;
};

} // namespace gm::connectionpanel
