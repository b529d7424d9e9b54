/// What conversations are called.
#pragma once

#include "core/base/ids.h"

#include <QHash>
#include <QObject>

namespace gm::timeline
{

/// Titles come from the backend's list; a conversation without one is called by its id. GUI thread.
class Titles : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// An empty title takes it back.
    void setTitle(const base::ConversationId &id, const QString &title);
    /// The title, else an empty text.
    [[nodiscard]] QString titleOf(const base::ConversationId &id) const { return m_titles.value(id); }
    /// The title, else the id.
    [[nodiscard]] QString nameOf(const base::ConversationId &id) const;
    [[nodiscard]] const QHash<base::ConversationId, QString> &all() const { return m_titles; }

Q_SIGNALS:
    /// titleOf() gives the new one.
    void titleChanged(const gm::base::ConversationId &id);

private:
    QHash<base::ConversationId, QString> m_titles;
};

} // namespace gm::timeline
