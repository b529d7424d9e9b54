#include "ui/signin/emailcodepage.h"

#include "ui/common/notice.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"
#include "ui/signin/pageparts.h"
#include "ui/signin/waitbutton.h"

#include <QLineEdit>
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

/// Supabase sends one mail a minute to an address.
constexpr int secondsBetweenMails = 60;

} // namespace

EmailCodePage::EmailCodePage(const common::ThemeProvider &themes, QWidget *parent)
    : Page(parent)
    , m_code(new QLineEdit(this))
    , m_refusal(new Notice(themes, Notice::Look::Plain, this))
    , m_again(new WaitButton(this))
    , m_back(makeButton(this, tr("Back"), u"codeBack"_s, common::ButtonLook::Flat))
    , m_verify(new WaitButton(this))
{
    QVBoxLayout *column = makeColumn(this);
    m_subtitle = addHeading(column, themes, tr("Enter the code from the mail"), {});
    column->addSpacing(20);
    m_code->setObjectName(u"emailCode"_s);
    m_code->setInputMethodHints(Qt::ImhDigitsOnly | Qt::ImhSensitiveData);
    m_code->setFont(common::fontFor(TextRole::Heading));
    addField(column, themes, tr("&Code"), tr("Code from the mail"), m_code);
    column->addSpacing(6);
    column->addWidget(m_refusal);
    column->addSpacing(10);

    m_again->setObjectName(u"sendAgain"_s);
    m_again->setIcon(common::themedIcon(Icon::Mail, themes));
    m_again->setWords(tr("Send another code"), tr("Another code in %1 s"), tr("Send another code"));
    common::setControlSize(m_again, common::ControlSize::Dialog);
    column->addWidget(m_again, 0, Qt::AlignLeft);
    column->addSpacing(20);
    addRule(column, themes);
    column->addSpacing(12);

    auto *question = new common::ThemedLabel(themes, TextRole::Strong, &Theme::text1, this);
    question->setWordWrap(true);
    question->setText(tr("No code in the mail, or no mail?"));
    auto *advice = new common::ThemedLabel(themes, TextRole::Small, &Theme::text2, this);
    advice->setParagraph(
        tr("A mail can take a minute, or lie with the unwanted ones. Where it holds a link and no code, "
           "the project's mail template has no place for codes: ask whoever runs it. A new code makes "
           "the one before useless."));
    column->addWidget(question);
    column->addSpacing(4);
    column->addWidget(advice);
    column->addSpacing(16);
    column->addStretch();

    m_verify->setObjectName(u"codeVerify"_s);
    m_verify->setWords(tr("Sign in"), tr("Sign in again in %1 s"), tr("Signing in…"));
    common::setButtonLook(m_verify, common::ButtonLook::Primary);
    common::setControlSize(m_verify, common::ControlSize::Dialog);
    m_back->setIcon(common::themedIcon(Icon::ArrowLeft, themes));
    QPushButton *cancel = makeButton(this, tr("Cancel"), u"codeCancel"_s);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_back);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_verify);
    column->addLayout(buttons);

    connect(m_code, &QLineEdit::textEdited, this, &EmailCodePage::clearRefusal);
    connect(m_code, &QLineEdit::returnPressed, this, &EmailCodePage::submit);
    connect(m_verify, &QPushButton::clicked, this, &EmailCodePage::submit);
    connect(m_again, &QPushButton::clicked, this, [this] { Q_EMIT anotherWanted(m_email); });
    connect(m_back, &QPushButton::clicked, this, &Page::backWanted);
    connect(cancel, &QPushButton::clicked, this, &Page::closeWanted);
}

void EmailCodePage::showStep(const supabase::SignInStep &step)
{
    setBusy(false);
    clearRefusal();
    if (m_email != step.email)
        m_code->clear();
    m_email = step.email;
    m_subtitle->setText(tr("It was sent to %1.").arg(m_email));
    if (!step.error) {
        m_again->wait(secondsBetweenMails);
        return;
    }
    m_refusal->setError(*step.error);
    if (step.error->id == u"over_email_send_rate_limit") {
        m_again->wait(step.error->retryAfterS > 0 ? step.error->retryAfterS : secondsBetweenMails);
        return;
    }
    common::setFieldRefused(m_code, true);
    m_code->selectAll();
    m_verify->wait(step.error->retryAfterS);
}

void EmailCodePage::setBusy(bool isBusy)
{
    m_code->setEnabled(!isBusy);
    m_again->setBusy(isBusy);
    m_verify->setBusy(isBusy);
    if (!isBusy)
        focusEntry();
}

void EmailCodePage::focusEntry()
{
    m_code->setFocus();
}

void EmailCodePage::submit()
{
    if (!m_verify->isEnabled())
        return;
    if (m_code->text().trimmed().isEmpty()) {
        m_refusal->setMessage(StateRole::Error, Icon::Error, tr("The code is missing."));
        common::setFieldRefused(m_code, true);
        focusEntry();
        return;
    }
    Q_EMIT codeEntered(base::Secret(m_code->text()));
}

void EmailCodePage::clearRefusal()
{
    m_refusal->clear();
    common::setFieldRefused(m_code, false);
}

} // namespace gm::signin
