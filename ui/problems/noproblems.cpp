#include "ui/problems/noproblems.h"

#include "ui/common/themedlabel.h"

#include <QGridLayout>

namespace gm::problemspanel
{

using namespace Qt::StringLiterals;
using common::TextRole;
using common::Theme;

NoProblems::NoProblems(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_text(new common::ThemedLabel(themes, TextRole::Small, &Theme::text2, this))
{
    setObjectName(u"noProblems"_s);
    auto *icon = new common::IconLabel(themes, common::Icon::Passed, 20, &Theme::text2, this);
    icon->setIcon(common::Icon::Passed, common::StateRole::Complete);
    auto *title = new common::ThemedLabel(themes, TextRole::Strong, &Theme::text1, this);
    title->setText(tr("No problems found"));
    m_text->setObjectName(u"noProblemsText"_s);
    m_text->setWordWrap(true);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(24, 24, 24, 12);
    layout->setHorizontalSpacing(12);
    layout->setVerticalSpacing(2);
    layout->addWidget(icon, 0, 0, Qt::AlignTop);
    layout->addWidget(title, 0, 1);
    layout->addWidget(m_text, 1, 1);
    layout->setColumnStretch(1, 1);
    layout->setRowStretch(2, 1);
    setSince({});
}

void NoProblems::setSince(const QString &since)
{
    m_text->setText(since.isEmpty()
                        ? tr("Once you are connected: gaps, refused channels, unexpected shapes, tokens and sessions "
                             "that cannot be renewed appear here.")
                        : tr("Looked for since %1: gaps, refused channels, unexpected shapes, tokens and sessions that "
                             "cannot be renewed.")
                              .arg(since));
}

} // namespace gm::problemspanel
