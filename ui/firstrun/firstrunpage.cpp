#include "ui/firstrun/firstrunpage.h"

#include "ui/common/notice.h"
#include "ui/common/paint.h"
#include "ui/common/style.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace gm::firstrun
{

using common::Icon;
using common::TextRole;
using common::Theme;
using common::ThemedLabel;
using namespace Qt::StringLiterals;

namespace
{

constexpr int cardWidth = 720;
constexpr int topSpace = 112;

/// The icon of a way on its tinted square.
class WayIcon : public QWidget
{
public:
    WayIcon(const common::ThemeProvider &themes, Icon icon, QWidget *parent)
        : QWidget(parent)
        , m_themes(themes)
        , m_icon(icon)
    {
        setFixedSize(40, 40);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = m_themes.theme();
        common::paintPlate(&painter, rect(), 6, theme.accentTint);
        common::paintIcon(&painter, QPointF(10, 10), 20, m_icon, theme.link);
    }

private:
    const common::ThemeProvider &m_themes;
    Icon m_icon;
};

/// The ground the ways stand on, one line between each two of them.
class Card : public QWidget
{
public:
    Card(const common::ThemeProvider &themes, QWidget *parent)
        : QWidget(parent)
        , m_themes(themes)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = m_themes.theme();
        common::paintBox(&painter, rect(), 8, theme.bgView, theme.line);
        const QList<QWidget *> ways = findChildren<QWidget *>(u"way"_s, Qt::FindDirectChildrenOnly);
        for (qsizetype i = 1; i < ways.size(); ++i)
            painter.fillRect(0, ways[i]->y(), width(), 1, theme.line);
    }

private:
    const common::ThemeProvider &m_themes;
};

} // namespace

/// One way to start: icon, title, what it means, and its button.
class FirstRunPage::Way : public QWidget
{
public:
    Way(const common::ThemeProvider &themes, Icon icon, const QString &title, const QString &text, QWidget *parent)
        : QWidget(parent)
        , m_button(new QPushButton(this))
        , m_words(new QVBoxLayout)
    {
        setObjectName(u"way"_s);
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(24, 20, 24, 20);
        row->setSpacing(20);
        row->addWidget(new WayIcon(themes, icon, this), 0, Qt::AlignTop);
        row->addLayout(m_words, 1);
        row->addWidget(m_button, 0, Qt::AlignTop);
        m_words->setSpacing(4);
        auto *heading = new ThemedLabel(themes, TextRole::Heading, &Theme::text1, this);
        heading->setText(title);
        auto *body = new ThemedLabel(themes, TextRole::Body, &Theme::text2, this);
        body->setParagraph(text);
        m_words->addWidget(heading);
        m_words->addWidget(body);
        common::setControlSize(m_button, common::ControlSize::Dialog);
        m_button->setMinimumWidth(common::widthFor(152));
    }

    void addLine(QWidget *line) { m_words->addWidget(line); }

    QPushButton *setButton(const QString &text, const QString &objectName)
    {
        m_button->setText(text);
        m_button->setAccessibleName(text);
        m_button->setObjectName(objectName);
        return m_button;
    }

private:
    QPushButton *m_button;
    QVBoxLayout *m_words;
};

FirstRunPage::FirstRunPage(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_error(new common::Notice(themes, common::Notice::Look::Boxed, this))
{
    setObjectName(u"firstRunPage"_s);
    auto *title = new ThemedLabel(themes, TextRole::Display, &Theme::text1, this);
    title->setText(tr("Watch a conversation"));
    auto *lead = new ThemedLabel(themes, TextRole::Body, &Theme::text2, this);
    lead->setWordWrap(true);
    lead->setText(
        tr("Genie Monitor shows every event of a Genie conversation as it arrives, and says where one got lost. "
           "Choose what to watch. You can add other profiles later."));

    auto *card = new Card(themes, this);
    auto *sandbox = new Way(themes, Icon::Sandbox, tr("Try the sandbox"),
                            tr("Supabase, the backend and Ably, played on this computer. It runs happy conversations, "
                               "streamed answers and every fault you may meet. Needs no account and no network."),
                            card);
    auto *import =
        new Way(themes, Icon::File, tr("Import a .env file"),
                tr("From Genie's frontend or backend folder. Only addresses and the public key are read."), card);
    auto *refused = new common::Notice(themes, common::Notice::Look::Plain, import);
    refused->setHint(Icon::Shield, tr("Service-role keys, JWT secrets and Ably keys are refused."));
    import->addLine(refused);
    auto *type = new Way(themes, Icon::Pencil, tr("Type a profile"),
                         tr("Addresses of Supabase and the backend, and the public key."), card);

    QPushButton *start = sandbox->setButton(tr("Start the sandbox"), u"startSandbox"_s);
    common::setButtonLook(start, common::ButtonLook::Primary);
    connect(start, &QPushButton::clicked, this, &FirstRunPage::sandboxRequested);
    connect(import->setButton(tr("Choose file…"), u"importEnv"_s), &QPushButton::clicked, this,
            &FirstRunPage::importRequested);
    connect(type->setButton(tr("New profile…"), u"newProfile"_s), &QPushButton::clicked, this,
            &FirstRunPage::newProfileRequested);

    auto *ways = new QVBoxLayout(card);
    ways->setContentsMargins({});
    ways->setSpacing(0);
    for (QWidget *way : {sandbox, import, type})
        ways->addWidget(way);

    auto *promises = new QHBoxLayout;
    promises->setSpacing(24);
    const auto promise = [&](Icon icon, const QString &text) {
        auto *row = new QHBoxLayout;
        row->setSpacing(6);
        row->addWidget(new common::IconLabel(themes, icon, 14, &Theme::text3, this));
        auto *words = new ThemedLabel(themes, TextRole::Small, &Theme::text3, this);
        words->setText(text);
        row->addWidget(words);
        promises->addLayout(row);
    };
    promise(Icon::Received, tr("Only listens, never publishes"));
    promise(Icon::Lock, tr("Sessions stay in your keychain"));
    promise(Icon::Mute, tr("No telemetry"));
    promises->addStretch();

    auto *content = new QWidget(this);
    content->setMaximumWidth(common::widthFor(cardWidth));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(title);
    column->addSpacing(4);
    column->addWidget(lead);
    column->addSpacing(24);
    column->addWidget(card);
    column->addSpacing(12);
    column->addWidget(m_error);
    column->addSpacing(24);
    column->addLayout(promises);

    auto *page = new QWidget(this);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(content, 1000);
    middle->addStretch(1);
    auto *outer = new QVBoxLayout(page);
    outer->setContentsMargins(24, 0, 24, 24);
    outer->addSpacing(24);
    outer->addSpacerItem(new QSpacerItem(0, topSpace - 24, QSizePolicy::Minimum, QSizePolicy::Maximum));
    outer->addLayout(middle);
    outer->addStretch(1);

    // Large fonts need more room than a small window has.
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"firstRunScroll"_s);
    scroll->setAccessibleName(tr("Ways to start"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto *fill = new QVBoxLayout(this);
    fill->setContentsMargins({});
    fill->addWidget(scroll);
}

void FirstRunPage::showError(const base::Error &error)
{
    m_error->setError(error);
}

void FirstRunPage::clearError()
{
    m_error->clear();
}

} // namespace gm::firstrun
