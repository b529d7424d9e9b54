#include "ui/shell/docks.h"

#include "ui/common/fonts.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"
#include "ui/shell/docktitle.h"
#include "ui/shell/tabstrip.h"

#include <QDockWidget>
#include <QScopedValueRollback>

namespace gm::shell
{

using namespace Qt::StringLiterals;

namespace
{

const QString conversationsDock = u"dock.conversations"_s;
const QString inspectorDock = u"dock.inspector"_s;
const QString problemsDock = u"dock.problems"_s;
constexpr int stateVersion = 1;
constexpr int narrowBelow = 1200;
constexpr int lowBelow = 800;

DockTitle *titleOf(const QDockWidget *dock)
{
    return static_cast<DockTitle *>(dock->titleBarWidget());
}

} // namespace

Docks::Docks(const common::ThemeProvider &themes, common::UiState &state, QMainWindow *window)
    : QObject(window)
    , m_themes(themes)
    , m_state(state)
    , m_window(window)
{
    window->setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    window->setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    window->setDockOptions(QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks);
    window->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
}

QDockWidget *Docks::addDock(const QString &objectName, const QString &title, QWidget *panel, Qt::DockWidgetArea area,
                            bool hasTabs)
{
    auto *dock = new QDockWidget(title, m_window);
    dock->setObjectName(objectName);
    dock->setWidget(panel);
    auto *bar = new DockTitle(m_themes, dock, hasTabs);
    dock->setTitleBarWidget(bar);
    m_window->addDockWidget(area, dock);
    m_docks.insert(objectName, dock);
    connect(bar, &DockTitle::maximiseRequested, this, &Docks::toggleMaximised);
    if (hasTabs) {
        connect(bar->tabs(), &QTabBar::tabBarClicked, this, [this, bar](int index) { onTabChosen(bar, index); });
        connect(bar->tabs(), &TabStrip::currentClickedAgain, this, [this] { setFolded(!m_isFolded); });
        connect(dock, &QDockWidget::visibilityChanged, this, &Docks::scheduleTabs);
        connect(dock, &QDockWidget::topLevelChanged, this, &Docks::scheduleTabs);
        connect(dock, &QDockWidget::dockLocationChanged, this, &Docks::scheduleTabs);
    }
    return dock;
}

void Docks::addConversations(QWidget *panel, const QList<QWidget *> &actions)
{
    QDockWidget *dock = addDock(conversationsDock, tr("Conversations"), panel, Qt::LeftDockWidgetArea, false);
    for (QWidget *action : actions)
        titleOf(dock)->addAction(action);
}

void Docks::addInspector(QWidget *panel, QWidget *actions)
{
    m_inspectorActions = actions;
    QDockWidget *dock = addDock(inspectorDock, tr("Inspector"), panel, Qt::RightDockWidgetArea, false);
    titleOf(dock)->addAction(actions);
}

void Docks::addBottom(const QString &objectName, const QString &title, QWidget *panel)
{
    QDockWidget *dock = addDock(objectName, title, panel, Qt::BottomDockWidgetArea, true);
    if (!m_bottomOrder.isEmpty())
        m_window->tabifyDockWidget(find(m_bottomOrder.constFirst()), dock);
    m_bottomOrder << objectName;
    scheduleTabs();
}

QList<QDockWidget *> Docks::bottomGroup(QDockWidget *dock) const
{
    const QList<QDockWidget *> together = m_window->tabifiedDockWidgets(dock);
    QStringList order = m_bottomOrder;
    order.insert(std::min<qsizetype>(1, order.size()), inspectorDock);
    QList<QDockWidget *> group;
    for (const QString &name : order) {
        QDockWidget *other = find(name);
        if (other && (other == dock || (together.contains(other) && !other->isHidden() && !other->isFloating())))
            group << other;
    }
    return group;
}

/// Many signals come with one change of the layout; the tabs are made once after it.
void Docks::scheduleTabs()
{
    if (m_isTabUpdateDue)
        return;
    m_isTabUpdateDue = true;
    QMetaObject::invokeMethod(this, &Docks::rebuildTabs, Qt::QueuedConnection);
}

void Docks::rebuildTabs()
{
    m_isTabUpdateDue = false;
    const QScopedValueRollback guard(m_isRebuilding, true);
    for (QDockWidget *dock : std::as_const(m_docks)) {
        if (titleOf(dock)->tabs())
            rebuildTabsOf(dock);
    }
}

void Docks::rebuildTabsOf(QDockWidget *dock)
{
    TabStrip *tabs = titleOf(dock)->tabs();
    const QList<QDockWidget *> group = bottomGroup(dock);
    while (tabs->count() > group.size())
        tabs->removeTab(tabs->count() - 1);
    while (tabs->count() < group.size())
        tabs->addTab({});
    for (int index = 0; index < group.size(); ++index) {
        const QString name = group[index]->objectName();
        tabs->setTabText(index, group[index]->windowTitle());
        tabs->setTabData(index, name);
        tabs->setCount(index, m_counters.value(name).count, m_counters.value(name).role);
    }
    tabs->setCurrentIndex(int(group.indexOf(dock)));
}

void Docks::onTabChosen(DockTitle *title, int index)
{
    if (m_isRebuilding || index < 0)
        return;
    QDockWidget *chosen = find(title->tabs()->tabData(index).toString());
    if (!chosen || titleOf(chosen) == title)
        return;
    raise(chosen);
    // This strip is hidden now: its own dock is the current one in it again when it comes back.
    scheduleTabs();
}

void Docks::raise(QDockWidget *dock)
{
    dock->show();
    dock->raise();
    if (m_isFolded && !dock->isFloating())
        setFolded(false);
}

void Docks::setCount(const QString &dock, int count, common::StateRole role)
{
    m_counters[dock] = {count, role};
    scheduleTabs();
}

void Docks::show(const QString &name)
{
    QDockWidget *dock = find(name);
    if (!dock)
        return;
    raise(dock);
    if (QWidget *first = dock->widget()->nextInFocusChain(); first && dock->isAncestorOf(first))
        first->setFocus(Qt::ShortcutFocusReason);
    else
        dock->widget()->setFocus(Qt::ShortcutFocusReason);
}

void Docks::setAllVisible(bool isVisible)
{
    if (isVisible == m_areVisible)
        return;
    m_areVisible = isVisible;
    if (!isVisible) {
        setMaximised(false);
        m_closedByUser.clear();
        for (QDockWidget *dock : std::as_const(m_docks)) {
            if (dock->isHidden())
                m_closedByUser << dock->objectName();
            dock->hide();
        }
        return;
    }
    for (QDockWidget *dock : std::as_const(m_docks))
        dock->setVisible(!m_closedByUser.contains(dock->objectName()));
    find(problemsDock)->raise();
    if (!m_isArranged) {
        m_isArranged = true;
        resizeToFirstSizes();
    }
}

void Docks::setFolded(bool isFolded)
{
    if (isFolded == m_isFolded || isMaximised())
        return;
    QDockWidget *raised = raisedBottom();
    if (!raised)
        return;
    if (isFolded)
        m_heightBeforeFold = raised->height();
    m_isFolded = isFolded;
    for (QDockWidget *dock : bottomGroup(raised)) {
        dock->widget()->setVisible(!isFolded);
        dock->setMaximumHeight(isFolded ? common::heightFor(32) : QWIDGETSIZE_MAX);
    }
    if (!isFolded)
        m_window->resizeDocks({raised}, {m_heightBeforeFold}, Qt::Vertical);
}

QDockWidget *Docks::raisedBottom() const
{
    QDockWidget *result = nullptr;
    for (QDockWidget *dock : std::as_const(m_docks)) {
        const bool isBelow = m_window->dockWidgetArea(dock) == Qt::BottomDockWidgetArea;
        if (isBelow && !dock->isFloating() && dock->isVisible() && !dock->visibleRegion().isEmpty())
            result = dock;
    }
    return result;
}

void Docks::toggleMaximised()
{
    setMaximised(!isMaximised());
}

void Docks::setMaximised(bool isMaximised)
{
    QDockWidget *raised = raisedBottom();
    if (!raised || isMaximised == this->isMaximised())
        return;
    if (isMaximised) {
        setFolded(false);
        m_maximised = m_window->saveState(stateVersion);
        const QList<QDockWidget *> group = bottomGroup(raised);
        for (QDockWidget *dock : std::as_const(m_docks)) {
            if (!group.contains(dock) && !dock->isFloating())
                dock->hide();
        }
        m_window->centralWidget()->hide();
    } else {
        m_window->centralWidget()->show();
        m_window->restoreState(std::exchange(m_maximised, {}), stateVersion);
        raised->raise();
    }
    for (QDockWidget *dock : std::as_const(m_docks))
        titleOf(dock)->showMaximised(isMaximised);
    Q_EMIT maximisedChanged(isMaximised);
}

void Docks::applyRoom(const QSize &size)
{
    const bool isNarrow = size.width() < narrowBelow;
    const bool isLow = size.height() < lowBelow;
    if (isNarrow == m_state.isNarrow() && isLow == m_state.isLow())
        return;
    m_state.setRoom(isNarrow, isLow);
    if (isMaximised())
        return;
    placeInspector();
    resizeToFirstSizes();
}

/// Only an Inspector that still stands where we put it is moved.
void Docks::placeInspector()
{
    QDockWidget *inspector = find(inspectorDock);
    if (!inspector || inspector->isFloating() || m_bottomOrder.isEmpty() || m_isInspectorBelow == m_state.isNarrow())
        return;
    const auto area = m_window->dockWidgetArea(inspector);
    if (area != (m_isInspectorBelow ? Qt::BottomDockWidgetArea : Qt::RightDockWidgetArea))
        return;
    m_isInspectorBelow = m_state.isNarrow();
    const bool wasHidden = inspector->isHidden();

    // The title is another one: tabs below, its name at the side. The panel's choices move along.
    QWidget *old = inspector->titleBarWidget();
    auto *title = new DockTitle(m_themes, inspector, m_isInspectorBelow);
    title->addAction(m_inspectorActions);
    inspector->setTitleBarWidget(title);
    old->deleteLater();
    m_window->removeDockWidget(inspector);
    if (m_isInspectorBelow) {
        connect(title, &DockTitle::maximiseRequested, this, &Docks::toggleMaximised);
        connect(title->tabs(), &QTabBar::tabBarClicked, this, [this, title](int index) { onTabChosen(title, index); });
        connect(title->tabs(), &TabStrip::currentClickedAgain, this, [this] { setFolded(!m_isFolded); });
        QDockWidget *problems = find(m_bottomOrder.constFirst());
        m_window->tabifyDockWidget(problems, inspector);
        inspector->setVisible(!wasHidden);
        problems->raise();
    } else {
        m_window->addDockWidget(Qt::RightDockWidgetArea, inspector);
        inspector->setVisible(!wasHidden);
        inspector->setMaximumHeight(QWIDGETSIZE_MAX);
        inspector->widget()->show();
    }
    scheduleTabs();
}

void Docks::resizeToFirstSizes()
{
    if (QDockWidget *conversations = find(conversationsDock))
        m_window->resizeDocks({conversations}, {common::widthFor(m_state.isNarrow() ? 184 : 232)}, Qt::Horizontal);
    if (QDockWidget *inspector = find(inspectorDock); inspector && !m_isInspectorBelow)
        m_window->resizeDocks({inspector}, {common::widthFor(336)}, Qt::Horizontal);
    if (m_bottomOrder.isEmpty() || m_isFolded)
        return;
    const int height = m_state.isLow() ? 112 : 172;
    m_window->resizeDocks({find(m_bottomOrder.constFirst())}, {common::widthFor(height)}, Qt::Vertical);
}

void Docks::restoreDefault()
{
    setMaximised(false);
    setFolded(false);
    for (QDockWidget *dock : std::as_const(m_docks)) {
        dock->setFloating(false);
        dock->show();
    }
    m_window->addDockWidget(Qt::LeftDockWidgetArea, find(conversationsDock));
    QDockWidget *first = find(m_bottomOrder.constFirst());
    m_window->addDockWidget(Qt::BottomDockWidgetArea, first);
    for (const QString &name : m_bottomOrder.mid(1))
        m_window->tabifyDockWidget(first, find(name));
    if (m_isInspectorBelow)
        m_window->tabifyDockWidget(first, find(inspectorDock));
    else
        m_window->addDockWidget(Qt::RightDockWidgetArea, find(inspectorDock));
    first->raise();
    resizeToFirstSizes();
    scheduleTabs();
}

QByteArray Docks::save()
{
    if (isMaximised())
        return m_maximised;
    setFolded(false);
    return m_window->saveState(stateVersion);
}

void Docks::restore(const QByteArray &state)
{
    m_isArranged = !state.isEmpty() && m_window->restoreState(state, stateVersion);
    if (QDockWidget *inspector = find(inspectorDock)) {
        const bool isBelow = m_window->dockWidgetArea(inspector) == Qt::BottomDockWidgetArea;
        // The arrangement was saved in a narrow window: the title is not the right one yet.
        if (isBelow != m_isInspectorBelow)
            m_window->addDockWidget(m_isInspectorBelow ? Qt::BottomDockWidgetArea : Qt::RightDockWidgetArea, inspector);
    }
    placeInspector();
    scheduleTabs();
}

QList<QDockWidget *> Docks::inOrder() const
{
    QStringList names{conversationsDock, inspectorDock};
    names << m_bottomOrder;
    QList<QDockWidget *> result;
    for (const QString &name : names) {
        QDockWidget *dock = find(name);
        if (dock && dock->isVisible() && !dock->visibleRegion().isEmpty())
            result << dock;
    }
    return result;
}

} // namespace gm::shell
