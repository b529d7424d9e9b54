#include "ui/timeline/whatdelegate.h"

#include "ui/common/paint.h"
#include "ui/models/timelinemodel.h"
#include "ui/timeline/openstreams.h"

#include <array>
#include <cmath>

namespace gm::timelineview
{

using common::Icon;
using common::Sign;
using common::StateRole;
using common::TextRole;
using models::TimelineModel;
using timeline::EventFlag;

namespace
{

constexpr int chevronSide = 14;
constexpr int caretWidth = 7;
constexpr int caretHeight = 14;
constexpr qsizetype mostCharacters = 400; ///< No cell shows more: measuring a whole answer would be slow.

int widthOf(const QString &text, TextRole role)
{
    return text.isEmpty() ? 0 : int(std::ceil(common::TabularText(common::fontFor(role)).width(text)));
}

/// One line, and no more of it than a cell can hold.
QString shortened(const QString &text, bool keepsEnd)
{
    QString part = keepsEnd ? text.right(mostCharacters) : text.left(mostCharacters);
    part.replace(u'\n', u' ');
    return part;
}

/// The model words the flags in this order.
struct FlagLook {
    EventFlag flag;
    bool isWarning;
};
constexpr std::array flagLooks{FlagLook{EventFlag::WrongShape, true},  FlagLook{EventFlag::UnknownName, false},
                               FlagLook{EventFlag::Undecodable, true}, FlagLook{EventFlag::Duplicate, false},
                               FlagLook{EventFlag::OutOfOrder, true},  FlagLook{EventFlag::Superseded, false}};

QList<Sign> signsOfFlags(const QStringList &texts, timeline::EventFlags flags)
{
    QList<Sign> signs;
    for (const FlagLook &look : flagLooks) {
        if (flags.testFlag(look.flag) && signs.size() < texts.size())
            signs.append({texts.at(signs.size()), look.isWarning ? Icon::Warning : Icon::Info,
                          look.isWarning ? StateRole::Warn : StateRole::Neutral});
    }
    return signs;
}

} // namespace

WhatDelegate::WhatDelegate(const common::ThemeProvider &themes, const OpenStreams &openStreams, QObject *parent)
    : EventDelegate(themes, parent)
    , m_openStreams(openStreams)
{
}

WhatDelegate::Content WhatDelegate::contentOf(const QModelIndex &index) const
{
    Content content;
    content.text.ink = theme().text1;
    if (index.data(TimelineModel::StreamIndexRole).isValid())
        fillStream(content, index);
    else
        fillEvent(content, index);
    return content;
}

void WhatDelegate::fillEvent(Content &content, const QModelIndex &index) const
{
    const auto kind = static_cast<genie::EventKind>(index.data(TimelineModel::EventKindRole).toInt());
    const auto flags = timeline::EventFlags(index.data(TimelineModel::FlagsRole).toInt());
    const bool isAsReceived = flags.testFlag(EventFlag::WrongShape);
    content.flags = signsOfFlags(index.data(TimelineModel::FlagTextsRole).toStringList(), flags);
    content.text.text = shortened(index.data(TimelineModel::TextRole).toString(), false);
    content.lead = {.text = index.data(TimelineModel::RoleTypeRole).toString(), .ink = theme().text3};
    if (isAsReceived) {
        content.text.role = TextRole::Mono;
        return;
    }
    switch (kind) {
    case genie::EventKind::Status:
        if (const QString status = index.data(TimelineModel::StatusRole).toString(); !status.isEmpty())
            content.pill.append(common::signOfStatus(status));
        break;
    case genie::EventKind::Complete:
        content.text.role = TextRole::Strong;
        break;
    case genie::EventKind::Other:
        content.lead.role = TextRole::Mono;
        content.lead.ink = theme().text1;
        content.text.role = TextRole::Mono;
        content.text.ink = theme().text3;
        break;
    case genie::EventKind::Message:
    case genie::EventKind::Stream:
        break;
    }
}

void WhatDelegate::fillStream(Content &content, const QModelIndex &index) const
{
    content.hasChevron = true;
    content.isOpen = m_openStreams.isOpen(index);
    content.isLive = index.data(TimelineModel::StreamLiveRole).toBool();
    if (content.isOpen) {
        const Sign live{tr("streaming"), Icon::Stream, StateRole::Streaming};
        const Sign ended{tr("ended"), Icon::Check, StateRole::Neutral};
        content.pill.append(content.isLive ? live : ended);
        content.text = {.text = index.data(TimelineModel::StreamOpenMetaRole).toString(),
                        .role = TextRole::Small,
                        .ink = theme().text2};
    } else {
        content.text.text = shortened(index.data(TimelineModel::StreamTextRole).toString(), content.isLive);
        content.text.elide = content.isLive ? Qt::ElideLeft : Qt::ElideRight;
        content.meta = {.text = index.data(TimelineModel::StreamMetaRole).toString(),
                        .role = content.isLive ? TextRole::SmallMedium : TextRole::Small,
                        .ink = content.isLive ? theme().state(StateRole::Streaming).fg : theme().text3};
    }
    const QStringList flags = index.data(TimelineModel::StreamFlagsRole).toStringList();
    for (const QString &flag : flags)
        content.flags.append({flag, Icon::Warning, StateRole::Warn});
}

WhatWidths WhatDelegate::widthsOf(const Content &content)
{
    WhatWidths widths{.chevron = content.hasChevron ? chevronSide : 0,
                      .lead = widthOf(content.lead.text, content.lead.role),
                      .text = widthOf(content.text.text, content.text.role),
                      .meta = widthOf(content.meta.text, content.meta.role)};
    if (!content.pill.isEmpty())
        widths.pill = common::pillWidth(content.pill.first().word);
    if (content.isLive && !content.isOpen)
        widths.text += caretWidth;
    for (const Sign &flag : content.flags)
        widths.flags.append(common::pillWidth(flag.word));
    return widths;
}

void WhatDelegate::paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &,
                             const QModelIndex &index) const
{
    const Content content = contentOf(index);
    const WhatPlaces places = layOutWhat(cell, common::pillHeight(), widthsOf(content));
    if (content.hasChevron) {
        const QPointF corner(places.chevron.left(), cell.top() + (cell.height() - chevronSide) / 2.0);
        common::paintIcon(painter, corner, chevronSide, content.isOpen ? Icon::ChevronDown : Icon::ChevronRight,
                          theme().text2);
    }
    if (!content.pill.isEmpty())
        common::paintPill(painter, places.pill, places.pill.left(), content.pill.first(), theme());
    paintPiece(painter, places.lead, content.lead);
    if (content.isLive && !content.isOpen)
        paintLiveText(painter, places.text, content.text);
    else
        paintPiece(painter, places.text, content.text);
    paintPiece(painter, places.meta, content.meta);
    for (qsizetype i = 0; i < content.flags.size(); ++i)
        common::paintPill(painter, places.flags.at(i), places.flags.at(i).left(), content.flags.at(i), theme());
}

void WhatDelegate::paintPiece(QPainter *painter, const QRect &place, const Piece &piece) const
{
    if (piece.text.isEmpty() || place.isEmpty())
        return;
    painter->setFont(common::fontFor(piece.role));
    painter->setPen(piece.ink);
    common::paintElided(painter, place, Qt::AlignLeft | Qt::AlignVCenter, piece.text, piece.elide);
}

void WhatDelegate::paintLiveText(QPainter *painter, const QRect &place, const Piece &piece) const
{
    const int room = place.width() - caretWidth;
    if (room <= 0)
        return;
    painter->setFont(common::fontFor(piece.role));
    const QString text = painter->fontMetrics().elidedText(piece.text, Qt::ElideLeft, room);
    painter->setPen(piece.ink);
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    painter->fillRect(place.left() + painter->fontMetrics().horizontalAdvance(text),
                      place.top() + (place.height() - caretHeight) / 2, caretWidth, caretHeight,
                      theme().state(StateRole::Streaming).solid);
}

QRect WhatDelegate::chevronPlace(const QRect &rect)
{
    return {rect.left(), rect.top(), chevronSide + 8, rect.height()};
}

int WhatDelegate::contentWidth(const QModelIndex &index) const
{
    const WhatWidths widths = widthsOf(contentOf(index));
    int width = widths.chevron + widths.pill + widths.lead + widths.text + widths.meta + 24;
    for (const int flag : widths.flags)
        width += flag + 8;
    return width;
}

} // namespace gm::timelineview
