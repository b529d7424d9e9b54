// What actions and panels ask for.
#include "ui/shell/mainwindow.h"

#include "core/profile/settings.h"
#include "ui/common/themeprovider.h"
#include "ui/common/toast.h"
#include "ui/common/words.h"
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
#include "ui/shell/messagedialog.h"
#include "ui/shell/monitormodels.h"
#include "ui/shell/palette.h"
#include "ui/shell/profileflows.h"
#include "ui/shell/statusbar.h"
#include "ui/shell/toolbar.h"
#include "ui/timeline/timelinepanel.h"

#include <QApplication>
#include <QDockWidget>
#include <QStackedWidget>

namespace gm::shell
{

using common::Icon;
using common::ThemeChoice;
using monitor::Monitor;
using profile::Setting;
using namespace Qt::StringLiterals;

void MainWindow::wireActions()
{
    const auto on = [this](ActionId id, auto call) { connect((*m_actions)[id], &QAction::triggered, this, call); };
    const auto withMonitor = [this](auto call) {
        return [this, call] {
            if (Monitor *monitor = m_workspace.monitor())
                call(*monitor);
        };
    };
    on(ActionId::Quit, [this] { close(); });
    on(ActionId::Account, [this] { showAccount(); });
    on(ActionId::ReconnectNow, withMonitor([](Monitor &monitor) {
           monitor.disconnectNow();
           monitor.connectNow();
       }));
    on(ActionId::RenewToken, withMonitor([](Monitor &monitor) { monitor.renewToken(); }));
    on(ActionId::WatchAll, withMonitor([](Monitor &monitor) { monitor.watchAll(); }));
    on(ActionId::ReloadConversations, withMonitor([](Monitor &monitor) { monitor.reloadConversations(); }));
    on(ActionId::PasteIds, [this] {
        m_docks->show(u"dock.conversations"_s);
        m_conversations->focusFind();
    });
    on(ActionId::AllActions, [this] { showPalette(); });
    on(ActionId::GoFilter, [this] { m_toolbar->filter()->focusFilter(); });
    on(ActionId::ClearFilter, [this] { m_selection.setFilter({}); });
    on(ActionId::GoTimeline, [this] { m_central->showView(0); });
    on(ActionId::GoConversations, [this] { m_docks->show(u"dock.conversations"_s); });
    on(ActionId::GoInspector, [this] { m_docks->show(u"dock.inspector"_s); });
    on(ActionId::GoFrame, [this] {
        m_docks->show(u"dock.inspector"_s);
        m_inspector->showSection(inspector::InspectorPanel::Section::Frame);
    });
    on(ActionId::GoProblems, [this] { m_docks->show(u"dock.problems"_s); });
    on(ActionId::GoConnection, [this] { m_docks->show(u"dock.connection"_s); });
    on(ActionId::NextPanel, [this] { stepPanel(1); });
    on(ActionId::PreviousPanel, [this] { stepPanel(-1); });
    on(ActionId::NextProblem, [this] { m_problems->step(1); });
    on(ActionId::PreviousProblem, [this] { m_problems->step(-1); });
    on(ActionId::Shortcuts, [this] { showShortcuts(); });
    on(ActionId::About, [this] { showAbout(); });
}

void MainWindow::wireViewActions()
{
    QAction *follow = (*m_actions)[ActionId::Follow];
    follow->setChecked(m_state.isFollowing());
    connect(follow, &QAction::triggered, &m_state, &common::UiState::setFollowing);
    connect(&m_state, &common::UiState::followingChanged, follow, &QAction::setChecked);

    QAction *pause = (*m_actions)[ActionId::Pause];
    connect(pause, &QAction::triggered, &m_state, &common::UiState::setPaused);
    connect(&m_state, &common::UiState::pausedChanged, this, [this, pause](bool isPaused) {
        m_actions->setFace(ActionId::Pause, isPaused ? tr("Go on") : tr("Pause"), isPaused ? Icon::Play : Icon::Pause);
        pause->setChecked(isPaused);
    });
    connect((*m_actions)[ActionId::TimesInUtc], &QAction::toggled, &m_state, &common::UiState::setShowsUtc);
    QAction *motion = (*m_actions)[ActionId::ReduceMotion];
    motion->setChecked(m_state.reducesMotion());
    connect(motion, &QAction::toggled, &m_state, &common::UiState::setReducesMotion);

    connect((*m_actions)[ActionId::Maximise], &QAction::triggered, m_docks, &Docks::toggleMaximised);
    connect((*m_actions)[ActionId::RestoreLayout], &QAction::triggered, m_docks, &Docks::restoreDefault);
    const auto choose = [this](ActionId id, const QString &theme) {
        connect((*m_actions)[id], &QAction::triggered, this, [this, theme] {
            m_workspace.settings().setValue(Setting::Theme, theme);
            applyThemeChoice();
        });
    };
    choose(ActionId::ThemeSystem, u"system"_s);
    choose(ActionId::ThemeLight, u"light"_s);
    choose(ActionId::ThemeDark, u"dark"_s);
}

void MainWindow::wirePanels()
{
    const auto withMonitor = [this](auto call) {
        return [this, call](const auto &...arguments) {
            if (Monitor *monitor = m_workspace.monitor())
                call(*monitor, arguments...);
        };
    };
    using conversations::ConversationsPanel;
    connect(m_conversations, &ConversationsPanel::watchRequested, this,
            withMonitor([](Monitor &monitor, const QList<base::ConversationId> &ids) { monitor.watch(ids); }));
    connect(m_conversations, &ConversationsPanel::unwatchRequested, this,
            withMonitor([](Monitor &monitor, const base::ConversationId &id) { monitor.unwatch(id); }));
    connect(m_conversations, &ConversationsPanel::reloadRequested, this,
            withMonitor([](Monitor &monitor) { monitor.reloadConversations(); }));
    connect(m_conversations, &ConversationsPanel::openRequested, this,
            [this](const base::ConversationId &id) { showConversation(id, std::numeric_limits<qint64>::max()); });
    connect(&m_selection, &common::Selection::conversationChanged, this,
            withMonitor([](Monitor &monitor, const base::ConversationId &id) { monitor.states().markSeen(id); }));
    connect(&m_selection, &common::Selection::panelRequested, m_docks, &Docks::show);

    connect(m_timeline, &timelineview::TimelinePanel::watchAllRequested, this,
            withMonitor([](Monitor &monitor) { monitor.watchAll(); }));
    connect(m_timeline, &timelineview::TimelinePanel::connectRequested, m_flows, &ProfileFlows::connectOrDisconnect);
    connect(m_timeline, &timelineview::TimelinePanel::columnsChanged, this,
            [this] { m_workspace.settings().setValue(Setting::TimelineColumns, m_timeline->saveColumns()); });
    connect(m_problems, &problemspanel::ProblemsPanel::countChanged, this,
            [this](int count) { m_docks->setCount(u"dock.problems"_s, count, common::StateRole::Error); });
    connect(m_problems, &problemspanel::ProblemsPanel::showInTimelineRequested, this, &MainWindow::showConversation);
    connect(m_connection, &connectionpanel::ConnectionPanel::reconnectRequested, (*m_actions)[ActionId::ReconnectNow],
            &QAction::trigger);
    connect(m_connection, &connectionpanel::ConnectionPanel::renewTokenRequested, (*m_actions)[ActionId::RenewToken],
            &QAction::trigger);
    connect(m_statusBar, &StatusBar::connectionClicked, this, [this] { m_docks->show(u"dock.connection"_s); });
    connect(m_statusBar, &StatusBar::userClicked, this, &MainWindow::showAccount);
    connect(m_account, &AccountMenu::copied, m_toast, [this] { m_toast->say(tr("Copied")); });
    connect(m_firstRun, &firstrun::FirstRunPage::sandboxRequested, m_flows, &ProfileFlows::startSandbox);
    connect(m_firstRun, &firstrun::FirstRunPage::importRequested, m_flows, &ProfileFlows::importEnv);
    connect(m_firstRun, &firstrun::FirstRunPage::newProfileRequested, m_flows, &ProfileFlows::newProfile);
    connect(m_flows, &ProfileFlows::failed, this, &MainWindow::showError);
    connect(m_flows, &ProfileFlows::succeeded, m_toast, &common::Toast::say);
    connect(m_faults, &FaultsMenu::faultsChosen, this, &MainWindow::applyFaults);
    connect(m_faults, &FaultsMenu::endAllChosen, this, withMonitor([](Monitor &monitor) { monitor.clearFaults(); }));
}

void MainWindow::applyThemeChoice()
{
    const QString theme = m_workspace.settings().value(Setting::Theme).toString();
    const ThemeChoice choice = theme == u"light"  ? ThemeChoice::Light
                               : theme == u"dark" ? ThemeChoice::Dark
                                                  : ThemeChoice::System;
    m_themes.setChoice(choice);
    const ActionId id = choice == ThemeChoice::Light  ? ActionId::ThemeLight
                        : choice == ThemeChoice::Dark ? ActionId::ThemeDark
                                                      : ActionId::ThemeSystem;
    (*m_actions)[id]->setChecked(true);
}

void MainWindow::showPalette()
{
    (new Palette(m_themes, paletteItems(), this))->show();
}

QList<PaletteItem> MainWindow::paletteItems()
{
    QList<PaletteItem> items;
    for (const ActionGroup group : Actions::groups()) {
        for (QAction *action : m_actions->inGroup(group)) {
            if (!action->isEnabled() || action == (*m_actions)[ActionId::AllActions])
                continue;
            items << PaletteItem{tr("Actions"),
                                 Actions::iconOf(action),
                                 action->text(),
                                 groupName(group),
                                 action->shortcut().toString(QKeySequence::PortableText),
                                 [action] { action->trigger(); },
                                 std::nullopt};
        }
    }
    Monitor *monitor = m_workspace.monitor();
    if (!monitor)
        return items;
    QList<base::ConversationId> ids = monitor->watched();
    for (const genie::Conversation &conversation : monitor->conversations()) {
        if (!ids.contains(conversation.id))
            ids << conversation.id;
    }
    for (const base::ConversationId &id : std::as_const(ids)) {
        const bool isWatched = monitor->isWatched(id);
        items << PaletteItem{tr("Conversations"),
                             Icon::Message,
                             monitor->titleOf(id),
                             isWatched ? tr("watched") : tr("not watched"),
                             {},
                             [this, id] {
                                 m_selection.setConversation(id);
                                 m_docks->show(u"dock.conversations"_s);
                             },
                             std::nullopt};
    }
    for (const diagnostics::Problem &problem : monitor->problems().problems()) {
        const common::Sign sign = common::signOf(problem.severity);
        const QString where =
            problem.conversations.size() == 1 ? monitor->titleOf(problem.conversations.first()) : QString();
        items << PaletteItem{tr("Problems"),
                             sign.icon,
                             problem.what,
                             where,
                             {},
                             [this, problem] {
                                 if (!problem.conversations.isEmpty())
                                     m_selection.setConversation(problem.conversations.first());
                                 m_docks->show(u"dock.problems"_s);
                             },
                             sign.role};
    }
    return items;
}

void MainWindow::showShortcuts()
{
    auto *dialog = new MessageDialog(m_themes, tr("All shortcuts"), this);
    dialog->addShortcuts(*m_actions);
    dialog->open();
}

void MainWindow::showAbout()
{
    auto *dialog = new MessageDialog(m_themes, tr("Genie Monitor"), this);
    dialog->addText(tr("Version %1, with Qt %2.").arg(QStringLiteral(GM_VERSION), QString::fromLatin1(qVersion())));
    dialog->addText(tr("Shows every event of a Genie conversation as it arrives, and says where one got lost. It only "
                       "listens, and sends nothing about you anywhere."));
    dialog->open();
}

void MainWindow::showError(const base::Error &error)
{
    if (m_pages->currentWidget() == m_firstRun) {
        m_firstRun->showError(error);
        return;
    }
    auto *dialog = new MessageDialog(m_themes, tr("That did not work"), this);
    dialog->addError(error);
    dialog->open();
}

void MainWindow::stepPanel(int direction)
{
    QList<QWidget *> stops{m_toolbar};
    const QList<QDockWidget *> docks = m_docks->inOrder();
    for (QDockWidget *dock : docks)
        stops << dock;
    stops.insert(std::min<qsizetype>(2, stops.size()), m_pages);
    stops << m_statusBar;
    const QWidget *focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < stops.size(); ++i) {
        if (focus && (stops[i] == focus || stops[i]->isAncestorOf(focus)))
            at = i;
    }
    // The first control of the next stop that takes the focus by keyboard.
    for (qsizetype tried = 0; tried < stops.size(); ++tried) {
        at = (at + direction + stops.size()) % stops.size();
        const QList<QWidget *> controls = stops[at]->findChildren<QWidget *>();
        for (QWidget *control : controls) {
            if (control->isVisible() && control->isEnabled() && control->focusPolicy() & Qt::TabFocus) {
                control->setFocus(Qt::TabFocusReason);
                return;
            }
        }
    }
}

} // namespace gm::shell
