#include "ui/shell/toolbar.h"

#include "ui/common/fonts.h"
#include "ui/common/selection.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"
#include "ui/shell/filterfield.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace gm::shell
{

using common::Icon;
using common::TextRole;
using namespace Qt::StringLiterals;

namespace
{

/// 20 px high, between groups of buttons.
class Line : public QWidget
{
public:
    Line(const common::ThemeProvider &themes, QWidget *parent)
        : QWidget(parent)
        , m_themes(themes)
    {
        setFixedSize(9, 20);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter(this).fillRect(width() / 2, 0, 1, height(), m_themes.theme().line);
    }

private:
    const common::ThemeProvider &m_themes;
};

} // namespace

Toolbar::Toolbar(const common::ThemeProvider &themes, Actions &actions, common::Selection &selection,
                 const common::UiState &state, QWidget *parent)
    : QToolBar(parent)
    , m_themes(themes)
    , m_state(state)
    , m_filter(new FilterField(themes, selection, this))
{
    setObjectName(u"toolbar"_s);
    setWindowTitle(tr("Toolbar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    auto *content = new QWidget(this);
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(4);

    m_profile = addMenuButton(row, Icon::Profile, {}, u"profileButton"_s);
    m_profile->setFont(common::fontFor(TextRole::Strong));
    common::setButtonLook(m_profile, common::ButtonLook::Boxed);
    addSeparatorLine(row);
    for (const ActionId id : {ActionId::ConnectOrDisconnect, ActionId::Follow, ActionId::Pause})
        m_shrinking << addActionButton(row, actions[id]);
    addSeparatorLine(row);
    row->addWidget(m_filter, 1);
    addSeparatorLine(row);
    m_faults = addMenuButton(row, Icon::Sandbox, tr("Faults"), u"faultsButton"_s);
    m_faults->setToolTip(tr("Break something in the sandbox on purpose"));
    m_more = addMenuButton(row, Icon::More, {}, u"moreButton"_s);
    m_more->setAccessibleName(tr("All menus"));
    m_more->setToolTip(tr("All menus"));
    m_more->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_shrinking << m_faults;
    addWidget(content);

    connect(&state, &common::UiState::roomChanged, this, &Toolbar::applyRoom);
    setProfile({}, false);
}

void Toolbar::setProfile(const QString &name, bool isSandbox)
{
    m_profile->setText(name.isEmpty() ? tr("No profile") : name);
    m_profile->setIcon(common::themedIcon(isSandbox ? Icon::Sandbox : Icon::Profile, m_themes));
    m_profile->setAccessibleName(name.isEmpty() ? tr("Profile: none yet") : tr("Profile: %1").arg(name));
    m_profile->setToolTip(tr("Which environment is watched"));
    m_faults->setVisible(isSandbox);
    m_filter->setEnabled(!name.isEmpty());
}

void Toolbar::setProfileMenu(QMenu *menu)
{
    m_profile->setMenu(menu);
}

void Toolbar::setFaultsMenu(QMenu *menu)
{
    m_faults->setMenu(menu);
}

void Toolbar::setMoreMenu(QMenu *menu)
{
    m_more->setMenu(menu);
}

void Toolbar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, m_themes.theme().line);
}

QToolButton *Toolbar::addActionButton(QLayout *row, QAction *action)
{
    auto *button = new QToolButton(row->parentWidget());
    button->setDefaultAction(action);
    button->setObjectName(u"tool."_s + action->objectName());
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const auto name = [button, action] { button->setAccessibleName(action->text()); };
    connect(action, &QAction::changed, button, name);
    name();
    row->addWidget(button);
    return button;
}

QToolButton *Toolbar::addMenuButton(QLayout *row, Icon icon, const QString &text, const QString &objectName)
{
    auto *button = new QToolButton(row->parentWidget());
    button->setObjectName(objectName);
    button->setText(text);
    button->setAccessibleName(text);
    button->setIcon(common::themedIcon(icon, m_themes));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    row->addWidget(button);
    return button;
}

void Toolbar::addSeparatorLine(QLayout *row)
{
    row->addWidget(new Line(m_themes, row->parentWidget()));
}

void Toolbar::applyRoom()
{
    for (QToolButton *button : m_shrinking)
        button->setToolButtonStyle(m_state.isNarrow() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_filter->setNarrow(m_state.isNarrow());
}

} // namespace gm::shell
