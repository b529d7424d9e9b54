#include "ui/shell/profileflows.h"

#include "core/base/whendone.h"
#include "core/profile/envimport.h"
#include "ui/common/themeprovider.h"
#include "ui/firstrun/profiledialog.h"
#include "ui/shell/actions.h"
#include "ui/shell/confirmdialog.h"
#include "ui/signin/signindialog.h"

#include <QFileDialog>
#include <QMenu>

namespace gm::shell
{

using monitor::Monitor;
using monitor::Workspace;
using signin::SignInDialog;
using supabase::SignIn;
using supabase::SignInStep;
using supabase::SignOutScope;
using namespace Qt::StringLiterals;

ProfileFlows::ProfileFlows(const common::ThemeProvider &themes, Workspace &workspace, Actions &actions, QWidget *window)
    : QObject(window)
    , m_themes(themes)
    , m_workspace(workspace)
    , m_actions(actions)
    , m_window(window)
    , m_menu(new QMenu(tr("Profile"), window))
{
    m_menu->setObjectName(u"profileMenu"_s);
    connect(m_menu, &QMenu::aboutToShow, this, &ProfileFlows::fillMenu);
    connect(&workspace, &Workspace::monitorChanged, this, &ProfileFlows::attach);
    connect(actions[ActionId::StartSandbox], &QAction::triggered, this, &ProfileFlows::startSandbox);
    connect(actions[ActionId::ImportEnv], &QAction::triggered, this, &ProfileFlows::importEnv);
    connect(actions[ActionId::NewProfile], &QAction::triggered, this, &ProfileFlows::newProfile);
    connect(actions[ActionId::SignIn], &QAction::triggered, this, &ProfileFlows::signIn);
    connect(actions[ActionId::SwitchAccount], &QAction::triggered, this, &ProfileFlows::switchAccount);
    connect(actions[ActionId::SignOut], &QAction::triggered, this, [this] { signOut(); });
    connect(actions[ActionId::SignOutOthers], &QAction::triggered, this, [this] { signOut(SignOutScope::Others); });
    connect(actions[ActionId::SignOutEverywhere], &QAction::triggered, this, &ProfileFlows::signOutEverywhere);
    connect(actions[ActionId::ConnectOrDisconnect], &QAction::triggered, this, &ProfileFlows::connectOrDisconnect);
    if (workspace.monitor())
        attach(workspace.monitor());
}

void ProfileFlows::attach(Monitor *monitor)
{
    m_isLeaving = false;
    if (m_signIn)
        m_signIn->close();
    connect(monitor, &Monitor::signInNeeded, this, &ProfileFlows::askToSignIn);
    connect(monitor, &Monitor::sessionNotStored, this, [this] {
        if (m_signIn)
            m_signIn->setKeychainAvailable(false);
    });
}

void ProfileFlows::startSandbox()
{
    if (const auto opened = m_workspace.openSandbox(); !opened)
        Q_EMIT failed(opened.error());
}

void ProfileFlows::importEnv()
{
    auto *chooser = new QFileDialog(m_window, tr("Import a .env file"));
    chooser->setObjectName(u"envChooser"_s);
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setFilter(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    connect(chooser, &QFileDialog::fileSelected, this, [this](const QString &file) {
        const auto import = profile::importEnvFile(file);
        if (!import) {
            Q_EMIT failed(import.error());
            return;
        }
        profile::ProfileDraft draft = import->draft;
        draft.name = QFileInfo(QFileInfo(file).absolutePath()).fileName();
        editProfile(draft, import->summary());
    });
    chooser->open();
}

void ProfileFlows::newProfile()
{
    editProfile({}, {});
}

void ProfileFlows::editProfile(const profile::ProfileDraft &draft, const QString &report)
{
    auto *dialog = new firstrun::ProfileDialog(m_themes, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setDraft(draft);
    if (!report.isEmpty())
        dialog->setReport(report);
    connect(dialog, &firstrun::ProfileDialog::saved, this, [this, dialog](const profile::Profile &profile) {
        if (const auto added = m_workspace.addProfile(profile); !added) {
            dialog->refuse(added.error());
            return;
        }
        dialog->accept();
        m_workspace.open(profile);
    });
    dialog->open();
}

void ProfileFlows::openProfile(const QString &name)
{
    if (const auto opened = m_workspace.openByName(name); !opened)
        Q_EMIT failed(opened.error());
}

void ProfileFlows::fillMenu()
{
    m_menu->clear();
    const Monitor *current = m_workspace.monitor();
    const auto profiles = m_workspace.profiles();
    if (profiles) {
        for (const profile::Profile &profile : profiles.value()) {
            QAction *action = m_menu->addAction(profile.name, this, [this, name = profile.name] { openProfile(name); });
            action->setCheckable(true);
            action->setChecked(current && !current->isSandbox() && current->profile().name == profile.name);
        }
        if (!profiles->isEmpty())
            m_menu->addSeparator();
    }
    for (const ActionId id : {ActionId::StartSandbox, ActionId::ImportEnv, ActionId::NewProfile})
        m_menu->addAction(m_actions[id]);
    m_menu->addSeparator();
    m_menu->addAction(m_actions[current && current->isSignedIn() ? ActionId::SignOut : ActionId::SignIn]);
}

void ProfileFlows::connectOrDisconnect()
{
    Monitor *monitor = m_workspace.monitor();
    if (!monitor)
        return;
    const ably::ConnectionState state = monitor->link().state;
    const bool isIdle = state == ably::ConnectionState::Initialized || ably::factsOf(state).isTerminal;
    if (!isIdle)
        monitor->disconnectNow();
    else if (monitor->isSignedIn())
        monitor->connectNow();
    else
        askToSignIn({});
}

void ProfileFlows::signOut(SignOutScope scope)
{
    Monitor *monitor = m_workspace.monitor();
    if (!monitor)
        return;
    if (scope != SignOutScope::Others) {
        leave(scope);
        return;
    }
    base::whenDone(monitor->signOut(scope), this, [this](const base::Result<void> &result) {
        if (result)
            Q_EMIT succeeded(tr("Signed out everywhere else. Tokens given out before stay good until they end by "
                                "themselves, within an hour."));
        else
            Q_EMIT failed(result.error());
    });
}

void ProfileFlows::signOutEverywhere()
{
    auto *question =
        new ConfirmDialog(m_themes, tr("Sign out everywhere?"),
                          tr("All your sessions end, also those in the web app and on other computers. You "
                             "will have to sign in again there."),
                          tr("Sign out everywhere"), m_window);
    connect(question, &QDialog::accepted, this, [this] { leave(SignOutScope::Global); });
    question->open();
}

void ProfileFlows::switchAccount()
{
    leave(SignOutScope::Local);
}

/// Whoever signs in next begins with an empty window, not with what the user before has received. The sandbox has nobody's
/// data, and starts anew only with its own user.
void ProfileFlows::leave(SignOutScope scope)
{
    Monitor *monitor = m_workspace.monitor();
    if (!monitor || m_isLeaving)
        return;
    const bool isKept = monitor->isSandbox();
    m_isLeaving = !isKept;
    base::whenDone(monitor->signOut(scope), monitor, [this, monitor, isKept](const base::Result<void> &result) {
        if (!result)
            Q_EMIT failed(result.error());
        if (isKept || m_workspace.monitor() != monitor)
            return;
        const profile::Profile profile = monitor->profile();
        m_workspace.open(profile);
    });
}

void ProfileFlows::askToSignIn(const base::Error &reason)
{
    Monitor *monitor = m_workspace.monitor();
    if (!monitor || m_isLeaving)
        return;
    if (!m_signIn)
        buildSignIn(*monitor);
    m_signIn->setReason(reason);
    m_signIn->open();
}

void ProfileFlows::buildSignIn(Monitor &monitor)
{
    m_signIn = new SignInDialog(m_themes, m_workspace.clock(), m_window);
    m_signIn->setAttribute(Qt::WA_DeleteOnClose);
    const auto profiles = m_workspace.profiles();
    QList<profile::Profile> choices = profiles ? profiles.value() : QList<profile::Profile>();
    if (!choices.contains(monitor.profile()))
        choices.prepend(monitor.profile());
    m_signIn->setProfiles(choices, monitor.profile().name);
    m_signIn->setEmail(monitor.lastEmail());
    base::whenDone(monitor.canStoreSession(), m_signIn, [this](bool canStore) {
        // The sandbox's session is not worth keeping.
        const Monitor *current = m_workspace.monitor();
        m_signIn->setKeychainAvailable(canStore || (current && current->isSandbox()));
    });
    connect(m_signIn, &SignInDialog::profileChosen, this, &ProfileFlows::openProfile);
    wireSignIn(monitor.interactiveSignIn());
    askForWays(monitor);
}

void ProfileFlows::wireSignIn(SignIn &steps)
{
    connect(&steps, &SignIn::stepChanged, m_signIn, &SignInDialog::showStep);
    connect(&steps, &SignIn::stepChanged, m_signIn, [this](const SignInStep &step) {
        if (step.kind == SignInStep::Kind::Done)
            Q_EMIT succeeded(tr("Signed in as %1").arg(step.email));
    });
    connect(m_signIn, &SignInDialog::passwordEntered, &steps, &SignIn::beginPassword);
    connect(m_signIn, &SignInDialog::emailCodeWanted, &steps, &SignIn::requestEmailCode);
    connect(m_signIn, &SignInDialog::providerChosen, &steps, &SignIn::beginProvider);
    connect(m_signIn, &SignInDialog::browserWanted, &steps, &SignIn::openBrowserAgain);
    connect(m_signIn, &SignInDialog::emailCodeEntered, &steps, &SignIn::verifyEmailCode);
    connect(m_signIn, &SignInDialog::totpEntered, &steps, &SignIn::verifyTotp);
    connect(m_signIn, &SignInDialog::cancelled, &steps, &SignIn::cancel);
}

void ProfileFlows::askForWays(Monitor &monitor)
{
    base::whenDone(monitor.signInWays(), m_signIn, [this](const base::Result<supabase::AuthSettings> &ways) {
        if (ways)
            m_signIn->setWays(ways->email, ways->providers);
        else
            m_signIn->setWaysUnknown(ways.error());
    });
}

} // namespace gm::shell
