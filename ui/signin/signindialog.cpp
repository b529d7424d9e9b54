#include "ui/signin/signindialog.h"

#include "ui/common/notice.h"
#include "ui/common/style.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"
#include "ui/signin/capswatcher.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gm::signin
{

using common::Icon;
using common::StateRole;
using common::TextRole;
using common::Theme;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

SignInDialog::SignInDialog(const common::ThemeProvider &themes, QWidget *parent)
    : FittingDialog(416, parent)
    , m_themes(themes)
    , m_profiles(new QComboBox(this))
    , m_email(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_reason(new common::Notice(themes, common::Notice::Look::Boxed, this))
    , m_emailRefusal(new common::Notice(themes, common::Notice::Look::Plain, this))
    , m_refusal(new common::Notice(themes, common::Notice::Look::Plain, this))
    , m_caps(new common::Notice(themes, common::Notice::Look::Plain, this))
    , m_keychain(new common::Notice(themes, common::Notice::Look::Plain, this))
    , m_noKeychain(new common::Notice(themes, common::Notice::Look::Boxed, this))
    , m_signIn(new QPushButton(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"signInDialog"_s);
    setWindowTitle(tr("Sign in"));
    setAccessibleName(tr("Sign in"));
    build();

    m_wait.setInterval(1s);
    connect(&m_wait, &QTimer::timeout, this, &SignInDialog::tickWait);
    connect(m_signIn, &QPushButton::clicked, this, &SignInDialog::submit);
    connect(m_cancel, &QPushButton::clicked, this, &SignInDialog::cancel);
    connect(m_profiles, &QComboBox::activated, this,
            [this](int index) { Q_EMIT profileChosen(m_profiles->itemData(index).toString()); });
    for (QLineEdit *field : {m_email, m_password})
        connect(field, &QLineEdit::textEdited, this, &SignInDialog::clearRefusals);
    auto *caps = new CapsWatcher(m_password);
    connect(caps, &CapsWatcher::changed, this, &SignInDialog::showCaps);
    // Given up while an answer is awaited: whoever asked must drop it.
    connect(this, &QDialog::rejected, this, &SignInDialog::cancel);
    setKeychainAvailable(true);
    setBusy(false);
}

void SignInDialog::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(0);
    auto *title = new common::ThemedLabel(m_themes, TextRole::Title, &Theme::text1, this);
    title->setText(tr("Sign in"));
    auto *subtitle = new common::ThemedLabel(m_themes, TextRole::Body, &Theme::text2, this);
    subtitle->setText(tr("to watch your own conversations"));
    column->addWidget(title);
    column->addSpacing(4);
    column->addWidget(subtitle);
    column->addSpacing(16);
    column->addWidget(m_reason);
    buildForm(column);

    m_signIn->setObjectName(u"signInButton"_s);
    m_signIn->setDefault(true);
    common::setButtonLook(m_signIn, common::ButtonLook::Primary);
    m_cancel->setObjectName(u"signInCancel"_s);
    m_cancel->setAccessibleName(tr("Cancel signing in"));
    for (QPushButton *button : {m_signIn, m_cancel})
        common::setControlSize(button, common::ControlSize::Dialog);
    column->addSpacing(16);
    column->addWidget(m_signIn);
    column->addSpacing(8);
    column->addWidget(m_cancel);
    column->addSpacing(24);
    column->addStretch();
    column->addWidget(m_keychain);
    column->addWidget(m_noKeychain);
}

void SignInDialog::buildForm(QVBoxLayout *column)
{
    const auto label = [this](const QString &text, QWidget *buddy) {
        auto *words = new common::ThemedLabel(m_themes, TextRole::Strong, &Theme::text1, this);
        words->setText(text);
        words->setBuddy(buddy);
        return words;
    };
    m_profiles->setObjectName(u"signInProfile"_s);
    m_profiles->setAccessibleName(tr("Profile"));
    m_email->setObjectName(u"signInEmail"_s);
    m_email->setAccessibleName(tr("Email"));
    m_email->setInputMethodHints(Qt::ImhEmailCharactersOnly | Qt::ImhNoAutoUppercase);
    m_password->setObjectName(u"signInPassword"_s);
    m_password->setAccessibleName(tr("Password"));
    m_password->setEchoMode(QLineEdit::Password);
    for (QWidget *field : std::initializer_list<QWidget *>{m_profiles, m_email, m_password})
        common::setControlSize(field, common::ControlSize::Dialog);

    auto *eye = m_password->addAction(common::themedIcon(Icon::Watch, m_themes, common::IconInk::Quiet),
                                      QLineEdit::TrailingPosition);
    eye->setObjectName(u"showPassword"_s);
    eye->setCheckable(true);
    eye->setText(tr("Show the password"));
    eye->setToolTip(tr("Show the password"));
    connect(eye, &QAction::toggled, this,
            [this](bool isShown) { m_password->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password); });

    column->addWidget(label(tr("P&rofile"), m_profiles));
    column->addSpacing(4);
    column->addWidget(m_profiles);
    column->addSpacing(16);
    column->addWidget(label(tr("&Email"), m_email));
    column->addSpacing(4);
    column->addWidget(m_email);
    column->addWidget(m_emailRefusal);
    column->addSpacing(12);
    column->addWidget(label(tr("&Password"), m_password));
    column->addSpacing(4);
    column->addWidget(m_password);
    column->addSpacing(6);
    column->addWidget(m_caps);
    column->addWidget(m_refusal);
}

void SignInDialog::setProfiles(const QList<profile::Profile> &profiles, const QString &current)
{
    m_profiles->clear();
    for (const profile::Profile &profile : profiles) {
        m_profiles->addItem(common::themedIcon(Icon::Profile, m_themes),
                            //: Name of a profile and the host it signs in at
                            tr("%1  %2").arg(profile.name, profile.supabaseUrl.host()), profile.name);
    }
    m_profiles->setCurrentIndex(m_profiles->findData(current));
}

void SignInDialog::setEmail(const QString &email)
{
    m_email->setText(email);
}

void SignInDialog::setReason(const base::Error &reason)
{
    if (reason.what.isEmpty())
        m_reason->clear();
    else
        m_reason->setMessage(StateRole::Warn, Icon::Warning, reason.what, reason.next);
}

void SignInDialog::setKeychainAvailable(bool isAvailable)
{
    m_keychain->clear();
    m_noKeychain->clear();
    if (isAvailable) {
        m_keychain->setHint(Icon::Lock, tr("The session is kept in this computer's keychain, never in a file. "
                                           "The password is not kept at all."));
    } else {
        m_noKeychain->setMessage(StateRole::Warn, Icon::Warning, tr("No keychain on this computer."),
                                 tr("You stay signed in until you close Genie Monitor. Nothing is written to disk."));
    }
}

void SignInDialog::refuse(const base::Error &error)
{
    setBusy(false);
    clearRefusals();
    m_refusal->setError(error);
    if (error.id == u"invalid_credentials")
        common::setFieldRefused(m_password, true);
    m_password->clear();
    m_password->setFocus();
    waitBeforeNextTry(error.retryAfterS);
}

void SignInDialog::showEvent(QShowEvent *event)
{
    FittingDialog::showEvent(event);
    (m_email->text().isEmpty() ? m_email : m_password)->setFocus();
}

void SignInDialog::submit()
{
    clearRefusals();
    const QString email = m_email->text().trimmed();
    if (!email.contains(u'@')) {
        m_emailRefusal->setMessage(StateRole::Error, Icon::Error, tr("This is not an email address."),
                                   tr("Write it whole, as name@example.com."));
        common::setFieldRefused(m_email, true);
        m_email->setFocus();
        return;
    }
    if (m_password->text().isEmpty()) {
        m_refusal->setMessage(StateRole::Error, Icon::Error, tr("The password is missing."));
        common::setFieldRefused(m_password, true);
        m_password->setFocus();
        return;
    }
    setBusy(true);
    Q_EMIT submitted(email, base::Secret(m_password->text()));
}

void SignInDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    for (QWidget *field : std::initializer_list<QWidget *>{m_profiles, m_email, m_password})
        field->setEnabled(!isBusy);
    m_cancel->setVisible(isBusy);
    if (isBusy)
        m_cancel->setFocus();
    showButton();
}

void SignInDialog::cancel()
{
    if (!m_isBusy)
        return;
    setBusy(false);
    m_password->setFocus();
    Q_EMIT cancelled();
}

void SignInDialog::showCaps(bool isOn)
{
    if (isOn)
        m_caps->setMessage(StateRole::Warn, Icon::Warning, tr("Caps Lock is on."));
    else
        m_caps->clear();
}

void SignInDialog::clearRefusals()
{
    m_emailRefusal->clear();
    m_refusal->clear();
    for (QLineEdit *field : {m_email, m_password})
        common::setFieldRefused(field, false);
}

void SignInDialog::waitBeforeNextTry(int seconds)
{
    m_secondsToWait = seconds;
    if (seconds > 0)
        m_wait.start();
    else
        m_wait.stop();
    showButton();
}

void SignInDialog::tickWait()
{
    waitBeforeNextTry(m_secondsToWait - 1);
}

void SignInDialog::showButton()
{
    QString text = tr("Sign in");
    if (m_isBusy)
        text = tr("Signing in…");
    else if (m_secondsToWait > 0)
        text = tr("Sign in again in %1 s").arg(m_secondsToWait);
    m_signIn->setText(text);
    m_signIn->setAccessibleName(text);
    m_signIn->setEnabled(!m_isBusy && m_secondsToWait == 0);
}

} // namespace gm::signin
