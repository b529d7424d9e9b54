#include "ui/shell/profileflows.h"

#include "core/profile/envimport.h"
#include "ui/common/themeprovider.h"
#include "ui/firstrun/profiledialog.h"
#include "ui/shell/actions.h"
#include "ui/signin/signindialog.h"

#include <QFileDialog>
#include <QMenu>

namespace gm::shell
{

using monitor::Monitor;
using monitor::Workspace;
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
    connect(actions[ActionId::SignOut], &QAction::triggered, this, &ProfileFlows::signOut);
    connect(actions[ActionId::ConnectOrDisconnect], &QAction::triggered, this, &ProfileFlows::connectOrDisconnect);
    if (workspace.monitor())
        attach(workspace.monitor());
}

void ProfileFlows::attach(Monitor *monitor)
{
    ++m_attempt;
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

void ProfileFlows::signOut()
{
    if (Monitor *monitor = m_workspace.monitor()) {
        monitor->signOut().then(this, [this](const base::Result<void> &result) {
            if (!result)
                Q_EMIT failed(result.error());
        });
    }
}

void ProfileFlows::askToSignIn(const base::Error &reason)
{
    Monitor *monitor = m_workspace.monitor();
    if (!monitor)
        return;
    if (!m_signIn) {
        m_signIn = new signin::SignInDialog(m_themes, m_window);
        m_signIn->setAttribute(Qt::WA_DeleteOnClose);
        const auto profiles = m_workspace.profiles();
        QList<profile::Profile> choices = profiles ? profiles.value() : QList<profile::Profile>();
        if (!choices.contains(monitor->profile()))
            choices.prepend(monitor->profile());
        m_signIn->setProfiles(choices, monitor->profile().name);
        m_signIn->setEmail(monitor->lastEmail());
        connect(m_signIn, &signin::SignInDialog::submitted, this, &ProfileFlows::submit);
        connect(m_signIn, &signin::SignInDialog::cancelled, this, [this] { ++m_attempt; });
        connect(m_signIn, &signin::SignInDialog::profileChosen, this, &ProfileFlows::openProfile);
    }
    m_signIn->setReason(reason);
    m_signIn->open();
}

void ProfileFlows::submit(const QString &email, const base::Secret &password)
{
    Monitor *monitor = m_workspace.monitor();
    if (!monitor)
        return;
    const quint64 attempt = ++m_attempt;
    monitor->signIn(email, password).then(this, [this, attempt](const base::Result<void> &result) {
        if (attempt != m_attempt || !m_signIn)
            return;
        if (result)
            m_signIn->accept();
        else
            m_signIn->refuse(result.error());
    });
}

} // namespace gm::shell
