/// Where the panels are: docks, their tabs, folding, maximising, and what changes when the window is small.
#pragma once

#include "ui/common/theme.h"

#include <QByteArray>
#include <QHash>
#include <QMainWindow>

class QDockWidget;

namespace gm::common
{
class ThemeProvider;
class UiState;
} // namespace gm::common

namespace gm::shell
{

class DockTitle;

/// Panels below the Timeline share one strip of tabs; each is a dock of its own that can be moved, closed and torn off.
class Docks : public QObject
{
    Q_OBJECT
public:
    Docks(const common::ThemeProvider &themes, common::UiState &state, QMainWindow *window);

    /// The dock at the left, with buttons for its title.
    void addConversations(QWidget *panel, const QList<QWidget *> &actions);
    /// The dock at the right; it joins the tabs below in a narrow window.
    void addInspector(QWidget *panel, QWidget *actions);
    /// A panel below, after those already there.
    void addBottom(const QString &objectName, const QString &title, QWidget *panel);

    /// A counter on the tab of a panel below; 0: none.
    void setCount(const QString &dock, int count, common::StateRole role);
    /// Opens, unfolds and raises the dock and puts the focus into it.
    void show(const QString &dock);
    /// Docks are hidden as a whole while there is no profile; those the user had closed stay closed after it.
    void setAllVisible(bool isVisible);

    [[nodiscard]] bool isFolded() const { return m_isFolded; }
    void setFolded(bool isFolded);
    [[nodiscard]] bool isMaximised() const { return !m_maximised.isEmpty(); }
    /// Maximises the panel below that is in use, or restores.
    void toggleMaximised();

    /// Follows the size of the window: tells UiState, and moves the Inspector where there is room for it.
    void applyRoom(const QSize &size);
    /// The arrangement of the first start.
    void restoreDefault();
    [[nodiscard]] QByteArray save();
    void restore(const QByteArray &state);

    /// The docks one can go to with F6, in reading order.
    [[nodiscard]] QList<QDockWidget *> inOrder() const;

Q_SIGNALS:
    void maximisedChanged(bool isMaximised);

private:
    QDockWidget *addDock(const QString &objectName, const QString &title, QWidget *panel, Qt::DockWidgetArea area,
                         bool hasTabs);
    [[nodiscard]] QDockWidget *find(const QString &objectName) const { return m_docks.value(objectName); }
    [[nodiscard]] QList<QDockWidget *> bottomGroup(QDockWidget *dock) const;
    void placeInspector();
    void rebuildTabs();
    void rebuildTabsOf(QDockWidget *dock);
    void scheduleTabs();
    void onTabChosen(DockTitle *title, int index);
    void raise(QDockWidget *dock);
    [[nodiscard]] QDockWidget *raisedBottom() const;
    void setMaximised(bool isMaximised);
    void resizeToFirstSizes();

    struct Counter {
        int count = 0;
        common::StateRole role{};
    };

    const common::ThemeProvider &m_themes;
    common::UiState &m_state;
    QMainWindow *m_window;
    QHash<QString, QDockWidget *> m_docks;
    QStringList m_bottomOrder; ///< Object names, Inspector among them.
    QHash<QString, Counter> m_counters;
    QWidget *m_inspectorActions = nullptr;
    QByteArray m_maximised; ///< The state to go back to; empty: nothing is maximised.
    int m_heightBeforeFold = 0;
    QStringList m_closedByUser;
    bool m_areVisible = true;
    bool m_isArranged = false; ///< By the user, in this session or an earlier one.
    bool m_isFolded = false;
    bool m_isInspectorBelow = false;
    bool m_isRebuilding = false;
    bool m_isTabUpdateDue = false;
};

} // namespace gm::shell
