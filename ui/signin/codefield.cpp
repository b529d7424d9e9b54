#include "ui/signin/codefield.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"

#include <QMouseEvent>
#include <QRegularExpression>

namespace gm::signin
{

using common::TextRole;
using common::Theme;
using namespace Qt::StringLiterals;

namespace
{

constexpr int boxWidth = 44;
constexpr int boxHeight = 48;
constexpr int gap = 8;
constexpr int groupGap = 24;
constexpr int group = 3;

} // namespace

CodeField::CodeField(const common::ThemeProvider &themes, QWidget *parent)
    : QLineEdit(parent)
    , m_themes(themes)
{
    setInputMethodHints(Qt::ImhDigitsOnly | Qt::ImhSensitiveData);
    setFont(common::fontFor(TextRole::Title));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        static const QRegularExpression others(u"[^0-9]"_s);
        const QString clean = QString(text).remove(others).left(digits);
        if (clean != text)
            setText(clean);
        update();
    });
    connect(this, &QLineEdit::cursorPositionChanged, this, qOverload<>(&QWidget::update));
    connect(&themes, &common::ThemeProvider::changed, this, qOverload<>(&QWidget::update));
}

QSize CodeField::sizeHint() const
{
    const QRect last = box(digits - 1);
    return {last.right() + 1, last.bottom() + 1};
}

QRect CodeField::box(int index) const
{
    const int side = common::widthFor(boxWidth);
    const int x = index * (side + gap) + (index / group) * (groupGap - gap);
    return {x, 0, side, common::heightFor(boxHeight, font())};
}

void CodeField::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_themes.theme();
    const bool isRefused = common::isFieldRefused(this);
    const int current = std::min(cursorPosition(), digits - 1);
    painter.setFont(font());
    for (int i = 0; i < digits; ++i) {
        const bool isCurrent = hasFocus() && i == current;
        const bool isSelected = hasSelectedText() && i >= selectionStart() && i < selectionEnd();
        const QColor edge = isRefused     ? theme.state(common::StateRole::Error).fg
                            : isCurrent   ? theme.accent
                            : isEnabled() ? theme.lineControl
                                          : theme.line;
        common::paintBox(&painter, box(i), 4, isSelected ? theme.bgSelected : theme.bgView, edge,
                         isCurrent || isRefused ? 2 : 1);
        painter.setPen(isEnabled() ? theme.text1 : theme.textOff);
        if (i < text().size())
            painter.drawText(box(i), Qt::AlignCenter, text().mid(i, 1));
        else if (isCurrent)
            painter.fillRect(box(i).center().x(), box(i).center().y() - fontMetrics().ascent() / 2, 1,
                             fontMetrics().ascent(), theme.text1);
    }
}

void CodeField::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    for (int i = 0; i < digits; ++i) {
        if (box(i).contains(event->position().toPoint()))
            setCursorPosition(std::min(i, int(text().size())));
    }
}

} // namespace gm::signin
