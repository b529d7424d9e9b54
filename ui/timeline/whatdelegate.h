/// The What cell: what the event says, by its kind, and what is wrong with it as pills at the right end.
#pragma once

#include "ui/common/words.h"
#include "ui/timeline/eventdelegate.h"
#include "ui/timeline/whatlayout.h"

namespace gm::timelineview
{

class OpenStreams;

/// Status: pill and message. Message: "role · type" and its text. Complete: its count. Stream: chevron, text, progress.
/// Anything else: its name and data as they came.
class WhatDelegate : public EventDelegate
{
    Q_OBJECT

public:
    WhatDelegate(const common::ThemeProvider &themes, const OpenStreams &openStreams, QObject *parent = nullptr);

    /// Where a stream's chevron is in the cell @p rect; empty for other rows. For clicks.
    [[nodiscard]] static QRect chevronPlace(const QRect &rect);

protected:
    void paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index) const override;

private:
    struct Piece {
        QString text{};
        common::TextRole role = common::TextRole::Body;
        QColor ink{};
        Qt::TextElideMode elide = Qt::ElideRight;
    };
    struct Content {
        bool hasChevron = false;
        bool isOpen = false;
        bool isLive = false;
        QList<common::Sign> pill{}; ///< None or one.
        Piece lead{};
        Piece text{};
        Piece meta{};
        QList<common::Sign> flags{};
    };

    [[nodiscard]] Content contentOf(const QModelIndex &index) const;
    void fillEvent(Content &content, const QModelIndex &index) const;
    void fillStream(Content &content, const QModelIndex &index) const;
    [[nodiscard]] static WhatWidths widthsOf(const Content &content);
    void paintPiece(QPainter *painter, const QRect &place, const Piece &piece) const;
    void paintLiveText(QPainter *painter, const QRect &place, const Piece &piece) const;

    const OpenStreams &m_openStreams;
};

} // namespace gm::timelineview
