#include "ui/connection/linksummary.h"

#include "ui/common/style.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"
#include "ui/common/words.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace gm::connectionpanel
{

using namespace Qt::StringLiterals;
using common::TextRole;
using common::Theme;

namespace
{

constexpr int cellPadding = 16;

common::Icon iconOf(ably::ConnectionState state)
{
    return state == ably::ConnectionState::Connected ? common::Icon::Disc : common::signOf(state).icon;
}

} // namespace

LinkSummary::LinkSummary(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_icon(new common::IconLabel(themes, common::Icon::Ring, 16, &Theme::text3))
    , m_state(new common::ThemedLabel(themes, TextRole::Heading))
    , m_since(new common::ThemedLabel(themes, TextRole::Small, &Theme::text2))
    , m_stateBox(new QWidget(this))
    , m_cellsBox(new QWidget(this))
    , m_reconnect(new QPushButton(tr("Reconnect now"), this))
{
    setObjectName(u"connectionSummary"_s);
    m_state->setObjectName(u"connectionState"_s);
    m_since->setObjectName(u"connectionSince"_s);
    m_reconnect->setObjectName(u"reconnectNow"_s);
    m_reconnect->setIcon(common::themedIcon(common::Icon::Reload, themes));
    m_reconnect->setToolTip(tr("Drop the connection and make it again (Ctrl+R)"));
    common::setControlSize(m_reconnect, common::ControlSize::Dense);
    connect(m_reconnect, &QPushButton::clicked, this, &LinkSummary::reconnectRequested);

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_state);
    words->addWidget(m_since);
    auto *state = new QHBoxLayout(m_stateBox);
    state->setContentsMargins(12, 0, cellPadding, 0);
    state->setSpacing(8);
    state->addWidget(m_icon, 0, Qt::AlignTop);
    state->addLayout(words);
    auto *cells = new QHBoxLayout(m_cellsBox);
    cells->setContentsMargins({});
    cells->setSpacing(0);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 8, 12, 8);
    layout->setSpacing(0);
    layout->addWidget(m_stateBox);
    layout->addWidget(m_cellsBox);
    layout->addStretch(1);
    layout->addWidget(m_reconnect);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(&themes, &common::ThemeProvider::changed, this, qOverload<>(&QWidget::update));
}

void LinkSummary::addCell()
{
    Cell cell{.box = new QWidget(m_cellsBox),
              .title = new common::ThemedLabel(m_themes, TextRole::Small, &Theme::text2),
              .value = new common::ThemedLabel(m_themes, TextRole::SmallMedium),
              .note = new common::ThemedLabel(m_themes, TextRole::Small, &Theme::text2),
              .content = {}};
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(cell.value);
    line->addWidget(cell.note);
    auto *box = new QVBoxLayout(cell.box);
    box->setContentsMargins(cellPadding, 0, cellPadding, 0);
    box->setSpacing(2);
    box->addWidget(cell.title);
    box->addLayout(line);
    m_cellsBox->layout()->addWidget(cell.box);
    m_cells.append(cell);
}

void LinkSummary::setLink(const monitor::LinkStatus &link, const QList<SummaryCell> &cells, qint64 nowMs)
{
    const common::Sign sign = common::signOf(link.state);
    m_icon->setIcon(iconOf(link.state), sign.role);
    m_state->setText(common::connectionWord(link.state));
    m_since->setText(sinceWords(link, nowMs));
    while (m_cells.size() < cells.size())
        addCell();
    for (qsizetype i = 0; i < cells.size(); ++i)
        showCell(m_cells[i], cells.at(i));
    fitCells();
}

void LinkSummary::showCell(Cell &cell, const SummaryCell &content)
{
    cell.content = content;
    cell.title->setText(content.title);
    cell.value->setText(content.value);
    cell.value->setRole(content.isMono ? TextRole::Mono : TextRole::SmallMedium);
    cell.value->setAccessibleName(content.title + u": "_s + content.value + u' ' + content.note);
    cell.note->setText(content.note);
    cell.note->setVisible(!content.note.isEmpty());
    QPalette palette = cell.value->palette();
    const Theme &theme = m_themes.theme();
    palette.setColor(QPalette::WindowText, content.isWarning ? theme.state(common::StateRole::Warn).fg : theme.text1);
    cell.value->setPalette(palette);
}

void LinkSummary::fitCells()
{
    int room = width() - m_stateBox->sizeHint().width() - m_reconnect->sizeHint().width() - 24;
    for (qsizetype i = m_cells.size() - 1; i >= 0; --i) {
        room -= m_cells.at(i).box->sizeHint().width();
        m_cells.at(i).box->setVisible(room >= 0);
    }
}

void LinkSummary::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitCells();
}

void LinkSummary::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_themes.theme();
    painter.fillRect(0, height() - 1, width(), 1, theme.line);
    for (const Cell &cell : m_cells) {
        if (cell.box->isVisible())
            painter.fillRect(m_cellsBox->x() + cell.box->x(), 12, 1, height() - 24, theme.line);
    }
}

} // namespace gm::connectionpanel
