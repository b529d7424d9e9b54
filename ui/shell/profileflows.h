/// How a user comes to a running profile: sandbox, import, typing, choosing, signing in and out.
#pragma once

#include "core/base/result.h"
#include "core/monitor/workspace.h"

#include <QObject>
#include <QPointer>

class QMenu;

namespace gm::common
{
class ThemeProvider;
}
namespace gm::signin
{
class SignInDialog;
}

namespace gm::shell
{

class Actions;

/// Owns the dialogs; none of them blocks. The window outlives it.
class ProfileFlows : public QObject
{
    Q_OBJECT
public:
    ProfileFlows(const common::ThemeProvider &themes, monitor::Workspace &workspace, Actions &actions, QWidget *window);

    /// The profiles to choose from, and ways to more; filled each time it opens.
    [[nodiscard]] QMenu *menu() const { return m_menu; }

    void startSandbox();
    void importEnv();
    void newProfile();
    void signIn() { askToSignIn({}); }
    /// Signs out here, forgets what was received, and asks who comes next.
    void switchAccount();
    void signOut(supabase::SignOutScope scope = supabase::SignOutScope::Local);
    /// Asks first.
    void signOutEverywhere();
    /// Connects, or asks to sign in where nobody is.
    void connectOrDisconnect();

Q_SIGNALS:
    /// Something could not be done; to be shown where the user is.
    void failed(const gm::base::Error &error);
    /// Something worth a word went well.
    void succeeded(const QString &text);

private:
    void attach(monitor::Monitor *monitor);
    void fillMenu();
    void editProfile(const profile::ProfileDraft &draft, const QString &report);
    void openProfile(const QString &name);
    void askToSignIn(const base::Error &reason);
    void buildSignIn(monitor::Monitor &monitor);
    void wireSignIn(supabase::SignIn &steps);
    void askForWays(monitor::Monitor &monitor);
    void leave(supabase::SignOutScope scope);

    const common::ThemeProvider &m_themes;
    monitor::Workspace &m_workspace;
    Actions &m_actions;
    QWidget *m_window;
    QMenu *m_menu;
    QPointer<signin::SignInDialog> m_signIn;
    bool m_isLeaving = false; ///< Signing out: the question who comes next waits for its end.
};

} // namespace gm::shell
