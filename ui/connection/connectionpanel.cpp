#include "ui/connection/connectionpanel.h"

#include "ui/common/uistate.h"
#include "ui/connection/channelstable.h"
#include "ui/connection/linkstable.h"
#include "ui/connection/linksummary.h"
#include "ui/connection/sidepane.h"
#include "ui/connection/transitionstable.h"
#include "ui/models/channelsmodel.h"
#include "ui/models/transitionsmodel.h"

#include <QDesktopServices>
#include <QResizeEvent>
#include <QSplitter>
#include <QVBoxLayout>

namespace gm::connectionpanel
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int sideWidth = 480;
constexpr int tablesWidth = 960;
constexpr int leastHeight = 48;
/// Below this height the two tables stand side by side.
constexpr int flatBelow = 320;

} // namespace

ConnectionPanel::ConnectionPanel(const common::ThemeProvider &themes, common::UiState &state, const base::Clock &clock,
                                 QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_state(state)
    , m_summary(new LinkSummary(themes))
    , m_links(new LinksTable(themes))
    , m_tables(new QSplitter(Qt::Vertical))
    , m_transitions(new TransitionsTable(themes))
    , m_channels(new ChannelsTable(themes))
    , m_side(new SidePane(themes))
{
    setObjectName(u"connectionPanel"_s);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setFocusProxy(m_transitions);
    // The bottom area may be as low as 80 px: everything scrolls, nothing insists on room.
    setMinimumHeight(leastHeight);
    for (QWidget *part :
         {static_cast<QWidget *>(m_transitions), static_cast<QWidget *>(m_channels), static_cast<QWidget *>(m_side)})
        part->setMinimumHeight(1);
    m_links->setMinimumHeight(1);
    m_tables->addWidget(m_links);
    m_tables->addWidget(m_transitions);
    m_tables->addWidget(m_channels);
    m_tables->setChildrenCollapsible(false);
    auto *body = new QSplitter(Qt::Horizontal);
    body->addWidget(m_tables);
    body->addWidget(m_side);
    body->setStretchFactor(0, 1);
    body->setSizes({tablesWidth, sideWidth});
    body->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_summary);
    layout->addWidget(body, 1);

    connect(m_summary, &LinkSummary::reconnectRequested, this, &ConnectionPanel::reconnectRequested);
    connect(m_side, &SidePane::renewRequested, this, &ConnectionPanel::renewTokenRequested);
    connect(m_transitions, &TransitionsTable::helpRequested, this,
            [](const QUrl &url) { QDesktopServices::openUrl(url); });
    connect(&state, &common::UiState::roomChanged, this, &ConnectionPanel::applyRoom);
    connect(&state, &common::UiState::timesChanged, this, &ConnectionPanel::refresh);
    applyRoom();
    refresh();
}

void ConnectionPanel::setSources(const Sources &sources)
{
    if (m_sources.history)
        m_sources.history->disconnect(this);
    m_sources = sources;
    m_transitions->setModel(sources.transitions);
    m_channels->setModel(sources.channels);
    if (sources.history)
        connect(sources.history, &diagnostics::ConnectionHistory::changed, this, &ConnectionPanel::refresh);
    if (!sources.history) {
        m_link = {};
        m_links->setLinks({});
    }
    refresh();
}

void ConnectionPanel::setLink(const monitor::LinkStatus &link, const Continuity &continuity)
{
    m_link = link;
    m_continuity = continuity;
    refresh();
}

void ConnectionPanel::setLinks(const QList<monitor::LinkStatus> &links)
{
    m_links->setLinks(links);
}

void ConnectionPanel::refresh()
{
    const qint64 nowMs = m_clock.wallMs();
    const models::Zone zone = m_state.showsUtc() ? models::Zone::Utc : models::Zone::Local;
    const int connections = m_sources.history ? m_sources.history->connections() : 0;
    m_summary->setLink(m_link, summaryCells(m_link, m_continuity, connections), nowMs);
    m_channels->setAttached(m_link.channelsAttached);
    m_side->setToken(m_link.token, nowMs, zone);
    m_side->setHosts(m_sources.history ? m_sources.history->hosts() : QList<diagnostics::HostTried>(), zone);
    if (m_sources.history)
        m_side->setCounters(counterFields(m_sources.frames, *m_sources.history));
    if (m_sources.transitions)
        m_sources.transitions->setUtc(m_state.showsUtc());
    if (m_sources.channels)
        m_sources.channels->setUtc(m_state.showsUtc());
}

void ConnectionPanel::applyRoom()
{
    m_side->setVisible(!m_state.isNarrow());
    const bool isFlat = height() < flatBelow;
    m_tables->setOrientation(isFlat ? Qt::Horizontal : Qt::Vertical);
    m_transitions->setColumnHidden(models::TransitionsModel::For, isFlat);
}

void ConnectionPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    applyRoom();
}

} // namespace gm::connectionpanel
