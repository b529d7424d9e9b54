/// What is current in the whole window: the one object the panels share.
#pragma once

#include "core/base/ids.h"

#include <QObject>

namespace gm::common
{

/// One event, one run, one conversation are current at a time; every panel follows. Setting what is set already says nothing.
class Selection : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] base::RowIndex event() const { return m_event; } ///< Invalid: none.
    [[nodiscard]] const base::RunId &run() const { return m_run; }
    [[nodiscard]] const base::ConversationId &conversation() const { return m_conversation; }
    [[nodiscard]] const QString &filter() const { return m_filter; }

    /// An event brings its run and conversation along; eventChanged() comes last.
    void setEvent(base::RowIndex event, const base::ConversationId &conversation, const base::RunId &run = {});
    void setRun(const base::RunId &run, const base::ConversationId &conversation);
    void setConversation(const base::ConversationId &conversation);
    void setFilter(const QString &text);
    /// Nothing is current any more; the filter stays.
    void clear();

    /// Asks the views to bring something into sight, for links between panels.
    void reveal(base::RowIndex event) { Q_EMIT revealRequested(event); }
    /// Asks the window to show a panel by its dock's object name, e.g. `dock.connection`.
    void showPanel(const QString &dock) { Q_EMIT panelRequested(dock); }

Q_SIGNALS:
    void eventChanged(gm::base::RowIndex event);
    void runChanged(const gm::base::RunId &run);
    void conversationChanged(const gm::base::ConversationId &conversation);
    void filterChanged(const QString &text);
    void revealRequested(gm::base::RowIndex event);
    void panelRequested(const QString &dock);

private:
    base::RowIndex m_event;
    base::RunId m_run;
    base::ConversationId m_conversation;
    QString m_filter;
};

} // namespace gm::common
