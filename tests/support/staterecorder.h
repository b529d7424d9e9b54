/// Writes down the changes an object tells of.
#pragma once

#include <QList>
#include <QObject>
#include <QStringList>

namespace gm::test
{

/// For Realtime with ConnectionChange and RealtimeChannel with ChannelChange alike.
template <typename Change>
class StateRecorder
{
public:
    StateRecorder() = default;

    template <typename Sender>
    explicit StateRecorder(Sender &sender)
    {
        follow(sender);
    }

    template <typename Sender>
    void follow(Sender &sender)
    {
        QObject::connect(&sender, &Sender::stateChanged, &m_context,
                         [this](const Change &change) { m_all.append(change); });
    }

    [[nodiscard]] const QList<Change> &all() const { return m_all; }
    [[nodiscard]] int count() const { return int(m_all.size()); }
    [[nodiscard]] const Change &last() const { return m_all.last(); }
    void clear() { m_all.clear(); }

    /// `connecting connected`; an UPDATE as `connected!`.
    [[nodiscard]] QString path() const
    {
        QStringList names;
        for (const Change &change : m_all)
            names.append(stateName(change.current) +
                         (change.previous == change.current ? QStringLiteral("!") : QString()));
        return names.join(u' ');
    }

    /// The changes into that state, UPDATEs left out.
    template <typename State>
    [[nodiscard]] QList<Change> into(State state) const
    {
        QList<Change> result;
        for (const Change &change : m_all) {
            if (change.current == state && change.previous != state)
                result.append(change);
        }
        return result;
    }

private:
    QObject m_context;
    QList<Change> m_all;
};

} // namespace gm::test
