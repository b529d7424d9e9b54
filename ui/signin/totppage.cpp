#include "ui/signin/totppage.h"

#include "ui/common/notice.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"
#include "ui/signin/codefield.h"
#include "ui/signin/pageparts.h"
#include "ui/signin/waitbutton.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace gm::signin
{

using common::Icon;
using common::Notice;
using common::StateRole;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

constexpr int secondsPerCode = 30;

} // namespace

TotpPage::TotpPage(const common::ThemeProvider &themes, const base::Clock &clock, QWidget *parent)
    : Page(parent)
    , m_themes(themes)
    , m_clock(clock)
    , m_code(new CodeField(themes, this))
    , m_nextCode(new Notice(themes, Notice::Look::Plain, this))
    , m_refusal(new Notice(themes, Notice::Look::Plain, this))
    , m_factors(new QComboBox(this))
    , m_noKeychain(new Notice(themes, Notice::Look::Boxed, this))
    , m_verify(new WaitButton(this))
{
    QVBoxLayout *column = makeColumn(this);
    addHeading(column, themes, tr("Enter the six-digit code"), tr("from your authenticator app"));
    column->addSpacing(16);
    m_code->setObjectName(u"totpCode"_s);
    m_code->setAccessibleName(tr("Six-digit code"));
    column->addWidget(m_code);
    column->addSpacing(10);
    column->addWidget(m_nextCode);
    column->addSpacing(6);
    column->addWidget(m_refusal);
    column->addSpacing(18);
    m_factors->setObjectName(u"totpFactor"_s);
    addField(column, themes, tr("&Authenticator"), tr("Authenticator"), m_factors);
    column->addSpacing(24);
    column->addWidget(m_noKeychain);
    column->addSpacing(16);
    column->addStretch();

    m_verify->setObjectName(u"totpVerify"_s);
    m_verify->setWords(tr("Verify"), tr("Verify again in %1 s"), tr("Verifying…"));
    common::setButtonLook(m_verify, common::ButtonLook::Primary);
    common::setControlSize(m_verify, common::ControlSize::Dialog);
    QPushButton *back = makeButton(this, tr("Back"), u"totpBack"_s, common::ButtonLook::Flat);
    back->setIcon(common::themedIcon(Icon::ArrowLeft, themes));
    QPushButton *cancel = makeButton(this, tr("Cancel"), u"totpCancel"_s);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(back);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_verify);
    column->addLayout(buttons);

    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &TotpPage::tick);
    connect(m_code, &QLineEdit::textEdited, this, &TotpPage::clearRefusal);
    connect(m_code, &QLineEdit::returnPressed, this, &TotpPage::submit);
    connect(m_verify, &QPushButton::clicked, this, &TotpPage::submit);
    connect(back, &QPushButton::clicked, this, &Page::backWanted);
    connect(cancel, &QPushButton::clicked, this, &Page::closeWanted);
}

void TotpPage::setKeychainAvailable(bool isAvailable)
{
    if (isAvailable)
        m_noKeychain->clear();
    else
        m_noKeychain->setMessage(StateRole::Warn, Icon::Warning, tr("No keychain on this computer."),
                                 tr("You stay signed in until you close Genie Monitor. Nothing is written to disk."));
}

void TotpPage::showStep(const supabase::SignInStep &step)
{
    setBusy(false);
    clearRefusal();
    showFactors(step.factors);
    m_code->clear();
    if (step.error) {
        m_refusal->setError(*step.error);
        common::setFieldRefused(m_code, true);
        m_verify->wait(step.error->retryAfterS);
    }
    tick();
    m_second.start();
    focusEntry();
}

void TotpPage::showFactors(const QList<supabase::Factor> &factors)
{
    const QVariant chosen = m_factors->currentData();
    m_factors->clear();
    for (const supabase::Factor &factor : factors) {
        m_factors->addItem(common::themedIcon(Icon::Key, m_themes),
                           factor.name.isEmpty() ? tr("Authenticator app") : factor.name, factor.id);
    }
    m_factors->setCurrentIndex(std::max(0, m_factors->findData(chosen)));
}

void TotpPage::setBusy(bool isBusy)
{
    m_code->setEnabled(!isBusy);
    m_factors->setEnabled(!isBusy);
    m_verify->setBusy(isBusy);
}

void TotpPage::focusEntry()
{
    m_code->setFocus();
}

void TotpPage::submit()
{
    if (!m_verify->isEnabled())
        return;
    if (m_code->text().size() < CodeField::digits) {
        m_refusal->setMessage(StateRole::Error, Icon::Error, tr("The code has six digits."),
                              tr("Enter the one the app shows now."));
        common::setFieldRefused(m_code, true);
        focusEntry();
        return;
    }
    Q_EMIT codeEntered(base::Secret(m_code->text()), m_factors->currentData().toString());
}

void TotpPage::clearRefusal()
{
    m_refusal->clear();
    common::setFieldRefused(m_code, false);
}

void TotpPage::tick()
{
    if (!isVisible() && m_second.isActive())
        m_second.stop();
    const int left = secondsPerCode - int(m_clock.wallMs() / 1000 % secondsPerCode);
    m_nextCode->setHint(Icon::Clock, tr("A new code comes in %1 s").arg(left));
}

} // namespace gm::signin
