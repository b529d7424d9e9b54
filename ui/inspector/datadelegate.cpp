#include "ui/inspector/datadelegate.h"

#include "ui/common/fonts.h"
#include "ui/common/themeprovider.h"
#include "ui/models/payloadmodel.h"

#include <QPainter>

namespace gm::inspector
{

using namespace Qt::StringLiterals;
using common::StateRole;
using models::PayloadModel;

namespace
{

constexpr int rowHeight = 20;

/// Shortened so that the closing quote stays: a text must be seen to be one.
QString shortened(const QString &text, const QFontMetrics &metrics, int width)
{
    if (metrics.horizontalAdvance(text) <= width)
        return text;
    if (text.startsWith(u'"') && text.endsWith(u'"'))
        return metrics.elidedText(text.chopped(1), Qt::ElideRight, width - metrics.horizontalAdvance(u'"')) + u'"';
    return metrics.elidedText(text, Qt::ElideRight, width);
}

} // namespace

DataDelegate::DataDelegate(const common::ThemeProvider &themes, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_themes(themes)
{
}

void DataDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setFont(common::fontFor(common::TextRole::Mono));
    painter->setPen(inkOf(index));
    const QRect place = option.rect.adjusted(0, 0, -4, 0);
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      shortened(index.data().toString(), painter->fontMetrics(), place.width()));
    painter->restore();
}

QSize DataDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QFont font = common::fontFor(common::TextRole::Mono);
    return {QFontMetrics(font).horizontalAdvance(index.data().toString()) + 8, common::heightFor(rowHeight, font)};
}

QColor DataDelegate::inkOf(const QModelIndex &index) const
{
    const common::Theme &theme = m_themes.theme();
    if (index.column() == PayloadModel::Key)
        return theme.state(StateRole::Searching).fg;
    switch (index.data(PayloadModel::ValueTypeRole).value<PayloadModel::ValueType>()) {
    case PayloadModel::ValueType::Text:
        return theme.state(StateRole::Complete).fg;
    case PayloadModel::ValueType::Number:
    case PayloadModel::ValueType::Bool:
    case PayloadModel::ValueType::Null:
        return theme.state(StateRole::Streaming).fg;
    case PayloadModel::ValueType::Object:
    case PayloadModel::ValueType::Array:
        return theme.text3;
    case PayloadModel::ValueType::Raw:
        break;
    }
    return theme.text1;
}

} // namespace gm::inspector
