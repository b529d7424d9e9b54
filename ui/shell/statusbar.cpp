#include "ui/shell/statusbar.h"

#include "ui/common/fonts.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"
#include "ui/common/words.h"
#include "ui/models/format.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

#include <cmath>

namespace gm::shell
{

using common::Icon;
using common::StateRole;
using common::TextRole;
using common::Theme;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 tokenWarningMs = 5 * 60 * 1000;

/// A flat cell with a 16 px line at its right.
class Cell : public QToolButton
{
public:
    Cell(const common::ThemeProvider &themes, QWidget *parent)
        : QToolButton(parent)
        , m_themes(themes)
    {
        setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        setFont(common::fontFor(TextRole::Small));
        setFocusPolicy(Qt::TabFocus);
        common::setControlSize(this, common::ControlSize::Dense);
    }

    void setInk(Icon icon, const QColor &iconInk, const QColor &textInk)
    {
        m_icon = icon;
        m_iconInk = iconInk;
        m_textInk = textInk;
        updateGeometry();
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const int icon = m_icon == Icon::None ? 0 : iconSide() + 6;
        return {int(std::ceil(common::TabularText(font()).width(text()))) + icon + 17, common::heightFor(24, font())};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = m_themes.theme();
        if (underMouse())
            painter.fillRect(rect().adjusted(0, 1, -1, 0), theme.bgHover);
        int x = 8;
        if (m_icon != Icon::None) {
            common::paintIcon(&painter, QPointF(x, (height() - iconSide()) / 2.0), iconSide(), m_icon, m_iconInk);
            x += iconSide() + 6;
        }
        painter.setPen(m_textInk);
        common::TabularText(font()).draw(&painter, QRectF(x, 0, width() - x, height()),
                                         Qt::AlignLeft | Qt::AlignVCenter, text());
        painter.fillRect(width() - 1, (height() - 16) / 2, 1, 16, theme.line);
        if (hasFocus()) {
            painter.setPen(QPen(theme.accent, 2));
            painter.drawRect(rect().adjusted(2, 2, -3, -2));
        }
    }

private:
    static int iconSide() { return common::widthFor(14); }

    const common::ThemeProvider &m_themes;
    Icon m_icon = Icon::None;
    QColor m_iconInk;
    QColor m_textInk;
};

} // namespace

StatusBar::StatusBar(const common::ThemeProvider &themes, const common::UiState &state, QWidget *parent)
    : QStatusBar(parent)
    , m_themes(themes)
    , m_state(state)
{
    setObjectName(u"statusBar"_s);
    setSizeGripEnabled(false);
    auto *content = new QWidget(this);
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(6, 0, 6, 0);
    row->setSpacing(0);
    m_connection = addCell(row, u"status.connection"_s, tr("Status: connection"));
    m_host = addCell(row, u"status.host"_s, tr("Status: host"));
    m_roundTrip = addCell(row, u"status.roundTrip"_s, tr("Status: round trip"));
    m_channels = addCell(row, u"status.channels"_s, tr("Status: channels"));
    m_token = addCell(row, u"status.token"_s, tr("Status: token"));
    m_rate = addCell(row, u"status.rate"_s, tr("Status: events per second"));
    row->addStretch();
    m_session = addCell(row, u"status.session"_s, tr("Status: session"));
    m_user = addCell(row, u"status.user"_s, tr("Status: user"));
    addWidget(content, 1);
    // QStatusBar keeps a frame around its widgets that the design has no room for.
    layout()->setContentsMargins(0, 0, 0, 0);
    setFixedHeight(common::heightFor(24));

    for (QToolButton *cell : {m_connection, m_host, m_roundTrip, m_channels, m_token, m_rate})
        connect(cell, &QToolButton::clicked, this, &StatusBar::connectionClicked);
    for (QToolButton *cell : {m_session, m_user})
        connect(cell, &QToolButton::clicked, this, &StatusBar::userClicked);
    connect(&state, &common::UiState::roomChanged, this, &StatusBar::applyRoom);
    clearLink();
    setUser({}, true);
}

QToolButton *StatusBar::addCell(QLayout *row, const QString &objectName, const QString &name)
{
    auto *cell = new Cell(m_themes, row->parentWidget());
    cell->setObjectName(objectName);
    cell->setAccessibleName(name);
    row->addWidget(cell);
    return cell;
}

void StatusBar::setCell(QToolButton *cell, const QString &text, const QString &name)
{
    cell->setText(text);
    cell->setAccessibleName(text.isEmpty() ? name : u"%1, %2"_s.arg(name, text));
    cell->setVisible(!text.isEmpty());
    setInk(cell, Icon::None, {}, m_themes.theme().text2);
}

void StatusBar::setInk(QToolButton *cell, Icon icon, const QColor &iconInk, const QColor &textInk)
{
    static_cast<Cell *>(cell)->setInk(icon, iconInk, textInk);
}

/// "2 connections", or how many of them are connected where not all are.
QString StatusBar::connectionsWords(const monitor::LinkStatus &link)
{
    return link.connectionsUp == link.connections
               ? tr("%n connections", nullptr, link.connections)
               : tr("%1 of %n connections", nullptr, link.connections).arg(link.connectionsUp);
}

void StatusBar::setLink(const monitor::LinkStatus &link, qint64 nowMs)
{
    const bool isConnected = link.state == ably::ConnectionState::Connected;
    showState(link, nowMs);
    setCell(m_host, link.host, tr("Status: host"));
    setCell(m_roundTrip,
            isConnected && link.roundTrip ? tr("rtt %1").arg(models::formatDuration(link.roundTrip->count()))
                                          : QString(),
            tr("Status: round trip"));
    const QString channels = link.channelsAttached == link.channelsWatched
                                 ? tr("%n channels", nullptr, link.channelsWatched)
                                 : tr("%1 of %n channels", nullptr, link.channelsWatched).arg(link.channelsAttached);
    setCell(m_channels, link.connections > 1 ? tr("%1, %2").arg(channels, connectionsWords(link)) : channels,
            tr("Status: channels"));
    showToken(link, nowMs);
    setCell(m_rate, isConnected ? models::formatEventRate(link.eventsPerSecond) : QString(),
            tr("Status: events per second"));
    applyRoom();
}

void StatusBar::showState(const monitor::LinkStatus &link, qint64 nowMs)
{
    QString word = common::connectionWord(link.state);
    if (link.state == ably::ConnectionState::Disconnected && link.retryAtMs && *link.retryAtMs > nowMs)
        word = tr("Disconnected, next try in %1").arg(models::formatDuration(*link.retryAtMs - nowMs));
    else if (link.state == ably::ConnectionState::Suspended)
        word = tr("Suspended, trying every 30 s");
    setCell(m_connection, word, tr("Status: connection"));
    const common::Sign sign = common::signOf(link.state);
    const Icon icon = link.state == ably::ConnectionState::Connected ? Icon::Disc : sign.icon;
    const Theme &theme = m_themes.theme();
    const QColor ink =
        link.state == ably::ConnectionState::Connected ? theme.state(sign.role).solid : theme.state(sign.role).fg;
    setInk(m_connection, icon, ink, theme.text1);
}

void StatusBar::showToken(const monitor::LinkStatus &link, qint64 nowMs)
{
    if (!link.token || !link.token->expires) {
        setCell(m_token, {}, tr("Status: token"));
        return;
    }
    const qint64 left = *link.token->expires - nowMs;
    const Theme &theme = m_themes.theme();
    setCell(m_token, tr("token %1").arg(models::formatCountdown(left)), tr("Status: token"));
    if (left <= 0)
        setInk(m_token, Icon::Error, theme.state(StateRole::Error).fg, theme.state(StateRole::Error).fg);
    else if (left < tokenWarningMs)
        setInk(m_token, Icon::Warning, theme.state(StateRole::Warn).fg, theme.state(StateRole::Warn).fg);
}

void StatusBar::clearLink()
{
    setLink({}, 0);
    setCell(m_host, tr("no profile yet"), tr("Status: host"));
    setCell(m_channels, {}, tr("Status: channels"));
}

void StatusBar::setUser(const QString &email, bool isStored)
{
    setCell(m_user, email.isEmpty() ? tr("Not signed in") : email, tr("Status: user"));
    setCell(m_session, !email.isEmpty() && !isStored ? tr("this session only") : QString(), tr("Status: session"));
    const Theme &theme = m_themes.theme();
    setInk(m_session, Icon::Lock, theme.state(StateRole::Warn).fg, theme.state(StateRole::Warn).fg);
    m_session->setToolTip(tr("No keychain on this computer: you stay signed in until you close Genie Monitor."));
}

const QWidget *StatusBar::userCell() const
{
    return m_user;
}

void StatusBar::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(0, 0, width(), 1, m_themes.theme().line);
}

void StatusBar::applyRoom()
{
    m_host->setVisible(!m_host->text().isEmpty() && !m_state.isNarrow());
}

} // namespace gm::shell
