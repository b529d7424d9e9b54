#include "ui/shell/actions.h"

#include "ui/common/themeprovider.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTextEdit>

namespace gm::shell
{

using common::Icon;
using namespace Qt::StringLiterals;

namespace
{

struct Row {
    ActionId id;
    ActionGroup group;
    const char *objectName;
    const char *text;
    const char *shortcuts; // separated by blanks
    Icon icon = Icon::None;
    bool isCheckable = false;
};

// clang-format off
constexpr Row table[] = {
    {ActionId::StartSandbox, ActionGroup::Profile, "startSandbox", QT_TRANSLATE_NOOP("Actions", "Start the sandbox"), "", Icon::Sandbox},
    {ActionId::ImportEnv, ActionGroup::Profile, "importEnv", QT_TRANSLATE_NOOP("Actions", "Import a .env file…"), "", Icon::File},
    {ActionId::NewProfile, ActionGroup::Profile, "newProfile", QT_TRANSLATE_NOOP("Actions", "New profile…"), "", Icon::Pencil},
    {ActionId::SignIn, ActionGroup::Profile, "signIn", QT_TRANSLATE_NOOP("Actions", "Sign in…"), "", Icon::User},
    {ActionId::Account, ActionGroup::Profile, "account", QT_TRANSLATE_NOOP("Actions", "Account"), "", Icon::User},
    {ActionId::SwitchAccount, ActionGroup::Profile, "switchAccount", QT_TRANSLATE_NOOP("Actions", "Switch account…"), "", Icon::User},
    {ActionId::SignOut, ActionGroup::Profile, "signOut", QT_TRANSLATE_NOOP("Actions", "Sign out on this computer"), "", Icon::Disconnected},
    {ActionId::SignOutOthers, ActionGroup::Profile, "signOutOthers", QT_TRANSLATE_NOOP("Actions", "Sign out everywhere else"), ""},
    {ActionId::SignOutEverywhere, ActionGroup::Profile, "signOutEverywhere", QT_TRANSLATE_NOOP("Actions", "Sign out everywhere…"), ""},
    {ActionId::Quit, ActionGroup::Profile, "quit", QT_TRANSLATE_NOOP("Actions", "Quit"), "Ctrl+Q"},

    {ActionId::ConnectOrDisconnect, ActionGroup::Connection, "connect", QT_TRANSLATE_NOOP("Actions", "Connect"), "Ctrl+D", Icon::Connect},
    {ActionId::ReconnectNow, ActionGroup::Connection, "reconnect", QT_TRANSLATE_NOOP("Actions", "Reconnect now"), "Ctrl+R", Icon::Reload},
    {ActionId::RenewToken, ActionGroup::Connection, "renewToken", QT_TRANSLATE_NOOP("Actions", "Renew token"), "", Icon::Key},

    {ActionId::PasteIds, ActionGroup::Conversations, "pasteIds", QT_TRANSLATE_NOOP("Actions", "Watch by id"), "Ctrl+L", Icon::Plus},
    {ActionId::WatchAll, ActionGroup::Conversations, "watchAll", QT_TRANSLATE_NOOP("Actions", "Watch all conversations"), "", Icon::Watch},
    {ActionId::ReloadConversations, ActionGroup::Conversations, "reload", QT_TRANSLATE_NOOP("Actions", "Ask for the list again"), "", Icon::Reload},

    {ActionId::AllActions, ActionGroup::Go, "allActions", QT_TRANSLATE_NOOP("Actions", "All actions, conversations, problems"), "Ctrl+K", Icon::Search},
    {ActionId::GoFilter, ActionGroup::Go, "goFilter", QT_TRANSLATE_NOOP("Actions", "Go to the filter"), "/ Ctrl+F", Icon::Filter},
    {ActionId::ClearFilter, ActionGroup::Go, "clearFilter", QT_TRANSLATE_NOOP("Actions", "Clear the filter"), ""},
    {ActionId::GoTimeline, ActionGroup::Go, "goTimeline", QT_TRANSLATE_NOOP("Actions", "Timeline"), "Ctrl+1", Icon::List},
    {ActionId::GoConversations, ActionGroup::Go, "goConversations", QT_TRANSLATE_NOOP("Actions", "Conversations"), "Ctrl+0", Icon::Message},
    {ActionId::GoInspector, ActionGroup::Go, "goInspector", QT_TRANSLATE_NOOP("Actions", "Inspector"), "Ctrl+I", Icon::Info},
    {ActionId::GoFrame, ActionGroup::Go, "goFrame", QT_TRANSLATE_NOOP("Actions", "Frame of the event"), "Alt+F", Icon::Frames},
    {ActionId::GoProblems, ActionGroup::Go, "goProblems", QT_TRANSLATE_NOOP("Actions", "Problems"), "Alt+1", Icon::Problems},
    {ActionId::GoConnection, ActionGroup::Go, "goConnection", QT_TRANSLATE_NOOP("Actions", "Connection"), "Alt+2", Icon::Connect},
    {ActionId::NextPanel, ActionGroup::Go, "nextPanel", QT_TRANSLATE_NOOP("Actions", "Next panel"), "F6"},
    {ActionId::PreviousPanel, ActionGroup::Go, "previousPanel", QT_TRANSLATE_NOOP("Actions", "Previous panel"), "Shift+F6"},
    {ActionId::NextProblem, ActionGroup::Go, "nextProblem", QT_TRANSLATE_NOOP("Actions", "Next problem"), "N", Icon::Warning},
    {ActionId::PreviousProblem, ActionGroup::Go, "previousProblem", QT_TRANSLATE_NOOP("Actions", "Previous problem"), "P", Icon::Warning},

    {ActionId::Follow, ActionGroup::View, "follow", QT_TRANSLATE_NOOP("Actions", "Follow"), "F End", Icon::Follow, true},
    {ActionId::Pause, ActionGroup::View, "pause", QT_TRANSLATE_NOOP("Actions", "Pause"), "Space", Icon::Pause, true},
    {ActionId::Maximise, ActionGroup::View, "maximise", QT_TRANSLATE_NOOP("Actions", "Maximise or restore the panel"), "Shift+Esc", Icon::Maximize},
    {ActionId::ThemeSystem, ActionGroup::View, "themeSystem", QT_TRANSLATE_NOOP("Actions", "Colours of the system"), "", Icon::None, true},
    {ActionId::ThemeLight, ActionGroup::View, "themeLight", QT_TRANSLATE_NOOP("Actions", "Light colours"), "", Icon::None, true},
    {ActionId::ThemeDark, ActionGroup::View, "themeDark", QT_TRANSLATE_NOOP("Actions", "Dark colours"), "", Icon::None, true},
    {ActionId::TimesInUtc, ActionGroup::View, "timesInUtc", QT_TRANSLATE_NOOP("Actions", "Times in UTC"), "", Icon::None, true},
    {ActionId::ReduceMotion, ActionGroup::View, "reduceMotion", QT_TRANSLATE_NOOP("Actions", "Reduce motion"), "", Icon::None, true},
    {ActionId::RestoreLayout, ActionGroup::View, "restoreLayout", QT_TRANSLATE_NOOP("Actions", "Restore default layout"), "", Icon::Restore},

    {ActionId::Shortcuts, ActionGroup::Help, "shortcuts", QT_TRANSLATE_NOOP("Actions", "All shortcuts"), "F1", Icon::Info},
    {ActionId::About, ActionGroup::Help, "about", QT_TRANSLATE_NOOP("Actions", "About Genie Monitor"), ""},
};
// clang-format on

constexpr char groupProperty[] = "gmGroup";
constexpr char iconProperty[] = "gmIcon";

/// Controls that need letters, digits or Space themselves.
bool needsPlainKeys(const QWidget *focus)
{
    return qobject_cast<const QAbstractButton *>(focus) || qobject_cast<const QComboBox *>(focus) ||
           qobject_cast<const QLineEdit *>(focus) || qobject_cast<const QTextEdit *>(focus) ||
           qobject_cast<const QAbstractSpinBox *>(focus);
}

bool isPlain(const QKeyEvent &key)
{
    return (key.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier &&
           !(key.key() >= Qt::Key_F1 && key.key() <= Qt::Key_F35) && key.key() != Qt::Key_Escape;
}

} // namespace

QString groupName(ActionGroup group)
{
    switch (group) {
    case ActionGroup::Profile:
        return QCoreApplication::translate("Actions", "Profile");
    case ActionGroup::Connection:
        return QCoreApplication::translate("Actions", "Connection");
    case ActionGroup::Conversations:
        return QCoreApplication::translate("Actions", "Conversations");
    case ActionGroup::Go:
        return QCoreApplication::translate("Actions", "Go");
    case ActionGroup::View:
        return QCoreApplication::translate("Actions", "View");
    case ActionGroup::Help:
        break;
    }
    return QCoreApplication::translate("Actions", "Help");
}

Actions::Actions(const common::ThemeProvider &themes, QWidget *window)
    : QObject(window)
    , m_themes(themes)
    , m_window(window)
{
    for (const Row &row : table) {
        auto *action = new QAction(QCoreApplication::translate("Actions", row.text), this);
        action->setObjectName(u"action."_s + QLatin1String(row.objectName));
        action->setCheckable(row.isCheckable);
        QList<QKeySequence> keys;
        for (const QString &key : QString::fromLatin1(row.shortcuts).split(u' ', Qt::SkipEmptyParts))
            keys << QKeySequence(key, QKeySequence::PortableText);
        action->setShortcuts(keys);
        action->setProperty(groupProperty, int(row.group));
        m_actions.insert(row.id, action);
        m_inOrder << action;
        setFace(row.id, action->text(), row.icon);
        window->addAction(action);
    }
    auto *themesGroup = new QActionGroup(this);
    for (const ActionId id : {ActionId::ThemeSystem, ActionId::ThemeLight, ActionId::ThemeDark})
        themesGroup->addAction(m_actions.value(id));
    qApp->installEventFilter(this);
}

QList<QAction *> Actions::inGroup(ActionGroup group) const
{
    QList<QAction *> result;
    for (QAction *action : m_inOrder) {
        if (groupOf(action) == group)
            result << action;
    }
    return result;
}

QList<ActionGroup> Actions::groups()
{
    return {ActionGroup::Profile, ActionGroup::Connection, ActionGroup::Conversations,
            ActionGroup::Go,      ActionGroup::View,       ActionGroup::Help};
}

ActionGroup Actions::groupOf(const QAction *action)
{
    return ActionGroup(action->property(groupProperty).toInt());
}

common::Icon Actions::iconOf(const QAction *action)
{
    return Icon(action->property(iconProperty).toInt());
}

void Actions::setFace(ActionId id, const QString &text, Icon icon)
{
    QAction *action = m_actions.value(id);
    action->setText(text);
    action->setProperty(iconProperty, int(icon));
    action->setIcon(icon == Icon::None ? QIcon() : common::themedIcon(icon, m_themes));
    action->setToolTip(toolTipOf(action));
}

bool Actions::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && QApplication::activeWindow() == m_window &&
        isPlain(*static_cast<QKeyEvent *>(event)) && needsPlainKeys(QApplication::focusWidget()))
        event->accept(); // the control gets the key, no action does
    return QObject::eventFilter(watched, event);
}

QString toolTipOf(const QAction *action)
{
    QString words = action->text();
    words.remove(u'&');
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    return keys.isEmpty() ? words : u"%1 (%2)"_s.arg(words, keys);
}

} // namespace gm::shell
