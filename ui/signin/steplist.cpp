#include "ui/signin/steplist.h"

#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"

#include <QGridLayout>
#include <QPainter>

namespace gm::signin
{

using common::Icon;
using common::StateRole;
using common::TextRole;
using common::Theme;
using common::ThemedLabel;

StepList::StepList(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnStretch(1, 1);
}

void StepList::addStep(const QString &objectName)
{
    const int row = 3 * int(m_steps.size());
    const Step step{new common::IconLabel(m_themes, Icon::Ring, 16, &Theme::text3, this),
                    new ThemedLabel(m_themes, TextRole::Body, &Theme::text1, this),
                    new ThemedLabel(m_themes, TextRole::Small, &Theme::text2, this)};
    step.title->setObjectName(objectName);
    step.detail->setObjectName(objectName + QStringLiteral("Detail"));
    for (ThemedLabel *label : {step.title, step.detail})
        label->setWordWrap(true);
    if (row > 0)
        m_grid->setRowMinimumHeight(row - 1, 8);
    m_grid->addWidget(step.icon, row, 0);
    m_grid->addWidget(step.title, row, 1);
    m_grid->addWidget(step.detail, row + 1, 1);
    m_steps << step;
}

void StepList::setStep(int index, Icon icon, StateRole role, const QString &title, const QString &detail)
{
    const Step &step = m_steps.at(index);
    step.icon->setIcon(icon, role);
    step.title->setText(title);
    step.detail->setText(detail);
    update();
}

void StepList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    for (qsizetype i = 1; i < m_steps.size(); ++i) {
        const QRect above = m_steps[i - 1].icon->geometry();
        const QRect below = m_steps[i].icon->geometry();
        const int x = above.left() + m_steps[i - 1].icon->sizeHint().width() / 2;
        const int top = above.bottom() + 4;
        painter.fillRect(x, top, 1, below.top() - 4 - top, m_themes.theme().lineStrong);
    }
}

} // namespace gm::signin
