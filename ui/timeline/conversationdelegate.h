/// The Conversation cell: the current conversation's rows stand out.
#pragma once

#include "ui/timeline/eventdelegate.h"

namespace gm::common
{
class Selection;
}

namespace gm::timelineview
{

class ConversationDelegate : public EventDelegate
{
    Q_OBJECT

public:
    ConversationDelegate(const common::ThemeProvider &themes, const common::Selection &selection,
                         QObject *parent = nullptr);

protected:
    void paintCell(QPainter *painter, const QRect &cell, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const override;

private:
    const common::Selection &m_selection;
};

} // namespace gm::timelineview
