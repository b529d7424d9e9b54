#include "ui/signin/browserpage.h"

#include "core/supabase/authwords.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"
#include "ui/models/format.h"
#include "ui/signin/pageparts.h"
#include "ui/signin/steplist.h"
#include "ui/signin/waitingbar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QVBoxLayout>

namespace gm::signin
{

using common::Icon;
using common::StateRole;
using common::TextRole;
using common::Theme;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

enum Step { Opened, Waiting, Back };

} // namespace

BrowserPage::BrowserPage(const common::ThemeProvider &themes, const base::Clock &clock, QWidget *parent)
    : Page(parent)
    , m_clock(clock)
    , m_steps(new StepList(themes, this))
    , m_again(makeButton(this, tr("Open browser again"), u"openBrowserAgain"_s))
    , m_copy(makeButton(this, tr("Copy link"), u"copyLink"_s, common::ButtonLook::Flat))
    , m_cancel(makeButton(this, tr("Cancel"), u"browserCancel"_s))
{
    QVBoxLayout *column = makeColumn(this);
    m_subtitle = addHeading(column, themes, tr("Continue in your browser"), {});
    column->addSpacing(20);
    column->addWidget(new WaitingBar(themes, this));
    column->addSpacing(24);
    for (const auto &name : {u"browserOpened"_s, u"browserWaiting"_s, u"browserBack"_s})
        m_steps->addStep(name);
    column->addWidget(m_steps);
    column->addSpacing(16);

    m_again->setIcon(common::themedIcon(Icon::External, themes));
    m_copy->setIcon(common::themedIcon(Icon::Copy, themes));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_again);
    row->addWidget(m_copy);
    row->addStretch();
    column->addLayout(row);
    column->addSpacing(20);
    addRule(column, themes);
    column->addSpacing(12);

    auto *question = new common::ThemedLabel(themes, TextRole::Strong, &Theme::text1, this);
    question->setWordWrap(true);
    question->setText(tr("Nothing happens in the browser?"));
    auto *advice = new common::ThemedLabel(themes, TextRole::Small, &Theme::text2, this);
    advice->setParagraph(tr("Copy the link and open it in a browser on this computer. A browser on another computer "
                            "cannot come back here: use a code by email then."));
    column->addWidget(question);
    column->addSpacing(4);
    column->addWidget(advice);
    column->addSpacing(16);
    column->addStretch();
    column->addWidget(m_cancel, 0, Qt::AlignRight);

    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &BrowserPage::tick);
    connect(m_again, &QPushButton::clicked, this, &BrowserPage::browserWanted);
    connect(m_copy, &QPushButton::clicked, this, &BrowserPage::copyLink);
    connect(m_cancel, &QPushButton::clicked, this, &Page::backWanted);
}

void BrowserPage::showStep(const supabase::SignInStep &step)
{
    m_wait = step.browser;
    m_openedMs = m_clock.wallMs();
    m_subtitle->setText(
        tr("Sign in with %1 there. This window goes on by itself.").arg(supabase::providerName(m_wait.provider)));
    m_copy->setText(tr("Copy link"));
    setBusy(false);
    m_second.start();
}

void BrowserPage::setBusy(bool isBusy)
{
    m_isBack = isBusy;
    m_again->setEnabled(!isBusy);
    m_copy->setEnabled(!isBusy);
    tick();
}

void BrowserPage::focusEntry()
{
    m_cancel->setFocus();
}

void BrowserPage::tick()
{
    if (m_isBack || m_wait.url.isEmpty()) {
        m_second.stop();
        m_steps->setStep(Waiting, Icon::Passed, StateRole::Complete, tr("Signed in there"), {});
        m_steps->setStep(Back, Icon::Connecting, StateRole::Searching, tr("Back here"), tr("asking Supabase"));
        return;
    }
    if (m_wait.isOpened) {
        m_steps->setStep(Opened, Icon::Passed, StateRole::Complete, tr("Browser opened"),
                         models::formatTimeShort(m_openedMs, models::Zone::Local));
    } else {
        m_steps->setStep(Opened, Icon::Warning, StateRole::Warn, tr("No browser could be opened"),
                         tr("copy the link and open it on this computer"));
    }
    const qint64 leftMs = std::max<qint64>(0, (m_wait.until - m_clock.now()).count());
    m_steps->setStep(Waiting, Icon::Connecting, StateRole::Searching, tr("Waiting for you to sign in"),
                     tr("%1 left, then this stops").arg(models::formatDuration(leftMs / 1000 * 1000)));
    m_steps->setStep(Back, Icon::Skipped, StateRole::Neutral, tr("Come back here"),
                     tr("answer expected on %1").arg(m_wait.returnsTo));
}

void BrowserPage::copyLink()
{
    QGuiApplication::clipboard()->setText(m_wait.url.toString(QUrl::FullyEncoded));
    m_copy->setText(tr("Copied"));
}

} // namespace gm::signin
