/// Paints the rows of the conversation list: groups, and conversations in two lines.
#pragma once

#include "ui/common/words.h"
#include "ui/models/conversationsmodel.h"

#include <QStyledItemDelegate>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::conversations
{

/// Which icon and colour a conversation's state has.
[[nodiscard]] common::Sign signOf(models::ConversationsModel::State state);

class ConversationDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ConversationDelegate(const common::ThemeProvider &themes, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// Where a click watches or stops watching: around the icon, at least 24 × 24.
    [[nodiscard]] static QRect eyeRect(const QRect &row);

private:
    void paintGroup(QPainter *painter, const QRect &rect, const QModelIndex &index) const;
    void paintIcon(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintLines(QPainter *painter, const QRect &rect, const QModelIndex &index) const;

    const common::ThemeProvider &m_themes;
};

} // namespace gm::conversations
