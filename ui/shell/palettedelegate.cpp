#include "ui/shell/palettedelegate.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"

namespace gm::shell
{

using common::TextRole;
using common::Theme;

namespace
{

constexpr int side = 16;
constexpr int textLeft = 44;

} // namespace

PaletteDelegate::PaletteDelegate(const common::ThemeProvider &themes, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_themes(themes)
{
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool isSection = index.data(ItemRole).toInt() < 0;
    return {option.rect.width(), common::heightFor(isSection ? 28 : 32)};
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const Theme &theme = m_themes.theme();
    const QRect &rect = option.rect;
    if (index.data(ItemRole).toInt() < 0) {
        painter->setFont(common::fontFor(TextRole::Small));
        painter->setPen(theme.text3);
        painter->drawText(rect.adjusted(side, 0, -side, 0), Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        painter->restore();
        return;
    }
    common::paintRowGround(painter, rect, option.state.testFlag(QStyle::State_Selected), true,
                           option.state.testFlag(QStyle::State_MouseOver), true, theme);
    const int role = index.data(IconRoleRole).toInt();
    common::paintIcon(painter, QPointF(rect.left() + side, rect.top() + (rect.height() - 16) / 2.0), 16,
                      common::Icon(index.data(IconRole).toInt()),
                      role < 0 ? theme.text2 : theme.state(common::StateRole(role)).fg);

    const QStringList keys = common::keysOf(index.data(ShortcutRole).toString());
    const int keysLeft = rect.right() + 1 - side - common::keyCapsWidth(keys);
    common::paintKeyCaps(painter, rect, keysLeft, keys, theme);

    const QRect text = rect.adjusted(textLeft, 0, keysLeft - rect.right() - 12, 0);
    const int after = paintText(painter, text, index.data().toString());
    painter->setFont(common::fontFor(TextRole::Small));
    painter->setPen(theme.text3);
    const QRect rest(after + 12, rect.top(), text.right() - after - 12, rect.height());
    painter->drawText(
        rest, Qt::AlignLeft | Qt::AlignVCenter,
        painter->fontMetrics().elidedText(index.data(ContextRole).toString(), Qt::ElideRight, rest.width()));
    painter->restore();
}

int PaletteDelegate::paintText(QPainter *painter, const QRect &rect, const QString &text) const
{
    const Theme &theme = m_themes.theme();
    const QString shown = QFontMetrics(common::fontFor(TextRole::Body)).elidedText(text, Qt::ElideRight, rect.width());
    // Which letters were typed: word by word, the first place of each.
    QList<bool> isHit(shown.size(), false);
    for (const QString &word : m_typed.split(u' ', Qt::SkipEmptyParts)) {
        const qsizetype at = shown.indexOf(word, 0, Qt::CaseInsensitive);
        for (qsizetype i = at; at >= 0 && i < at + word.size(); ++i)
            isHit[i] = true;
    }
    int x = rect.left();
    for (qsizetype from = 0; from < shown.size();) {
        qsizetype to = from;
        while (to < shown.size() && isHit[to] == isHit[from])
            ++to;
        const QString part = shown.mid(from, to - from);
        painter->setFont(common::fontFor(isHit[from] ? TextRole::StrongName : TextRole::Body));
        painter->setPen(isHit[from] ? theme.link : theme.text1);
        painter->drawText(QRect(x, rect.top(), rect.right() - x, rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
                          part);
        x += painter->fontMetrics().horizontalAdvance(part);
        from = to;
    }
    return x;
}

} // namespace gm::shell
