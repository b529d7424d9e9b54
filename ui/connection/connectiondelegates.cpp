#include "ui/connection/connectiondelegates.h"

#include "core/diagnostics/connectionhistory.h"
#include "ui/common/paint.h"
#include "ui/models/channelsmodel.h"
#include "ui/models/linksmodel.h"
#include "ui/models/transitionsmodel.h"

namespace gm::connectionpanel
{

using namespace Qt::StringLiterals;
using common::TextRole;
using models::ChannelsModel;
using models::TransitionsModel;

namespace
{

constexpr int lineHeight = 24;
constexpr Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;

} // namespace

QRect firstLine(const QRect &cell)
{
    return {cell.left(), cell.top(), cell.width(), std::min(cell.height(), common::heightFor(lineHeight))};
}

void TransitionStateDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                           const QModelIndex &index) const
{
    using Kind = diagnostics::ConnectionEntry::Kind;
    common::Sign sign =
        common::signOf(static_cast<ably::ConnectionState>(index.data(TransitionsModel::StateRole).toInt()));
    switch (static_cast<Kind>(index.data(TransitionsModel::KindRole).toInt())) {
    case Kind::Token:
        sign = {{}, common::Icon::Key, common::StateRole::Neutral};
        break;
    case Kind::Notice:
        sign = {{}, common::Icon::Info, common::StateRole::Neutral};
        break;
    case Kind::State:
        break;
    }
    sign.word = index.data().toString();
    const QRect line = firstLine(cell);
    common::paintPill(painter, line, line.left(), sign, theme());
}

void FirstLineDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                                     const QModelIndex &index) const
{
    TextDelegate::paintContent(painter, firstLine(cell), option, index);
}

void CodeDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                const QModelIndex &index) const
{
    const bool hasHelp = !index.data(TransitionsModel::HelpRole).toUrl().isEmpty();
    painter->setFont(common::fontFor(TextRole::Small));
    painter->setPen(hasHelp ? theme().link : theme().text3);
    common::paintElided(painter, firstLine(cell), Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
}

void ChannelDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                   const QModelIndex &index) const
{
    const QString channel = index.data().toString();
    const qsizetype prefix = channel.indexOf(u':') + 1;
    painter->setFont(common::fontFor(TextRole::Mono));
    painter->setPen(theme().text3);
    common::paintElided(painter, cell, left, channel.left(prefix));
    painter->setPen(theme().text1);
    common::paintElided(painter, cell.adjusted(painter->fontMetrics().horizontalAdvance(channel.left(prefix)), 0, 0, 0),
                        left, channel.mid(prefix));
}

void ChannelStateDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                        const QModelIndex &index) const
{
    const auto state = static_cast<ably::ChannelState>(index.data(ChannelsModel::StateRole).toInt());
    common::paintPill(painter, cell, cell.left(), common::signOf(state), theme());
}

void LinkStateDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                     const QModelIndex &index) const
{
    const auto state = static_cast<ably::ConnectionState>(index.data(models::LinksModel::StateRole).toInt());
    common::paintPill(painter, cell, cell.left(), common::signOf(state), theme());
}

void ContinuityDelegate::paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                                      const QModelIndex &index) const
{
    const QString text = index.data().toString();
    if (index.data(ChannelsModel::HasGapRole).toBool()) {
        common::paintPill(painter, cell, cell.left(), {text, common::Icon::Gap, common::StateRole::Warn}, theme());
        return;
    }
    painter->setFont(common::fontFor(TextRole::Small));
    painter->setPen(theme().text3);
    common::paintElided(painter, cell, left, text);
}

} // namespace gm::connectionpanel
