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

Message wholeOf(const Publication &publication, const Message &message)
{
    Message whole = message;
    if (message.action == messageaction::append) {
        whole.action = messageaction::update;
        whole.payload = publication.whole;
    }
    return whole;
}

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
    while (!m_history.empty() && m_history.front()->timestampMs < oldestMs) {
        for (const Message &message : m_history.front()->messages) {
            if (message.action != messageaction::create)
                continue;
            m_versions.remove(message.serial);
            annotations.remove(message.serial);
        }
        m_history.pop_front();
    }
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
        const QString serial = u"%1:%2"_s.arg(position).arg(i, 3, 10, QChar(u'0'));
        if (message.id.isEmpty())
            message.id = u"%1:%2"_s.arg(draft.id).arg(i);
        message.connectionId = draft.connectionId;
        if (message.action == messageaction::create) {
            message.serial = serial;
            message.timestampMs = nowMs;
        } else if (message.action != messageaction::summary) {
            message.version.insert("serial"_L1, serial);
            message.version.insert("timestamp"_L1, nowMs);
            m_versions[message.serial] = versions(message.serial) << wholeOf(draft, message);
        }
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
    QSet<const Publication *> seen;
    QList<Delivery> result;
    for (auto delivery = m_stream.rbegin(); delivery != m_stream.rend(); ++delivery) {
        const Publication &publication = *delivery->publication;
        if (publication.timestampMs < oldestMs || seen.contains(&publication))
            continue;
        seen.insert(&publication);
        const qint64 room = limit - fitting;
        fitting += publication.messages.size();
        if (room <= 0) {
            break;
        } else if (room < publication.messages.size()) {
            Publication part = publication;
            part.messages = publication.messages.last(room);
            result.prepend({delivery->position, std::make_shared<const Publication>(std::move(part))});
        } else if (publication.messages.constFirst().action == messageaction::append) {
            Publication whole = publication;
            whole.messages = {wholeOf(publication, publication.messages.constFirst())};
            result.prepend({delivery->position, std::make_shared<const Publication>(std::move(whole))});
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
    for (const StoredPublication &publication : m_history) {
        for (const Message &message : publication->messages) {
            if (message.action == messageaction::create)
                messages += asItIsNow(message);
        }
    }
    return messages;
}

Message AblyChannel::asItIsNow(const Message &created) const
{
    const QList<Message> changed = m_versions.value(created.serial);
    Message message = changed.isEmpty() ? created : changed.constLast();
    message.summary = summaryOf(annotations.value(created.serial));
    return message;
}

QList<Message> AblyChannel::versions(const QString &serial) const
{
    if (const auto changed = m_versions.constFind(serial); changed != m_versions.constEnd())
        return *changed;
    for (const StoredPublication &publication : m_history) {
        for (const Message &message : publication->messages) {
            if (message.serial == serial && message.action == messageaction::create)
                return {message};
        }
    }
    return {};
}

std::optional<Message> AblyChannel::newest(const QString &serial) const
{
    const QList<Message> all = versions(serial);
    return all.isEmpty() ? std::nullopt : std::optional(asItIsNow(all.constFirst()));
}

} // namespace gm::sandbox
