#include "ui/shell/confirmdialog.h"

#include "ui/common/style.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace gm::shell
{

using common::TextRole;
using common::Theme;
using common::ThemedLabel;
using namespace Qt::StringLiterals;

ConfirmDialog::ConfirmDialog(const common::ThemeProvider &themes, const QString &question, const QString &text,
                             const QString &verb, QWidget *parent)
    : FittingDialog(416, parent)
{
    setObjectName(u"confirmDialog"_s);
    setWindowTitle(question);
    setAccessibleName(question);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *heading = new ThemedLabel(themes, TextRole::Title, &Theme::text1, this);
    heading->setWordWrap(true);
    heading->setText(question);
    auto *body = new ThemedLabel(themes, TextRole::Body, &Theme::text2, this);
    body->setParagraph(text);
    const auto button = [this](const QString &words, const QString &objectName) {
        auto *made = new QPushButton(words, this);
        made->setObjectName(objectName);
        made->setAccessibleName(words);
        common::setControlSize(made, common::ControlSize::Dialog);
        return made;
    };
    QPushButton *cancel = button(tr("Cancel"), u"confirmCancel"_s);
    QPushButton *yes = button(verb, u"confirmYes"_s);
    yes->setAutoDefault(false);
    common::setButtonLook(yes, common::ButtonLook::Primary);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(yes, &QPushButton::clicked, this, &QDialog::accept);
    cancel->setFocus();

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(yes);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(16);
    column->addWidget(heading);
    column->addWidget(body);
    column->addLayout(buttons);
}

} // namespace gm::shell
