#include "ui/shell/messagedialog.h"

#include "ui/common/keycaps.h"
#include "ui/common/notice.h"
#include "ui/common/style.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"
#include "ui/shell/actions.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace gm::shell
{

using common::TextRole;
using common::Theme;
using common::ThemedLabel;
using namespace Qt::StringLiterals;

namespace
{

struct ViewKey {
    const char *keys;
    const char *text;
};

// Keys the views handle themselves.
constexpr ViewKey viewKeys[] = {
    {"J", QT_TRANSLATE_NOOP("MessageDialog", "Next event")},
    {"K", QT_TRANSLATE_NOOP("MessageDialog", "Previous event")},
    {"Shift+J", QT_TRANSLATE_NOOP("MessageDialog", "Next event of this conversation")},
    {"Shift+K", QT_TRANSLATE_NOOP("MessageDialog", "Previous event of this conversation")},
    {"Home", QT_TRANSLATE_NOOP("MessageDialog", "First event")},
    {"→", QT_TRANSLATE_NOOP("MessageDialog", "Open a row or node")},
    {"←", QT_TRANSLATE_NOOP("MessageDialog", "Close a row or node")},
    {"W", QT_TRANSLATE_NOOP("MessageDialog", "Watch or stop watching a conversation")},
    {"Ctrl+C", QT_TRANSLATE_NOOP("MessageDialog", "Copy as text")},
    {"Ctrl+Shift+C", QT_TRANSLATE_NOOP("MessageDialog", "Copy as JSON")},
    {"Ctrl+Shift+U", QT_TRANSLATE_NOOP("MessageDialog", "Copy as curl")},
};

} // namespace

MessageDialog::MessageDialog(const common::ThemeProvider &themes, const QString &title, QWidget *parent)
    : FittingDialog(480, parent)
    , m_themes(themes)
    , m_content(new QVBoxLayout)
{
    setObjectName(u"messageDialog"_s);
    setWindowTitle(title);
    setAccessibleName(title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *heading = new ThemedLabel(themes, TextRole::Title, &Theme::text1, this);
    heading->setText(title);
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"messageClose"_s);
    close->setAccessibleName(tr("Close"));
    close->setDefault(true);
    common::setControlSize(close, common::ControlSize::Dialog);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);

    m_content->setSpacing(8);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(16);
    column->addWidget(heading);
    column->addLayout(m_content, 1);
    column->addWidget(close, 0, Qt::AlignRight);
}

void MessageDialog::addText(const QString &text)
{
    auto *label = new ThemedLabel(m_themes, TextRole::Body, &Theme::text2, this);
    label->setParagraph(text);
    m_content->addWidget(label);
}

void MessageDialog::addError(const base::Error &error)
{
    auto *notice = new common::Notice(m_themes, common::Notice::Look::Plain, this);
    notice->setError(error);
    m_content->addWidget(notice);
}

void MessageDialog::addShortcuts(const Actions &actions)
{
    auto *inner = new QWidget(this);
    auto *grid = new QGridLayout(inner);
    grid->setContentsMargins(0, 0, 12, 0);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(0, 1);
    for (const ActionGroup group : Actions::groups()) {
        for (const QAction *action : actions.inGroup(group)) {
            if (!action->shortcut().isEmpty())
                addShortcut(grid, action->text(), action->shortcut().toString(QKeySequence::PortableText));
        }
    }
    for (const ViewKey &key : viewKeys)
        addShortcut(grid, tr(key.text), QString::fromUtf8(key.keys));

    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"shortcutsScroll"_s);
    scroll->setAccessibleName(tr("All shortcuts"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inner);
    scroll->setMinimumHeight(common::widthFor(360));
    m_content->addWidget(scroll, 1);
}

void MessageDialog::addShortcut(QGridLayout *grid, const QString &text, const QString &keys)
{
    auto *words = new ThemedLabel(m_themes, TextRole::Body, &Theme::text1);
    words->setText(text);
    auto *caps = new common::KeyCaps(m_themes);
    caps->setShortcut(keys);
    const int row = grid->rowCount();
    grid->addWidget(words, row, 0);
    grid->addWidget(caps, row, 1, Qt::AlignRight);
}

} // namespace gm::shell
