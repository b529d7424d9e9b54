#include "ui/shell/mainwindow.h"

#include "core/profile/settings.h"
#include "ui/common/fonts.h"
#include "ui/common/themeprovider.h"
#include "ui/common/toast.h"
#include "ui/connection/connectionpanel.h"
#include "ui/conversations/conversationspanel.h"
#include "ui/firstrun/firstrunpage.h"
#include "ui/inspector/inspectorpanel.h"
#include "ui/problems/problemspanel.h"
#include "ui/shell/accountmenu.h"
#include "ui/shell/actions.h"
#include "ui/shell/centraltabs.h"
#include "ui/shell/docks.h"
#include "ui/shell/faultsmenu.h"
#include "ui/shell/filterfield.h"
#include "ui/shell/monitormodels.h"
#include "ui/shell/profileflows.h"
#include "ui/shell/statusbar.h"
#include "ui/shell/toolbar.h"
#include "ui/timeline/timelinepanel.h"

#include <QCloseEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QStackedWidget>
#include <QStyle>

namespace gm::shell
{

using monitor::Monitor;
using monitor::Workspace;
using profile::Setting;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

MainWindow::MainWindow(common::ThemeProvider &themes, Workspace &workspace, QWidget *parent)
    : QMainWindow(parent)
    , m_themes(themes)
    , m_workspace(workspace)
    , m_actions(new Actions(themes, this))
    , m_docks(new Docks(themes, m_state, this))
    , m_toolbar(new Toolbar(themes, *m_actions, m_selection, m_state, this))
    , m_statusBar(new StatusBar(themes, m_state, this))
    , m_flows(new ProfileFlows(themes, workspace, *m_actions, this))
    , m_faults(new FaultsMenu(this))
    , m_account(new AccountMenu(themes, *m_actions, this))
    , m_pages(new QStackedWidget(this))
    , m_firstRun(new firstrun::FirstRunPage(themes, this))
    , m_central(new CentralTabs(themes, this))
    , m_timeline(new timelineview::TimelinePanel(themes, m_selection, m_state, this))
    , m_conversations(new conversations::ConversationsPanel(themes, m_selection, this))
    , m_inspector(new inspector::InspectorPanel(themes, m_selection, m_state, this))
    , m_problems(new problemspanel::ProblemsPanel(themes, m_selection, m_state, this))
    , m_connection(new connectionpanel::ConnectionPanel(themes, m_state, workspace.clock(), this))
    , m_toast(new common::Toast(themes, m_state, m_central))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Genie Monitor"));
    setMinimumSize(1024, 640);
    m_state.setReducesMotion(style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0);
    buildPanels();
    buildMenus();
    wireActions();
    wireViewActions();
    wirePanels();
    applyThemeChoice();
    m_seconds.setInterval(1s);
    connect(&m_seconds, &QTimer::timeout, this, &MainWindow::showLink);
    connect(&workspace, &Workspace::monitorAboutToChange, this, &MainWindow::detach);
    connect(&workspace, &Workspace::monitorChanged, this, &MainWindow::attach);
    connect(&workspace, &Workspace::finished, this, &MainWindow::ended);
    restoreArrangement();
    if (workspace.monitor())
        attach(workspace.monitor());
    else
        detach();
}

MainWindow::~MainWindow()
{
    // The panels let go of the models before these go.
    detach();
}

void MainWindow::buildPanels()
{
    addToolBar(m_toolbar);
    setStatusBar(m_statusBar);
    m_central->addView(tr("Timeline"), m_timeline, m_timeline->stripActions());
    m_pages->addWidget(m_firstRun);
    m_pages->addWidget(m_central);
    setCentralWidget(m_pages);
    m_docks->addConversations(m_conversations, m_conversations->titleActions());
    m_docks->addInspector(m_inspector, m_inspector->titleActions());
    m_docks->addBottom(u"dock.problems"_s, tr("Problems"), m_problems);
    m_docks->addBottom(u"dock.connection"_s, tr("Connection"), m_connection);
}

void MainWindow::buildMenus()
{
    auto *all = new QMenu(this);
    all->setObjectName(u"moreMenu"_s);
    for (const ActionGroup group : Actions::groups()) {
        QMenu *menu = all->addMenu(groupName(group));
        menu->addActions(m_actions->inGroup(group));
    }
    m_toolbar->setMoreMenu(all);
    m_toolbar->setProfileMenu(m_flows->menu());
    m_toolbar->setFaultsMenu(m_faults);
}

void MainWindow::attach(Monitor *monitor)
{
    m_models = std::make_unique<MonitorModels>(*monitor, m_state);
    m_timeline->setSources({&m_models->timeline(), &monitor->store(), &monitor->runs(), &monitor->titles()});
    m_inspector->setSources({&monitor->store(), &monitor->runs(), &monitor->streams(), &monitor->titles(),
                             &monitor->frames(), &m_models->timeline()});
    m_connection->setSources(
        {&m_models->transitions(), &m_models->channels(), &monitor->history(), &monitor->frames()});
    m_problems->setModel(&m_models->problems());
    m_problems->setLookedForSince(monitor->clock().wallMs());
    m_conversations->setModel(&m_models->conversations());
    m_conversations->setLoaded(monitor->haveConversationsLoaded());
    m_selection.clear();
    connectMonitor(*monitor);

    m_firstRun->clearError();
    m_pages->setCurrentWidget(m_central);
    m_docks->setAllVisible(true);
    m_toolbar->setProfile(monitor->profile().name, monitor->isSandbox());
    for (const ActionId id : {ActionId::ConnectOrDisconnect, ActionId::ReconnectNow, ActionId::RenewToken,
                              ActionId::PasteIds, ActionId::WatchAll, ActionId::ReloadConversations, ActionId::Follow,
                              ActionId::Pause, ActionId::GoFilter, ActionId::Maximise, ActionId::SignIn})
        (*m_actions)[id]->setEnabled(true);
    m_seconds.start();
    showSession();
    showLink();
}

void MainWindow::detach()
{
    m_seconds.stop();
    m_timeline->setSources({});
    m_inspector->setSources({});
    m_connection->setSources({});
    m_problems->setModel(nullptr);
    m_conversations->setModel(nullptr);
    m_selection.clear();
    m_models.reset();
    m_toolbar->setProfile({}, false);
    m_statusBar->clearLink();
    m_statusBar->setUser({}, true);
    m_pages->setCurrentWidget(m_firstRun);
    m_docks->setAllVisible(false);
    for (const ActionId id :
         {ActionId::ConnectOrDisconnect, ActionId::ReconnectNow, ActionId::RenewToken, ActionId::PasteIds,
          ActionId::WatchAll, ActionId::ReloadConversations, ActionId::Follow, ActionId::Pause, ActionId::GoFilter,
          ActionId::Maximise, ActionId::SignIn, ActionId::Account, ActionId::SwitchAccount, ActionId::SignOut,
          ActionId::SignOutOthers, ActionId::SignOutEverywhere})
        (*m_actions)[id]->setEnabled(false);
}

void MainWindow::restoreArrangement()
{
    const profile::Settings &settings = m_workspace.settings();
    resize(1440, 900);
    restoreGeometry(settings.value(Setting::WindowGeometry).toByteArray());
    m_docks->applyRoom(size());
    m_docks->restore(settings.value(Setting::WindowState).toByteArray());
    m_timeline->restoreColumns(settings.value(Setting::TimelineColumns).toByteArray());
}

void MainWindow::saveArrangement()
{
    profile::Settings &settings = m_workspace.settings();
    settings.setValue(Setting::WindowGeometry, saveGeometry());
    if (m_models) // without a profile the docks are hidden, which is nobody's choice
        settings.setValue(Setting::WindowState, m_docks->save());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_isEnding) {
        m_isEnding = true;
        saveArrangement();
        m_workspace.shutDown();
    }
    event->accept();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_docks->applyRoom(event->size());
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_selection.filter().isEmpty())
        m_selection.setFilter({});
    else if (event->key() == Qt::Key_Escape && m_models)
        m_central->showView(0);
    else
        QMainWindow::keyPressEvent(event);
}

} // namespace gm::shell
