#include "ui/signin/signinform.h"

#include "ui/common/notice.h"
#include "ui/common/segments.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"
#include "ui/signin/capswatcher.h"
#include "ui/signin/pageparts.h"
#include "ui/signin/providerbutton.h"
#include "ui/signin/waitbutton.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace gm::signin
{

using common::Icon;
using common::Notice;
using common::StateRole;
using common::TextRole;
using common::Theme;
using namespace Qt::StringLiterals;

namespace
{

/// "or" between two lines.
class OrLine : public QWidget
{
public:
    OrLine(const common::ThemeProvider &themes, QWidget *parent)
        : QWidget(parent)
        , m_themes(themes)
        , m_word(new common::ThemedLabel(themes, TextRole::Body, &Theme::text2, this))
    {
        m_word->setText(SignInForm::tr("or"));
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 12, 0, 12);
        row->addWidget(m_word, 0, Qt::AlignCenter);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QRect word = m_word->geometry().adjusted(-16, 0, 16, 0);
        const int y = word.center().y();
        painter.fillRect(0, y, word.left(), 1, m_themes.theme().line);
        painter.fillRect(word.right(), y, width() - word.right(), 1, m_themes.theme().line);
    }

private:
    const common::ThemeProvider &m_themes;
    common::ThemedLabel *m_word;
};

bool isAboutEmail(const base::Error &error)
{
    static const QStringList ids{u"GM-SIGNIN-EMAIL"_s, u"email_address_invalid"_s, u"otp_disabled"_s,
                                 u"signup_disabled"_s, u"email_address_not_authorized"_s};
    return ids.contains(error.id);
}

} // namespace

SignInForm::SignInForm(const common::ThemeProvider &themes, QWidget *parent)
    : Page(parent)
    , m_themes(themes)
    , m_profiles(new QComboBox(this))
    , m_byEmail(new QWidget(this))
    , m_way(new common::Segments(themes, m_byEmail))
    , m_email(new QLineEdit(m_byEmail))
    , m_passwordRow(new QWidget(m_byEmail))
    , m_password(new QLineEdit(m_passwordRow))
    , m_reason(new Notice(themes, Notice::Look::Boxed, this))
    , m_emailRefusal(new Notice(themes, Notice::Look::Plain, m_byEmail))
    , m_refusal(new Notice(themes, Notice::Look::Plain, this))
    , m_caps(new Notice(themes, Notice::Look::Plain, m_passwordRow))
    , m_keychain(new Notice(themes, Notice::Look::Plain, this))
    , m_noKeychain(new Notice(themes, Notice::Look::Boxed, this))
    , m_signIn(new WaitButton(this))
    , m_cancel(makeButton(this, tr("Cancel"), u"signInCancel"_s))
    , m_or(new OrLine(themes, this))
    , m_providers(new QWidget(this))
{
    QVBoxLayout *column = makeColumn(this);
    addHeading(column, themes, tr("Sign in"), tr("to watch your own conversations"));
    column->addSpacing(16);
    column->addWidget(m_reason);
    m_profiles->setObjectName(u"signInProfile"_s);
    addField(column, themes, tr("P&rofile"), tr("Profile"), m_profiles);
    column->addSpacing(16);
    buildEmail(column);
    column->addWidget(m_refusal);
    column->addSpacing(12);
    m_signIn->setObjectName(u"signInButton"_s);
    m_signIn->setDefault(true);
    common::setButtonLook(m_signIn, common::ButtonLook::Primary);
    common::setControlSize(m_signIn, common::ControlSize::Dialog);
    m_cancel->setAccessibleName(tr("Cancel signing in"));
    column->addWidget(m_signIn);
    buildProviders(column);
    column->addSpacing(8);
    column->addWidget(m_cancel);
    column->addSpacing(24);
    column->addStretch();
    column->addWidget(m_keychain);
    column->addWidget(m_noKeychain);

    connect(m_signIn, &QPushButton::clicked, this, &SignInForm::submit);
    connect(m_cancel, &QPushButton::clicked, this, &Page::backWanted);
    connect(m_profiles, &QComboBox::activated, this,
            [this](int index) { Q_EMIT profileChosen(m_profiles->itemData(index).toString()); });
    connect(m_way, &common::Segments::currentChanged, this, &SignInForm::showWay);
    for (QLineEdit *field : {m_email, m_password}) {
        connect(field, &QLineEdit::textEdited, this, &SignInForm::clearRefusals);
        connect(field, &QLineEdit::returnPressed, this, &SignInForm::submit);
    }
    setKeychainAvailable(true);
    setWays(true, {});
    setBusy(false);
    showWay();
}

void SignInForm::buildEmail(QVBoxLayout *column)
{
    auto *rows = new QVBoxLayout(m_byEmail);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    m_way->setWide();
    m_way->addSegment(tr("Password"), u"signInByPassword"_s);
    m_way->addSegment(tr("Code by email"), u"signInByCode"_s);
    rows->addWidget(m_way);
    rows->addSpacing(16);
    m_email->setObjectName(u"signInEmail"_s);
    m_email->setInputMethodHints(Qt::ImhEmailCharactersOnly | Qt::ImhNoAutoUppercase);
    addField(rows, m_themes, tr("&Email"), tr("Email"), m_email);
    rows->addWidget(m_emailRefusal);
    rows->addSpacing(12);
    rows->addWidget(m_passwordRow);
    column->addWidget(m_byEmail);

    auto *password = new QVBoxLayout(m_passwordRow);
    password->setContentsMargins({});
    password->setSpacing(0);
    m_password->setObjectName(u"signInPassword"_s);
    m_password->setEchoMode(QLineEdit::Password);
    addField(password, m_themes, tr("&Password"), tr("Password"), m_password);
    password->addSpacing(6);
    password->addWidget(m_caps);
    auto *eye = m_password->addAction(common::themedIcon(Icon::Watch, m_themes, common::IconInk::Quiet),
                                      QLineEdit::TrailingPosition);
    eye->setObjectName(u"showPassword"_s);
    eye->setCheckable(true);
    eye->setText(tr("Show the password"));
    eye->setToolTip(tr("Show the password"));
    connect(eye, &QAction::toggled, this,
            [this](bool isShown) { m_password->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password); });
    connect(new CapsWatcher(m_password), &CapsWatcher::changed, this, [this](bool isOn) {
        if (isOn)
            m_caps->setMessage(StateRole::Warn, Icon::Warning, tr("Caps Lock is on."));
        else
            m_caps->clear();
    });
}

void SignInForm::buildProviders(QVBoxLayout *column)
{
    auto *rows = new QVBoxLayout(m_providers);
    rows->setContentsMargins({});
    rows->setSpacing(8);
    column->addWidget(m_or);
    column->addWidget(m_providers);
}

void SignInForm::setProfiles(const QList<profile::Profile> &profiles, const QString &current)
{
    m_profiles->clear();
    for (const profile::Profile &profile : profiles) {
        m_profiles->addItem(common::themedIcon(Icon::Profile, m_themes),
                            //: Name of a profile and the host it signs in at
                            tr("%1  %2").arg(profile.name, profile.supabaseUrl.host()), profile.name);
    }
    m_profiles->setCurrentIndex(m_profiles->findData(current));
}

void SignInForm::setEmail(const QString &email)
{
    m_email->setText(email);
}

void SignInForm::setReason(const base::Error &reason)
{
    if (reason.what.isEmpty())
        m_reason->clear();
    else
        m_reason->setMessage(StateRole::Warn, Icon::Warning, reason.what, reason.next);
}

void SignInForm::setKeychainAvailable(bool isAvailable)
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

void SignInForm::setWays(bool hasEmail, const QStringList &providers)
{
    qDeleteAll(m_providers->findChildren<ProviderButton *>());
    for (const QString &provider : providers) {
        auto *button = new ProviderButton(m_themes, provider, m_providers);
        connect(button, &QPushButton::clicked, this, [this, provider] { Q_EMIT providerChosen(provider); });
        m_providers->layout()->addWidget(button);
    }
    m_byEmail->setVisible(hasEmail);
    m_signIn->setVisible(hasEmail);
    m_or->setVisible(hasEmail && !providers.isEmpty());
    m_providers->setVisible(!providers.isEmpty());
}

void SignInForm::showStep(const supabase::SignInStep &step)
{
    setBusy(false);
    clearRefusals();
    if (step.error)
        refuse(*step.error);
}

void SignInForm::refuse(const base::Error &error)
{
    setBusy(false);
    clearRefusals();
    m_password->clear();
    if (isAboutEmail(error)) {
        m_emailRefusal->setError(error);
        common::setFieldRefused(m_email, true);
        m_email->setFocus();
    } else {
        m_refusal->setError(error);
        common::setFieldRefused(m_password, error.id == u"invalid_credentials");
        focusEntry();
    }
    m_signIn->wait(error.retryAfterS);
}

void SignInForm::setBusy(bool isBusy)
{
    for (QWidget *part : {static_cast<QWidget *>(m_profiles), m_byEmail, m_providers})
        part->setEnabled(!isBusy);
    m_signIn->setBusy(isBusy);
    m_cancel->setVisible(isBusy);
    if (isBusy)
        m_cancel->setFocus();
}

void SignInForm::focusEntry()
{
    QWidget *entry = m_email->text().isEmpty() || isByCode() ? m_email : m_password;
    entry->setFocus();
}

bool SignInForm::isByCode() const
{
    return m_way->current() == 1;
}

void SignInForm::showWay()
{
    clearRefusals();
    m_passwordRow->setVisible(!isByCode());
    m_signIn->setWords(isByCode() ? tr("Send a code") : tr("Sign in"),
                       isByCode() ? tr("Send a code in %1 s") : tr("Sign in again in %1 s"),
                       isByCode() ? tr("Sending…") : tr("Signing in…"));
}

void SignInForm::submit()
{
    if (!m_signIn->isEnabled())
        return;
    clearRefusals();
    const QString email = m_email->text().trimmed();
    if (!email.contains(u'@')) {
        m_emailRefusal->setMessage(StateRole::Error, Icon::Error, tr("This is not an email address."),
                                   tr("Write it whole, as name@example.com."));
        common::setFieldRefused(m_email, true);
        m_email->setFocus();
        return;
    }
    if (isByCode()) {
        setBusy(true);
        Q_EMIT emailCodeWanted(email);
        return;
    }
    if (m_password->text().isEmpty()) {
        m_refusal->setMessage(StateRole::Error, Icon::Error, tr("The password is missing."));
        common::setFieldRefused(m_password, true);
        m_password->setFocus();
        return;
    }
    setBusy(true);
    Q_EMIT passwordEntered(email, base::Secret(m_password->text()));
}

void SignInForm::clearRefusals()
{
    m_emailRefusal->clear();
    m_refusal->clear();
    for (QLineEdit *field : {m_email, m_password})
        common::setFieldRefused(field, false);
}

} // namespace gm::signin
