/// The list itself: keys, the eye under the pointer, and an order that stands still while one points at it.
#pragma once

#include "core/base/ids.h"

#include <QListView>

namespace gm::common
{
class ThemeProvider;
}
namespace gm::models
{
class ConversationsModel;
}

namespace gm::conversations
{

class ConversationList : public QListView
{
    Q_OBJECT
public:
    explicit ConversationList(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// Null: an empty list.
    void setConversations(models::ConversationsModel *model);
    [[nodiscard]] base::ConversationId current() const;
    void setCurrent(const base::ConversationId &id);
    [[nodiscard]] bool isWatched(const QModelIndex &index) const;

Q_SIGNALS:
    void currentConversationChanged(const gm::base::ConversationId &id);
    /// A click on the eye, or W.
    void watchToggled(const gm::base::ConversationId &id, bool isWatchedNow);
    /// Enter, or a double click.
    void opened(const gm::base::ConversationId &id);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void toggle(const QModelIndex &index);

    models::ConversationsModel *m_conversations = nullptr;
};

} // namespace gm::conversations
