#include "ui/signin/pageparts.h"

#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace gm::signin
{

using common::TextRole;
using common::Theme;
using common::ThemedLabel;

namespace
{

class Rule : public QWidget
{
public:
    Rule(const common::ThemeProvider &themes, QWidget *parent)
        : QWidget(parent)
        , m_themes(themes)
    {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), m_themes.theme().line); }

private:
    const common::ThemeProvider &m_themes;
};

} // namespace

QVBoxLayout *makeColumn(QWidget *page)
{
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(0);
    return column;
}

ThemedLabel *addHeading(QVBoxLayout *column, const common::ThemeProvider &themes, const QString &title,
                        const QString &subtitle)
{
    QWidget *page = column->parentWidget();
    auto *heading = new ThemedLabel(themes, TextRole::Title, &Theme::text1, page);
    heading->setText(title);
    auto *line = new ThemedLabel(themes, TextRole::Body, &Theme::text2, page);
    line->setWordWrap(true);
    line->setText(subtitle);
    column->addWidget(heading);
    column->addSpacing(4);
    column->addWidget(line);
    return line;
}

void addField(QVBoxLayout *column, const common::ThemeProvider &themes, const QString &text, const QString &name,
              QWidget *field)
{
    auto *words = new ThemedLabel(themes, TextRole::Strong, &Theme::text1, column->parentWidget());
    words->setText(text);
    words->setBuddy(field);
    field->setAccessibleName(name);
    common::setControlSize(field, common::ControlSize::Dialog);
    column->addWidget(words);
    column->addSpacing(4);
    column->addWidget(field);
}

void addRule(QVBoxLayout *column, const common::ThemeProvider &themes)
{
    column->addWidget(new Rule(themes, column->parentWidget()));
}

QPushButton *makeButton(QWidget *page, const QString &text, const QString &objectName, common::ButtonLook look)
{
    auto *button = new QPushButton(text, page);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    button->setAutoDefault(false);
    common::setButtonLook(button, look);
    common::setControlSize(button, common::ControlSize::Dialog);
    return button;
}

} // namespace gm::signin
