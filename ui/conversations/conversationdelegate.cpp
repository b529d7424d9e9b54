#include "ui/conversations/conversationdelegate.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"

#include <QAbstractItemView>

namespace gm::conversations
{

using common::Icon;
using common::StateRole;
using common::TextRole;
using common::Theme;
using models::ConversationsModel;
using namespace Qt::StringLiterals;

namespace
{

constexpr int side = 12;
constexpr int iconSide = 16;
constexpr int textLeft = 36;
constexpr int lineGap = 2;

bool isGroup(const QModelIndex &index)
{
    return index.data(ConversationsModel::RowTypeRole).value<ConversationsModel::RowType>() ==
           ConversationsModel::RowType::Group;
}

ConversationsModel::State stateOf(const QModelIndex &index)
{
    return index.data(ConversationsModel::StateRole).value<ConversationsModel::State>();
}

} // namespace

common::Sign signOf(ConversationsModel::State state)
{
    using State = ConversationsModel::State;
    switch (state) {
    case State::Started:
        return {{}, Icon::Message, StateRole::Neutral};
    case State::Answering:
        return {{}, Icon::Stream, StateRole::Streaming};
    case State::WaitingForUser:
        return {{}, Icon::User, StateRole::Neutral};
    case State::Searching:
        return {{}, Icon::Search, StateRole::Searching};
    case State::Processing:
        return {{}, Icon::Processing, StateRole::Processing};
    case State::Complete:
        return {{}, Icon::Check, StateRole::Complete};
    case State::Error:
        return {{}, Icon::Error, StateRole::Error};
    case State::Stuck:
        return {{}, Icon::Timer, StateRole::Error};
    case State::Refused:
        return {{}, Icon::Lock, StateRole::Error};
    case State::NotWatched:
        return {{}, Icon::Watch, StateRole::Neutral};
    case State::Other:
        return {{}, Icon::Info, StateRole::Neutral};
    case State::NoEvents:
        break;
    }
    return {{}, Icon::Ring, StateRole::Neutral};
}

ConversationDelegate::ConversationDelegate(const common::ThemeProvider &themes, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_themes(themes)
{
}

QRect ConversationDelegate::eyeRect(const QRect &row)
{
    return {row.left() + side - 4, row.top(), common::widthFor(iconSide) + 8, row.height()};
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (isGroup(index))
        return {option.rect.width(), common::heightFor(index.row() == 0 ? 24 : 32, common::fontFor(TextRole::Section))};
    const int lines = QFontMetrics(common::fontFor(TextRole::Strong)).height() + lineGap +
                      QFontMetrics(common::fontFor(TextRole::Small)).height();
    return {option.rect.width(), std::max(44, lines + 10)};
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    if (isGroup(index)) {
        paintGroup(painter, option.rect, index);
    } else {
        const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
        common::paintRowGround(painter, option.rect, option.state.testFlag(QStyle::State_Selected),
                               view && view->hasFocus(), option.state.testFlag(QStyle::State_MouseOver), true,
                               m_themes.theme());
        paintIcon(painter, option, index);
        paintLines(painter, option.rect, index);
    }
    painter->restore();
}

void ConversationDelegate::paintGroup(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const Theme &theme = m_themes.theme();
    const QFont font = common::fontFor(TextRole::Section);
    const int line = common::heightFor(20, font);
    const QRect text(rect.left() + side, rect.bottom() + 1 - line, rect.width() - 2 * side, line);
    painter->setFont(font);
    painter->setPen(theme.text2);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
    painter->setPen(theme.text3);
    common::TabularText(common::fontFor(TextRole::Small))
        .draw(painter, text, Qt::AlignRight | Qt::AlignVCenter, index.data(ConversationsModel::CountRole).toString());
}

void ConversationDelegate::paintIcon(QPainter *painter, const QStyleOptionViewItem &option,
                                     const QModelIndex &index) const
{
    const Theme &theme = m_themes.theme();
    const int size = common::widthFor(iconSide);
    const QPointF corner(option.rect.left() + side, option.rect.top() + 8);
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool isEyeLit = option.state.testFlag(QStyle::State_MouseOver) && view &&
                          eyeRect(option.rect).contains(view->viewport()->mapFromGlobal(QCursor::pos()));
    if (isEyeLit) {
        common::paintIcon(painter, corner, size, Icon::Watch, theme.accent);
        return;
    }
    const common::Sign sign = signOf(stateOf(index));
    common::paintIcon(painter, corner, size, sign.icon, theme.state(sign.role).fg);
}

void ConversationDelegate::paintLines(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const Theme &theme = m_themes.theme();
    const bool isWatched = index.data(ConversationsModel::IsWatchedRole).toBool();
    const auto state = stateOf(index);
    const bool isMono = index.data(ConversationsModel::NeedsMonoRole).toBool();
    const QFont titleFont = common::fontFor(isMono ? TextRole::Mono : isWatched ? TextRole::Strong : TextRole::Body);
    const QFont smallFont = common::fontFor(TextRole::Small);

    const int titleHeight = QFontMetrics(common::fontFor(TextRole::Strong)).height();
    const int smallHeight = QFontMetrics(smallFont).height();
    const int top = rect.top() + (rect.height() - titleHeight - lineGap - smallHeight) / 2;
    const int left = rect.left() + textLeft + common::widthFor(iconSide) - iconSide;
    int right = rect.right() + 1 - side;

    if (const qint64 unseen = index.data(ConversationsModel::UnseenRole).toLongLong(); unseen > 0) {
        const QRect line(rect.left(), top, rect.width(), titleHeight);
        right = common::paintCounter(painter, line, right, u"+%1"_s.arg(unseen), theme.accentTint, theme.link) - 8;
    }
    painter->setFont(titleFont);
    painter->setPen(isWatched ? theme.text1 : theme.text2);
    const QRect title(left, top, right - left, titleHeight);
    painter->drawText(title, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, title.width()));

    const QRect second(left, top + titleHeight + lineGap, rect.right() + 1 - side - left, smallHeight);
    const bool isStuck = state == ConversationsModel::State::Stuck;
    painter->setFont(isStuck ? common::fontFor(TextRole::Section) : smallFont);
    painter->setPen(isWatched ? theme.state(signOf(state).role).fg : theme.text3);
    const QString word = painter->fontMetrics().elidedText(index.data(ConversationsModel::SecondLineRole).toString(),
                                                           Qt::ElideRight, second.width());
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, word);
    const int used = painter->fontMetrics().horizontalAdvance(word + u' ');
    const QString tail = index.data(ConversationsModel::SecondTailRole).toString();
    if (tail.isEmpty() || used >= second.width())
        return;
    painter->setFont(smallFont);
    painter->setPen(theme.text3);
    const QRect rest = second.adjusted(used, 0, 0, 0);
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(tail, Qt::ElideRight, rest.width()));
}

} // namespace gm::conversations
