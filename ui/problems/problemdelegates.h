/// Cells of the problems list: severity as icon and word, and "Show" where there is no room for details.
#pragma once

#include "ui/common/rowdelegate.h"

namespace gm::problemspanel
{

class SeverityDelegate : public common::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index) const override;
};

/// Since when; in a narrow window a link that shows the problem's conversation in its place.
class SinceDelegate : public common::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void setShowsLink(bool shows) { m_showsLink = shows; }
    [[nodiscard]] bool showsLink() const { return m_showsLink; }

protected:
    void paintContent(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;

private:
    bool m_showsLink = false;
};

} // namespace gm::problemspanel
