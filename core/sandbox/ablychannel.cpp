#include "core/sandbox/ablychannel.h"

#include <QSet>

#include <algorithm>
#include <chrono>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

constexpr qint64 keptMs = std::chrono::milliseconds(2min).count();
constexpr int longestRewind = 100;
constexpr int positionsPerMs = 1000;

} // namespace

AblyChannel::AblyChannel(QString name, QString series, qint64 nowMs)
    : m_name(std::move(name))
    , m_series(std::move(series))
{
    m_position = nextPosition(nowMs);
    m_forgotten = m_position;
}

QString AblyChannel::nextPosition(qint64 nowMs)
{
    // Never backwards, whatever the clock does; a crowded millisecond borrows from the next.
    if (nowMs > m_lastMs) {
        m_lastMs = nowMs;
        m_counter = 0;
    } else if (++m_counter == positionsPerMs) {
        ++m_lastMs;
        m_counter = 0;
    }
    return u"%1-%2@%3"_s.arg(m_lastMs, 14, 10, QChar(u'0')).arg(m_counter, 3, 10, QChar(u'0')).arg(m_series);
}

void AblyChannel::forget(qint64 nowMs)
{
    const qint64 oldestMs = nowMs - keptMs;
    while (!m_history.empty() && m_history.front()->timestampMs < oldestMs)
        m_history.pop_front();
    while (!m_stream.empty() && m_stream.front().publication->timestampMs < oldestMs) {
        m_forgotten = m_stream.front().position;
        m_stream.pop_front();
    }
}

StoredPublication AblyChannel::store(Publication draft, qint64 nowMs)
{
    forget(nowMs);
    const QString position = nextPosition(nowMs);
    draft.timestampMs = nowMs;
    for (qsizetype i = 0; i < draft.messages.size(); ++i) {
        Message &message = draft.messages[i];
        message.serial = u"%1:%2"_s.arg(position).arg(i, 3, 10, QChar(u'0'));
        if (message.id.isEmpty())
            message.id = u"%1:%2"_s.arg(draft.id).arg(i);
        message.connectionId = draft.connectionId;
        message.timestampMs = nowMs;
    }
    m_published += draft.messages.size();
    return m_history.emplace_back(std::make_shared<const Publication>(std::move(draft)));
}

Delivery AblyChannel::deliver(const StoredPublication &publication, qint64 nowMs)
{
    m_position = nextPosition(nowMs);
    return m_stream.emplace_back(Delivery{m_position, publication});
}

StoredPublication AblyChannel::known(const QString &firstMessageId) const
{
    const auto found = std::find_if(m_history.rbegin(), m_history.rend(), [&](const StoredPublication &publication) {
        return publication->messages.constFirst().id == firstMessageId;
    });
    return found == m_history.rend() ? nullptr : *found;
}

Continuation AblyChannel::since(const QString &position, qint64 nowMs)
{
    forget(nowMs);
    const bool isOfThisRun = position.endsWith(QString(u'@' % m_series));
    Continuation continuation{.isWhole = isOfThisRun && position >= m_forgotten, .from = m_forgotten};
    const auto first = continuation.isWhole
                           ? std::upper_bound(m_stream.begin(), m_stream.end(), position,
                                              [](const QString &p, const Delivery &d) { return p < d.position; })
                           : m_stream.begin();
    continuation.missed = QList<Delivery>(first, m_stream.end());
    return continuation;
}

QList<Delivery> AblyChannel::rewind(const Rewind &rewind, qint64 nowMs, bool *isCut)
{
    forget(nowMs);
    const qint64 wanted = rewind.count > 0 ? rewind.count : std::numeric_limits<qint64>::max();
    const qint64 oldestMs = rewind.periodMs > 0 ? nowMs - rewind.periodMs : 0;
    const qint64 limit = std::min<qint64>(wanted, longestRewind);
    qint64 fitting = 0;
    QSet<QString> seen;
    QList<Delivery> result;
    for (auto delivery = m_stream.rbegin(); delivery != m_stream.rend(); ++delivery) {
        const Publication &publication = *delivery->publication;
        const QString serial = publication.messages.constFirst().serial;
        if (publication.timestampMs < oldestMs || seen.contains(serial))
            continue;
        seen.insert(serial);
        const qint64 room = limit - fitting;
        fitting += publication.messages.size();
        if (room <= 0) {
            break;
        } else if (room < publication.messages.size()) {
            Publication part = publication;
            part.messages = publication.messages.last(room);
            result.prepend({delivery->position, std::make_shared<const Publication>(std::move(part))});
        } else {
            result.prepend(*delivery);
        }
    }
    *isCut = wanted > longestRewind && fitting > longestRewind;
    return result;
}

QList<Message> AblyChannel::history(qint64 nowMs)
{
    forget(nowMs);
    QList<Message> messages;
    for (const StoredPublication &publication : m_history)
        messages += publication->messages;
    return messages;
}

} // namespace gm::sandbox
