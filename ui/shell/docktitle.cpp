#include "ui/shell/docktitle.h"

#include "ui/common/fonts.h"
#include "ui/common/style.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"
#include "ui/shell/tabstrip.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

namespace gm::shell
{

using common::Icon;
using common::TextRole;
using common::Theme;
using namespace Qt::StringLiterals;

DockTitle::DockTitle(const common::ThemeProvider &themes, QDockWidget *dock, bool hasTabs)
    : QWidget(dock)
    , m_themes(themes)
    , m_dock(dock)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(hasTabs ? 4 : 12, 0, 4, 1);
    m_row->setSpacing(0);
    if (hasTabs) {
        m_tabs = new TabStrip(themes, this);
        m_tabs->setObjectName(u"tabs."_s + dock->objectName());
        m_tabs->setAccessibleName(tr("Panels below"));
        m_row->addWidget(m_tabs);
    } else {
        auto *name = new common::ThemedLabel(themes, TextRole::StrongName, &Theme::text1, this);
        name->setText(dock->windowTitle());
        m_row->addWidget(name);
    }
    m_row->addStretch();
    const qsizetype before = m_row->count();
    if (hasTabs) {
        m_maximise = addButton(Icon::Maximize, tr("Maximise panel"), u"maximise"_s);
        connect(m_maximise, &QToolButton::clicked, this, &DockTitle::maximiseRequested);
        auto *floating = addButton(Icon::Float, tr("Float panel"), u"float"_s);
        connect(floating, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    }
    auto *close = addButton(Icon::Close, tr("Close panel"), u"close"_s);
    connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
    m_ownButtons = m_row->count() - before;
    setFixedHeight(common::heightFor(32));
    connect(&themes, &common::ThemeProvider::changed, this, qOverload<>(&QWidget::update));
}

void DockTitle::addAction(QWidget *widget)
{
    m_row->insertWidget(int(m_row->count() - m_ownButtons), widget);
    widget->show();
}

void DockTitle::showMaximised(bool isMaximised)
{
    if (!m_maximise)
        return;
    const QString name = isMaximised ? tr("Restore panel") : tr("Maximise panel");
    m_maximise->setIcon(common::themedIcon(isMaximised ? Icon::Restore : Icon::Maximize, m_themes));
    m_maximise->setAccessibleName(name);
    //: Name of the button, its shortcut
    m_maximise->setToolTip(tr("%1 (Shift+Esc)").arg(name));
}

QSize DockTitle::sizeHint() const
{
    return {QWidget::sizeHint().width(), common::heightFor(32)};
}

QSize DockTitle::minimumSizeHint() const
{
    return {80, common::heightFor(32)};
}

void DockTitle::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_themes.theme();
    painter.fillRect(rect(), theme.bgWindow);
    painter.fillRect(0, height() - 1, width(), 1, theme.line);
}

void DockTitle::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!m_tabs) {
        QWidget::mouseDoubleClickEvent(event);
        return;
    }
    Q_EMIT maximiseRequested();
}

QToolButton *DockTitle::addButton(Icon icon, const QString &name, const QString &objectName)
{
    auto *button = new QToolButton(this);
    button->setObjectName(objectName + u'.' + m_dock->objectName());
    button->setIcon(common::themedIcon(icon, m_themes));
    button->setAccessibleName(name);
    button->setToolTip(name);
    common::setControlSize(button, common::ControlSize::Dense);
    m_row->addWidget(button);
    return button;
}

} // namespace gm::shell
