/// Who wants the messages of a channel: all, or those of one name (RTL7, RTL8).
#pragma once

#include "core/ably/message.h"

#include <QList>
#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>
#include <vector>

namespace gm::ably
{

/// Listeners that have been deleted are told nothing. One listener may have several subscriptions.
class Subscriptions
{
public:
    using Tell = std::function<void(const Message &)>;

    /// Without a @p name: every message, nameless ones as well.
    void add(QObject *listener, Tell tell, const std::optional<QString> &name);
    void remove(const QObject *listener); ///< Unknown ones are ignored, here and below.
    void remove(const QObject *listener, const QString &name);
    void clear() { m_all.clear(); }

    /// Tells one after another, in the order they subscribed; a listener may subscribe and unsubscribe meanwhile.
    void tell(const QList<Message> &messages);

private:
    struct Subscription {
        QPointer<QObject> listener;
        Tell tell;
        std::optional<QString> name;
    };

    std::vector<Subscription> m_all;
};

} // namespace gm::ably
