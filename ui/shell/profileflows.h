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
    void signOut();
    /// Connects, or asks to sign in where nobody is.
    void connectOrDisconnect();

Q_SIGNALS:
    /// Something could not be done; to be shown where the user is.
    void failed(const gm::base::Error &error);

private:
    void attach(monitor::Monitor *monitor);
    void fillMenu();
    void editProfile(const profile::ProfileDraft &draft, const QString &report);
    void openProfile(const QString &name);
    void askToSignIn(const base::Error &reason);
    void submit(const QString &email, const base::Secret &password);

    const common::ThemeProvider &m_themes;
    monitor::Workspace &m_workspace;
    Actions &m_actions;
    QWidget *m_window;
    QMenu *m_menu;
    QPointer<signin::SignInDialog> m_signIn;
    quint64 m_attempt = 0; ///< Answers of attempts given up are dropped by it.
};

} // namespace gm::shell
