#include "ui/shell/centraltabs.h"

#include "ui/common/fonts.h"
#include "ui/common/themeprovider.h"
#include "ui/shell/tabstrip.h"

#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gm::shell
{

using namespace Qt::StringLiterals;

CentralTabs::CentralTabs(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_tabs(new TabStrip(themes, this))
    , m_strip(new QWidget(this))
    , m_row(new QHBoxLayout(m_strip))
    , m_views(new QStackedWidget(this))
{
    m_tabs->setObjectName(u"centralTabs"_s);
    m_tabs->setAccessibleName(tr("Views"));
    m_row->setContentsMargins(4, 0, 12, 1);
    m_row->setSpacing(0);
    m_row->addWidget(m_tabs);
    m_row->addStretch();
    m_strip->setFixedHeight(common::heightFor(32));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_strip);
    column->addWidget(m_views, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &CentralTabs::choose);
    connect(&themes, &common::ThemeProvider::changed, this, qOverload<>(&QWidget::update));
}

void CentralTabs::addView(const QString &title, QWidget *view, QWidget *stripActions)
{
    m_views->addWidget(view);
    m_actions << stripActions;
    if (stripActions)
        m_row->addWidget(stripActions);
    m_tabs->addTab(title);
    choose(m_tabs->currentIndex());
}

void CentralTabs::showView(int index)
{
    m_tabs->setCurrentIndex(index);
    if (QWidget *view = m_views->currentWidget())
        view->setFocus(Qt::ShortcutFocusReason);
}

void CentralTabs::choose(int index)
{
    m_views->setCurrentIndex(index);
    for (int i = 0; i < m_actions.size(); ++i) {
        if (m_actions[i])
            m_actions[i]->setVisible(i == index);
    }
}

void CentralTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(m_strip->geometry(), m_themes.theme().bgWindow);
    painter.fillRect(0, m_strip->geometry().bottom(), width(), 1, m_themes.theme().line);
}

} // namespace gm::shell
