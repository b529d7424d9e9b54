#include "ui/problems/problemdetails.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/style.h"
#include "ui/common/words.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace gm::problemspanel
{

using namespace Qt::StringLiterals;
using common::TextRole;
using common::Theme;

namespace
{

QString codeOf(const diagnostics::Problem &problem)
{
    return problem.reference.isEmpty() || problem.reference == problem.code
               ? problem.code
               : QStringList{problem.code, problem.reference}.join(u", "_s);
}

} // namespace

ProblemDetails::ProblemDetails(const common::ThemeProvider &themes, QWidget *parent)
    : QScrollArea(parent)
    , m_icon(new common::IconLabel(themes, common::Icon::Warning, 16, &Theme::text2, this))
    , m_what(new common::ThemedLabel(themes, TextRole::Heading, &Theme::text1, this))
    , m_code(new common::ElidedLabel(themes, TextRole::Mono, &Theme::text3, this))
    , m_why(new common::ThemedLabel(themes, TextRole::Small, &Theme::text2, this))
    , m_next(new common::ThemedLabel(themes, TextRole::Small, &Theme::text1, this))
    , m_show(new QPushButton(tr("Show in Timeline"), this))
    , m_copy(new QPushButton(tr("Copy"), this))
{
    setObjectName(u"problemDetails"_s);
    m_what->setObjectName(u"problemWhat"_s);
    m_why->setObjectName(u"problemWhy"_s);
    m_next->setObjectName(u"problemNext"_s);
    m_code->setObjectName(u"problemCode"_s);
    m_show->setObjectName(u"problemShow"_s);
    m_copy->setObjectName(u"problemCopy"_s);
    for (QLabel *label : {static_cast<QLabel *>(m_what), static_cast<QLabel *>(m_why), static_cast<QLabel *>(m_next)}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_code->setCanBeCopied();
    common::setControlSize(m_show, common::ControlSize::Dense);
    common::setControlSize(m_copy, common::ControlSize::Dense);
    m_show->setIcon(common::themedIcon(common::Icon::List, themes));
    m_copy->setIcon(common::themedIcon(common::Icon::Copy, themes));
    common::setButtonLook(m_copy, common::ButtonLook::Flat);

    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addWidget(m_what, 1);
    head->addWidget(m_code, 0, Qt::AlignTop);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(m_show);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 10, 16, 10);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_why);
    layout->addWidget(m_next);
    layout->addLayout(buttons);
    layout->addStretch();
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumHeight(1);
    setWidget(content);
    content->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    connect(m_show, &QPushButton::clicked, this, &ProblemDetails::showInTimelineRequested);
    connect(m_copy, &QPushButton::clicked, this, &ProblemDetails::copyRequested);
    clear();
}

void ProblemDetails::setProblem(const diagnostics::Problem &problem)
{
    const common::Sign sign = common::signOf(problem.severity);
    m_icon->setIcon(sign.icon, sign.role);
    m_what->setText(problem.what);
    m_why->setText(problem.why);
    m_next->setText(problem.next);
    m_code->setText(codeOf(problem));
    m_why->setVisible(!problem.why.isEmpty());
    m_next->setVisible(!problem.next.isEmpty());
    m_show->setVisible(!problem.conversations.isEmpty());
    m_icon->show();
    m_copy->show();
}

void ProblemDetails::clear()
{
    for (common::ThemedLabel *label : {m_what, m_why, m_next, static_cast<common::ThemedLabel *>(m_code)})
        label->clear();
    m_icon->hide();
    m_show->hide();
    m_copy->hide();
}

QString problemText(const diagnostics::Problem &problem)
{
    QStringList lines{problem.what, problem.why, problem.next, codeOf(problem)};
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace gm::problemspanel
