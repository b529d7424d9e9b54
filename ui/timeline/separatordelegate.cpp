#include "ui/timeline/separatordelegate.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/rowdelegate.h"
#include "ui/common/themeprovider.h"
#include "ui/models/timelinemodel.h"

namespace gm::timelineview
{

using namespace Qt::StringLiterals;
using common::Icon;
using common::StateRole;
using common::TextRole;
using models::TimelineModel;

namespace
{

constexpr int edge = 12;
constexpr int gap = 8;
constexpr int iconSide = 16;

TimelineModel::RowType typeOf(const QModelIndex &index)
{
    return index.data(TimelineModel::RowTypeRole).value<TimelineModel::RowType>();
}

QRect centred(const QRect &row, int left, int side)
{
    return {left, row.top() + (row.height() - side) / 2, side, side};
}

/// Draws @p text from @p left on and gives back the x after it.
int paintWords(QPainter *painter, const QRect &row, int left, int right, TextRole role, const QColor &ink,
               const QString &text)
{
    painter->setFont(common::fontFor(role));
    painter->setPen(ink);
    const int room = std::max(0, right - left);
    const QString words = painter->fontMetrics().elidedText(text, Qt::ElideRight, room);
    painter->drawText(QRect(left, row.top(), room, row.height()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      words);
    return left + painter->fontMetrics().horizontalAdvance(words);
}

} // namespace

SeparatorDelegate::SeparatorDelegate(const common::ThemeProvider &themes)
    : m_themes(themes)
{
}

void SeparatorDelegate::paint(QPainter *painter, const QRect &row, const QModelIndex &index) const
{
    painter->save();
    switch (typeOf(index)) {
    case TimelineModel::RowType::Gap:
        paintGap(painter, row, index);
        break;
    case TimelineModel::RowType::Day:
        paintDay(painter, row, index);
        break;
    case TimelineModel::RowType::Reconnect:
    case TimelineModel::RowType::Paused:
        paintNotice(painter, row, index);
        break;
    case TimelineModel::RowType::Event:
    case TimelineModel::RowType::Stream:
        break;
    }
    painter->restore();
}

void SeparatorDelegate::paintGap(QPainter *painter, const QRect &row, const QModelIndex &index) const
{
    const common::Theme &theme = m_themes.theme();
    const common::StateColours &warn = theme.state(StateRole::Warn);
    painter->fillRect(row, warn.tint);
    const QRect inner = row.adjusted(0, 1, 0, -1);
    common::paintHatch(painter, QRect(row.left(), inner.top(), 8, inner.height()), theme.hatch);
    common::paintIcon(painter, centred(row, row.left() + edge, iconSide).topLeft(), iconSide, Icon::Gap, warn.fg);

    const QRect link = linkPlace(row, index);
    const int right = link.left() - edge;
    int left = row.left() + edge + iconSide + gap;
    left = paintWords(painter, row, left, right, TextRole::Section, warn.fg,
                      index.data(TimelineModel::GapTitleRole).toString());
    left = paintWords(painter, row, left + gap, right, TextRole::Small, theme.text2,
                      index.data(TimelineModel::GapTextRole).toString());
    if (right - left > 2 * gap)
        common::paintHatch(painter, QRect(left + gap, inner.top(), right - left - gap, inner.height()), theme.hatch);

    painter->fillRect(row.left(), row.top(), row.width(), 1, theme.hatch);
    painter->fillRect(row.left(), row.bottom(), row.width(), 1, theme.hatch);
    QFont font = common::fontFor(TextRole::Small);
    font.setUnderline(m_hoveredGap == index.row());
    painter->setFont(font);
    painter->setPen(theme.link);
    painter->drawText(link, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, linkText());
}

void SeparatorDelegate::paintDay(QPainter *painter, const QRect &row, const QModelIndex &index) const
{
    const int end = paintWords(painter, row, row.left() + edge, row.right() - edge, TextRole::SmallMedium,
                               m_themes.theme().text2, index.data(TimelineModel::SeparatorTextRole).toString());
    paintLineAfter(painter, row, end);
}

void SeparatorDelegate::paintNotice(QPainter *painter, const QRect &row, const QModelIndex &index) const
{
    const common::Theme &theme = m_themes.theme();
    const common::TabularText time(common::fontFor(TextRole::Small));
    painter->setPen(theme.text2);
    time.draw(painter, row.adjusted(edge, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
              index.siblingAtColumn(TimelineModel::Time).data().toString());

    const bool isReconnect = typeOf(index) == TimelineModel::RowType::Reconnect;
    int left = row.left() + edge + int(time.width(u"00:00:00.000"_s)) + edge;
    common::paintIcon(painter, centred(row, left, iconSide).topLeft(), iconSide,
                      isReconnect ? Icon::Connect : Icon::Pause,
                      theme.state(isReconnect ? StateRole::Complete : StateRole::Neutral).fg);
    left += iconSide + gap;
    const int end = paintWords(painter, row, left, row.right() - edge, TextRole::Small, theme.text1,
                               index.data(TimelineModel::SeparatorTextRole).toString());
    paintLineAfter(painter, row, end);
}

void SeparatorDelegate::paintLineAfter(QPainter *painter, const QRect &row, int left) const
{
    const int right = row.right() + 1 - edge;
    if (right > left + gap)
        painter->fillRect(left + gap, row.center().y(), right - left - gap, 1, m_themes.theme().line);
}

QRect SeparatorDelegate::linkPlace(const QRect &row, const QModelIndex &index) const
{
    if (typeOf(index) != TimelineModel::RowType::Gap)
        return {};
    const int width = QFontMetrics(common::fontFor(TextRole::Small)).horizontalAdvance(linkText());
    return {row.right() + 1 - edge - width, row.top(), width, row.height()};
}

QString SeparatorDelegate::linkText() const
{
    return m_isNarrow ? tr("Show") : tr("Show connection");
}

} // namespace gm::timelineview
