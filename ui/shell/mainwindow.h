/// The window: puts the panels together and leads what they ask for to the monitor.
#pragma once

#include "core/monitor/workspace.h"
#include "ui/common/selection.h"
#include "ui/common/uistate.h"

#include <QJsonObject>
#include <QMainWindow>
#include <QTimer>

#include <memory>

class QStackedWidget;

namespace gm::common
{
class ThemeProvider;
class Toast;
} // namespace gm::common
namespace gm::connectionpanel
{
class ConnectionPanel;
}
namespace gm::conversations
{
class ConversationsPanel;
}
namespace gm::firstrun
{
class FirstRunPage;
}
namespace gm::inspector
{
class InspectorPanel;
}
namespace gm::problemspanel
{
class ProblemsPanel;
}
namespace gm::timelineview
{
class TimelinePanel;
}

namespace gm::shell
{

class AccountMenu;
class Actions;
class CentralTabs;
class Docks;
class FaultsMenu;
class MonitorModels;
class ProfileFlows;
class StatusBar;
class Toolbar;
struct PaletteItem;

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// Both outlive the window. Shows the first-run page until the workspace has a monitor.
    MainWindow(common::ThemeProvider &themes, monitor::Workspace &workspace, QWidget *parent = nullptr);
    ~MainWindow() override;

Q_SIGNALS:
    /// The window was closed and the connection has ended in order: the program may go.
    void ended();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    // mainwindow.cpp
    void buildPanels();
    void buildMenus();
    void attach(monitor::Monitor *monitor);
    void detach();
    void restoreArrangement();
    void saveArrangement();

    // mainwindowwiring.cpp
    void wireActions();
    void wireViewActions();
    void wirePanels();
    void applyThemeChoice();
    void showPalette();
    [[nodiscard]] QList<PaletteItem> paletteItems();
    void showShortcuts();
    void showAbout();
    void showError(const base::Error &error);
    void stepPanel(int direction);

    // mainwindowmonitor.cpp
    void connectMonitor(monitor::Monitor &monitor);
    void showLink();
    void showSession();
    void showAccount();
    void showSituation();
    void showConversation(const base::ConversationId &id, qint64 untilMs);
    void applyFaults(const QString &name, const QList<QJsonObject> &faults);

    common::ThemeProvider &m_themes;
    monitor::Workspace &m_workspace;
    common::Selection m_selection;
    common::UiState m_state;
    std::unique_ptr<MonitorModels> m_models;
    Actions *m_actions;
    Docks *m_docks;
    Toolbar *m_toolbar;
    StatusBar *m_statusBar;
    ProfileFlows *m_flows;
    FaultsMenu *m_faults;
    AccountMenu *m_account;
    QStackedWidget *m_pages;
    firstrun::FirstRunPage *m_firstRun;
    CentralTabs *m_central;
    timelineview::TimelinePanel *m_timeline;
    conversations::ConversationsPanel *m_conversations;
    inspector::InspectorPanel *m_inspector;
    problemspanel::ProblemsPanel *m_problems;
    connectionpanel::ConnectionPanel *m_connection;
    common::Toast *m_toast;
    QTimer m_seconds; ///< Countdowns in the status bar.
    bool m_isEnding = false;
};

} // namespace gm::shell
