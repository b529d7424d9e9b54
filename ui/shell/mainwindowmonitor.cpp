// What the monitor tells.
#include "ui/shell/mainwindow.h"

#include "core/diagnostics/problem.h"
#include "core/monitor/monitor.h"
#include "core/timeline/conversationstate.h"
#include "core/timeline/eventstore.h"
#include "ui/common/toast.h"
#include "ui/connection/connectionpanel.h"
#include "ui/conversations/conversationspanel.h"
#include "ui/shell/accountmenu.h"
#include "ui/shell/actions.h"
#include "ui/shell/monitormodels.h"
#include "ui/shell/profileflows.h"
#include "ui/shell/statusbar.h"
#include "ui/timeline/timelinepanel.h"

#include <QAccessible>

namespace gm::shell
{

using common::Icon;
using monitor::Monitor;

namespace
{

void speak(QWidget *place)
{
    QAccessibleEvent spoken(place, QAccessible::Alert);
    QAccessible::updateAccessibility(&spoken);
}

} // namespace

void MainWindow::connectMonitor(Monitor &monitor)
{
    connect(&monitor, &Monitor::linkChanged, this, &MainWindow::showLink);
    connect(&monitor, &Monitor::connectionChanged, this, [this](const ably::ConnectionChange &change) {
        showLink();
        const bool isLostOrBack =
            change.current == ably::ConnectionState::Connected || change.previous == ably::ConnectionState::Connected;
        if (isLostOrBack)
            speak(m_statusBar);
    });
    connect(&monitor, &Monitor::sessionChanged, this, &MainWindow::showSession);
    connect(&monitor, &Monitor::watchedChanged, this, &MainWindow::showSituation);
    connect(&monitor, &Monitor::conversationsChanged, this, [this] {
        m_conversations->setLoaded(true);
        showSituation();
    });
    connect(&monitor, &Monitor::conversationsFailed, m_conversations, &conversations::ConversationsPanel::showError);
}

void MainWindow::showLink()
{
    const Monitor *monitor = m_workspace.monitor();
    if (!monitor || !m_models)
        return;
    const monitor::LinkStatus link = monitor->link();
    m_statusBar->setLink(link, monitor->clock().wallMs());
    const auto [gaps, lengthMs] = m_models->continuity();
    m_connection->setLink(link, {gaps, lengthMs});
    m_connection->setLinks(monitor->links());

    const bool isIdle = link.state == ably::ConnectionState::Initialized || ably::factsOf(link.state).isTerminal;
    m_actions->setFace(ActionId::ConnectOrDisconnect, isIdle ? tr("Connect") : tr("Disconnect"),
                       isIdle ? Icon::Connect : Icon::Disconnected);
    (*m_actions)[ActionId::RenewToken]->setEnabled(link.state == ably::ConnectionState::Connected);
    showSituation();
}

void MainWindow::showSession()
{
    const Monitor *monitor = m_workspace.monitor();
    if (!monitor)
        return;
    // The sandbox's session is not worth keeping, so there is nothing to warn of.
    m_statusBar->setUser(monitor->userEmail(), monitor->isSessionStored() || monitor->isSandbox());
    (*m_actions)[ActionId::SignIn]->setEnabled(!monitor->isSignedIn());
    for (const ActionId id : {ActionId::Account, ActionId::SwitchAccount, ActionId::SignOut, ActionId::SignOutOthers,
                              ActionId::SignOutEverywhere})
        (*m_actions)[id]->setEnabled(monitor->isSignedIn());
}

/// The account's menu above its cell in the status bar; nobody signed in: the question who.
void MainWindow::showAccount()
{
    const Monitor *monitor = m_workspace.monitor();
    if (!monitor)
        return;
    const std::optional<supabase::Session> &session = monitor->session();
    if (!session) {
        m_flows->signIn();
        return;
    }
    const auto claims = supabase::readClaims(session->accessToken).value_or(supabase::TokenClaims());
    const base::Clock &clock = monitor->clock();
    m_account->setFacts({.email = session->email,
                         .method = claims.method,
                         .provider = claims.provider,
                         .assurance = claims.assurance,
                         .tokenUntilMs = clock.wallMs() + (session->expires - clock.now()).count(),
                         .isTokenOver = session->isExpired(clock.now()),
                         .key = monitor->profile().anonKey,
                         .isStored = monitor->isSessionStored()});
    const QWidget *cell = m_statusBar->userCell();
    const QSize size = m_account->sizeHint();
    m_account->popup(cell->mapToGlobal(QPoint(cell->width() - size.width(), -size.height())));
}

void MainWindow::showSituation()
{
    const Monitor *monitor = m_workspace.monitor();
    if (!monitor)
        return;
    m_timeline->setSituation({monitor->link().state == ably::ConnectionState::Connected, int(monitor->watched().size()),
                              int(monitor->conversations().size())});
}

/// Brings the conversation's last event up to that time into sight.
void MainWindow::showConversation(const base::ConversationId &id, qint64 untilMs)
{
    Monitor *monitor = m_workspace.monitor();
    if (!monitor)
        return;
    m_selection.setConversation(id);
    const timeline::EventStore &store = monitor->store();
    for (qint64 row = store.size() - 1; row >= 0; --row) {
        const base::RowIndex index(row);
        if (store.receivedMs(index) > untilMs || store.conversation(index) != id.text())
            continue;
        m_selection.setEvent(index, id);
        m_selection.reveal(index);
        return;
    }
}

/// One after the other: some faults only make sense when the one before is in force.
void MainWindow::applyFaults(const QString &name, const QList<QJsonObject> &faults)
{
    Monitor *monitor = m_workspace.monitor();
    if (!monitor || faults.isEmpty())
        return;
    monitor->applyFault(faults.first()).then(this, [this, name, faults](const base::Result<QJsonObject> &result) {
        if (!result)
            showError(result.error());
        else if (faults.size() > 1)
            applyFaults(name, faults.mid(1));
        else
            m_toast->say(tr("In force: %1").arg(name));
    });
}

} // namespace gm::shell
