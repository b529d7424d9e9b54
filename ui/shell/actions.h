/// Every action of the window, once: its words, icon and shortcut. Menus, toolbar, palette and keys all use these.
#pragma once

#include "ui/common/icons.h"

#include <QAction>
#include <QHash>
#include <QObject>

class QWidget;

namespace gm::shell
{

enum class ActionId {
    // Profile
    StartSandbox,
    ImportEnv,
    NewProfile,
    SignIn,
    Account,
    SwitchAccount,
    SignOut,
    SignOutOthers,
    SignOutEverywhere,
    Quit,
    // Connection
    ConnectOrDisconnect,
    ReconnectNow,
    RenewToken,
    // Conversations
    PasteIds,
    WatchAll,
    ReloadConversations,
    // Go
    AllActions,
    GoFilter,
    ClearFilter,
    GoTimeline,
    GoConversations,
    GoInspector,
    GoFrame,
    GoProblems,
    GoConnection,
    NextPanel,
    PreviousPanel,
    NextProblem,
    PreviousProblem,
    // View
    Follow,
    Pause,
    Maximise,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    TimesInUtc,
    ReduceMotion,
    RestoreLayout,
    // Help
    Shortcuts,
    About,
};

enum class ActionGroup { Profile, Connection, Conversations, Go, View, Help };

/// The group's name, as menu title and as the palette's second word.
[[nodiscard]] QString groupName(ActionGroup group);

/// Owns the QActions. Keys without Ctrl or Alt are kept from working while a control has the focus that needs them.
class Actions : public QObject
{
    Q_OBJECT
public:
    /// Adds all actions to @p window, so that their shortcuts work there.
    Actions(const common::ThemeProvider &themes, QWidget *window);

    [[nodiscard]] QAction *operator[](ActionId id) const { return m_actions.value(id); }
    /// In the order of the menus.
    [[nodiscard]] QList<QAction *> inGroup(ActionGroup group) const;
    /// All groups in the order of the menus.
    [[nodiscard]] static QList<ActionGroup> groups();
    [[nodiscard]] static ActionGroup groupOf(const QAction *action);
    [[nodiscard]] static common::Icon iconOf(const QAction *action);

    /// Other words and another icon for an action that says what it would do now.
    void setFace(ActionId id, const QString &text, common::Icon icon);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    const common::ThemeProvider &m_themes;
    QWidget *m_window;
    QHash<ActionId, QAction *> m_actions;
    QList<QAction *> m_inOrder;
};

/// The tooltip of an action: its words, and its shortcut in brackets.
[[nodiscard]] QString toolTipOf(const QAction *action);

} // namespace gm::shell
