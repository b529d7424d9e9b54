/// The conversations: found, pasted, watched and let go.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "ui/common/icons.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace gm::common
{
class EmptyState;
class Notice;
class Selection;
class ThemeProvider;
} // namespace gm::common
namespace gm::models
{
class ConversationsModel;
}

namespace gm::conversations
{

class ConversationList;

/// Entry widget of this folder. Asks by signals; the shell tells the monitor.
class ConversationsPanel : public QWidget
{
    Q_OBJECT
public:
    ConversationsPanel(const common::ThemeProvider &themes, common::Selection &selection, QWidget *parent = nullptr);

    /// Null: nothing to list. The model outlives its use here.
    void setModel(models::ConversationsModel *model);
    /// What an empty list means: it is being fetched, or there is nothing.
    void setLoaded(bool isLoaded);
    /// Why the list could not be fetched; taken back by the next setLoaded(true).
    void showError(const base::Error &error);
    /// The buttons for the dock's title: reload, and watch by id.
    [[nodiscard]] QList<QWidget *> titleActions() const;

    /// Puts the cursor where ids are pasted (Ctrl+L).
    void focusFind();

Q_SIGNALS:
    void watchRequested(const QList<gm::base::ConversationId> &ids);
    void unwatchRequested(const gm::base::ConversationId &id);
    void openRequested(const gm::base::ConversationId &id);
    void reloadRequested();

private:
    void build();
    void onFindEdited(const QString &text);
    void watchPasted();
    void showEmpty();
    void showMenu(const QPoint &position);
    [[nodiscard]] QToolButton *titleButton(common::Icon icon, const QString &text, const QString &objectName);

    const common::ThemeProvider &m_themes;
    common::Selection &m_selection;
    models::ConversationsModel *m_model = nullptr;
    QLineEdit *m_find;
    common::Notice *m_refusal;
    common::Notice *m_error;
    ConversationList *m_list;
    common::EmptyState *m_empty;
    QPointer<QToolButton> m_reload;
    QPointer<QToolButton> m_add;
    bool m_isLoaded = false;
};

} // namespace gm::conversations
