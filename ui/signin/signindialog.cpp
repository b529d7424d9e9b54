#include "ui/signin/signindialog.h"

#include "ui/common/themeprovider.h"
#include "ui/signin/browserpage.h"
#include "ui/signin/emailcodepage.h"
#include "ui/signin/signinform.h"
#include "ui/signin/totppage.h"

#include <QStackedLayout>

namespace gm::signin
{

using namespace Qt::StringLiterals;
using Kind = supabase::SignInStep::Kind;

SignInDialog::SignInDialog(const common::ThemeProvider &themes, const base::Clock &clock, QWidget *parent)
    : FittingDialog(416, parent)
    , m_form(new SignInForm(themes))
    , m_browser(new BrowserPage(themes, clock))
    , m_emailCode(new EmailCodePage(themes))
    , m_totp(new TotpPage(themes, clock))
{
    setObjectName(u"signInDialog"_s);
    setWindowTitle(tr("Sign in"));
    setAccessibleName(tr("Sign in"));
    auto *content = new QWidget(this);
    m_pages = new QStackedLayout(content);
    for (Page *page : std::initializer_list<Page *>{m_form, m_browser, m_emailCode, m_totp}) {
        m_pages->addWidget(page);
        connect(page, &Page::backWanted, this, &SignInDialog::giveUp);
        connect(page, &Page::closeWanted, this, &QDialog::reject);
    }
    setContent(content);

    connect(m_form, &SignInForm::profileChosen, this, &SignInDialog::profileChosen);
    connect(m_form, &SignInForm::passwordEntered, this, &SignInDialog::passwordEntered);
    connect(m_form, &SignInForm::emailCodeWanted, this, &SignInDialog::emailCodeWanted);
    connect(m_form, &SignInForm::providerChosen, this, &SignInDialog::providerChosen);
    connect(m_browser, &BrowserPage::browserWanted, this, &SignInDialog::browserWanted);
    connect(m_emailCode, &EmailCodePage::codeEntered, this, &SignInDialog::emailCodeEntered);
    connect(m_emailCode, &EmailCodePage::anotherWanted, this, &SignInDialog::emailCodeWanted);
    connect(m_totp, &TotpPage::codeEntered, this, &SignInDialog::totpEntered);
    // Closed while an answer is awaited: whoever asked must drop it.
    connect(this, &QDialog::rejected, this, &SignInDialog::giveUp);
}

void SignInDialog::setProfiles(const QList<profile::Profile> &profiles, const QString &current)
{
    m_form->setProfiles(profiles, current);
}

void SignInDialog::setEmail(const QString &email)
{
    m_form->setEmail(email);
}

void SignInDialog::setReason(const base::Error &reason)
{
    m_form->setReason(reason);
}

void SignInDialog::setKeychainAvailable(bool isAvailable)
{
    m_form->setKeychainAvailable(isAvailable);
    m_totp->setKeychainAvailable(isAvailable);
}

void SignInDialog::setWays(bool hasEmail, const QStringList &providers)
{
    m_form->setWays(hasEmail, providers);
}

void SignInDialog::setWaysUnknown(const base::Error &error)
{
    if (m_kind == Kind::Idle)
        m_form->refuse(error);
}

Page *SignInDialog::pageFor(Kind kind) const
{
    switch (kind) {
    case Kind::AwaitingBrowser:
        return m_browser;
    case Kind::AwaitingCode:
        return m_emailCode;
    case Kind::AwaitingTotp:
        return m_totp;
    case Kind::Idle:
    case Kind::Failed:
        return m_form;
    case Kind::Working:
    case Kind::Done:
        break;
    }
    return static_cast<Page *>(m_pages->currentWidget());
}

void SignInDialog::showStep(const supabase::SignInStep &step)
{
    m_kind = step.kind;
    if (step.kind == Kind::Done) {
        accept();
        return;
    }
    Page *page = pageFor(step.kind);
    if (page != m_pages->currentWidget()) {
        m_pages->setCurrentWidget(page);
        page->focusEntry();
    }
    if (step.kind == Kind::Working)
        page->setBusy(true);
    else
        page->showStep(step);
}

bool SignInDialog::isUnderWay() const
{
    return m_kind != Kind::Idle && m_kind != Kind::Failed && m_kind != Kind::Done;
}

void SignInDialog::giveUp()
{
    if (!isUnderWay())
        return;
    m_kind = Kind::Idle;
    Q_EMIT cancelled();
}

void SignInDialog::showEvent(QShowEvent *event)
{
    FittingDialog::showEvent(event);
    static_cast<Page *>(m_pages->currentWidget())->focusEntry();
}

} // namespace gm::signin
