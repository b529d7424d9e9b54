#include "core/ably/deltas.h"

#include "core/ably/faults.h"
#include "core/ably/payload.h"
#include "core/base/json.h"

#include <algorithm>

namespace gm::ably
{

namespace
{

constexpr QStringView base64 = u"base64";
constexpr QStringView vcdiff = u"vcdiff";

/// Takes @p step off the end of @p steps; false where they end in another one.
bool takeStep(QStringView &steps, QStringView step)
{
    if (!steps.endsWith(step))
        return false;
    const QStringView before = steps.chopped(step.size());
    if (!before.isEmpty() && !before.endsWith(u'/'))
        return false;
    steps = before.isEmpty() ? before : before.chopped(1);
    return true;
}

bool isDelta(const Message &message)
{
    QStringView steps = message.encoding;
    takeStep(steps, base64);
    return takeStep(steps, vcdiff);
}

} // namespace

QString deltaBaseOf(const Message &delta)
{
    const auto extras = base::parseJson(delta.extras);
    return extras ? (*extras)[u"delta"][u"from"].toString() : QString();
}

Deltas::Outcome Deltas::undo(const QList<Message> &messages)
{
    if (messages.isEmpty())
        return {};
    if (m_delivered.isEmpty() && std::none_of(messages.begin(), messages.end(), isDelta)) {
        remember(messages.last());
        return {.messages = messages};
    }
    const Previous beforeFrame = m_previous;
    Outcome outcome;
    QStringList ids;
    for (Message message : messages) { // RTL21
        if (isDelta(message))
            outcome.failure = apply(message);
        if (outcome.failure) {
            m_previous = beforeFrame;
            m_delivered = ids;
            return outcome;
        }
        remember(message);
        ids.append(message.id);
        if (!m_delivered.removeOne(message.id))
            outcome.messages.append(std::move(message));
    }
    return outcome;
}

void Deltas::forget()
{
    m_previous = {};
    m_delivered.clear();
}

void Deltas::remember(const Message &message)
{
    QStringView steps = message.encoding;
    m_previous = {.id = message.id, .payload = message.data, .isBase64 = takeStep(steps, base64)};
}

std::optional<ErrorInfo> Deltas::apply(Message &message)
{
    if (!m_decoder)
        return faults::noDeltaDecoder();
    if (const QString from = deltaBaseOf(message); from != m_previous.id || from.isEmpty()) // RTL20
        return faults::deltaOfAnother(from, m_previous.id);
    if (m_previous.isBase64) { // RTL19a
        const auto bytes = fromAnyBase64(m_previous.payload);
        if (!bytes)
            return faults::deltaFailed({});
        m_previous.payload = *bytes;
        m_previous.isBase64 = false;
    }
    QStringView steps = message.encoding;
    const bool isBase64 = takeStep(steps, base64);
    const auto delta = isBase64 ? fromAnyBase64(message.data) : message.data;
    if (!delta)
        return faults::deltaFailed({});
    const base::Result<QByteArray> whole = m_decoder(m_previous.payload, *delta);
    if (!whole)
        return faults::deltaFailed(whole.error());
    takeStep(steps, vcdiff);
    message.deltaBytes = delta->size();
    message.deltaEncoding = message.encoding.sliced(steps.isEmpty() ? 0 : steps.size() + 1);
    message.encoding = steps.toString();
    message.kind = DataKind::Binary;
    message.data = *whole;
    return std::nullopt;
}

} // namespace gm::ably
