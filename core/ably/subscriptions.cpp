#include "core/ably/subscriptions.h"

namespace gm::ably
{

void Subscriptions::add(QObject *listener, Tell tell, const std::optional<QString> &name)
{
    m_all.push_back({listener, std::move(tell), name});
}

void Subscriptions::remove(const QObject *listener)
{
    std::erase_if(m_all, [listener](const Subscription &each) { return each.listener == listener; });
}

void Subscriptions::remove(const QObject *listener, const QString &name)
{
    std::erase_if(m_all, [&](const Subscription &each) { return each.listener == listener && each.name == name; });
}

void Subscriptions::tell(const QList<Message> &messages)
{
    if (m_all.empty())
        return;
    const std::vector<Subscription> all = m_all;
    for (const Message &message : messages) {
        for (const Subscription &each : all) {
            if (each.listener && (!each.name || *each.name == message.name))
                each.tell(message);
        }
    }
}

} // namespace gm::ably
