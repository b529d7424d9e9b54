/// Cells of the Connection panel's tables: pills for states, codes as links, channels with their prefix held back.
#pragma once

#include "ui/common/rowdelegate.h"

namespace gm::connectionpanel
{

/// A state of the connection, or news of the token, as a pill.
class TransitionStateDelegate : public common::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
};

/// The text on the first line of a row that may be open below it.
class FirstLineDelegate : public common::TextDelegate
{
    Q_OBJECT

public:
    using TextDelegate::TextDelegate;

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
};

/// A code in the link colour, or a dash.
class CodeDelegate : public common::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
};

/// A connection's state as a pill, in the table of connections.
class LinkStateDelegate : public common::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
};

/// `conversation:` in text.3, the id in text.1.
class ChannelDelegate : public common::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
};

class ChannelStateDelegate : public common::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
};

/// A gap as a pill; "no gap" as quiet words.
class ContinuityDelegate : public common::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
};

/// The first line of a row: all of it, unless the row is open.
[[nodiscard]] QRect firstLine(const QRect &cell);

} // namespace gm::connectionpanel
