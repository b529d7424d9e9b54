#include "core/sandbox/backendpublisher.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

const QString &serviceLogger()
{
    static const QString name = u"app.services.ably_service"_s;
    return name;
}

QString channelOf(const QString &conversation)
{
    return u"conversation:"_s + conversation;
}

/// The words of the log for an event that went out.
QString publishedLine(const Event &event)
{
    const QString channel = channelOf(event.conversation);
    if (event.name == u"status")
        return u"Published status to %1 - %2"_s.arg(channel, event.data[u"status"_s].toString());
    if (event.name == u"complete")
        return u"Published completion to %1"_s.arg(channel);
    if (event.name == u"stream_end")
        return u"Published stream end to %1"_s.arg(channel);
    if (event.name == u"stream_token")
        return u"Published token to %1: '%2'"_s.arg(event.conversation, event.data[u"token"_s].toString());
    return u"Published %1 to %2"_s.arg(event.name, channel);
}

QString thingInErrorLine(const QString &eventName)
{
    if (eventName == u"complete")
        return u"completion"_s;
    if (eventName == u"stream_token")
        return u"stream token"_s;
    if (eventName == u"stream_end")
        return u"stream end"_s;
    return eventName;
}

/// The value a fault asks for: JSON where it is JSON, else the text itself.
QJsonValue valueOf(const QString &text)
{
    const QJsonDocument wrapped = QJsonDocument::fromJson("[" + text.toUtf8() + "]");
    return wrapped.array().size() == 1 ? wrapped.array().first() : QJsonValue(text);
}

} // namespace

BackendPublisher::BackendPublisher(base::Clock &clock, Faults &faults, ConversationStore &store, BackendLogFile &log,
                                   Send send)
    : m_clock(clock)
    , m_faults(faults)
    , m_store(store)
    , m_log(log)
    , m_send(std::move(send))
{
}

Outcome BackendPublisher::publish(const Event &event)
{
    const Outcome outcome = send(event);
    writeLine(event, outcome);
    return outcome;
}

Outcome BackendPublisher::send(const Event &event)
{
    keep(event);
    if (const auto fault = m_faults.take(u"publish-error"_s, event.conversation)) {
        m_refusal = fault->value.isEmpty() ? u"Unable to reach rest.ably.io"_s : fault->value;
        return Outcome::Refused;
    }
    if (m_faults.take(u"publish-lost"_s, event.conversation))
        return Outcome::Lost;
    const auto wrongShape = m_faults.take(u"wrong-shape"_s, event.conversation);
    m_send(channelOf(event.conversation), event.name, wrongShape ? misshape(event, *wrongShape) : event.data);
    return Outcome::Published;
}

void BackendPublisher::writeLine(const Event &event, Outcome outcome)
{
    if (outcome == Outcome::Refused) {
        m_log.write(serviceLogger(), u"ERROR"_s,
                    u"Error publishing %1 to Ably: %2"_s.arg(thingInErrorLine(event.name), m_refusal));
        return;
    }
    const QString level = event.name == u"stream_token" ? u"DEBUG"_s : u"INFO"_s;
    m_log.write(serviceLogger(), level, publishedLine(event));
}

void BackendPublisher::sendAgain(const Event &event)
{
    m_send(channelOf(event.conversation), event.name, event.data);
}

void BackendPublisher::keep(const Event &event)
{
    const qint64 now = m_clock.wallMs();
    const QJsonObject data = event.data.toObject();
    if (event.name == u"message") {
        const QJsonObject message = data.value(u"message"_s).toObject();
        m_store.addMessage(event.conversation, {.id = message.value(u"id"_s).toString(),
                                                .role = message.value(u"role"_s).toString(),
                                                .content = message.value(u"content"_s).toString(),
                                                .metadata = message.value(u"metadata"_s).toObject(),
                                                .createdMs = now});
    } else if (event.name == u"stream_end") {
        m_store.addMessage(event.conversation, {.id = data.value(u"message_id"_s).toString(),
                                                .role = u"assistant"_s,
                                                .content = data.value(u"content"_s).toString(),
                                                .createdMs = now});
    } else if (event.name == u"status" && data.value(u"status"_s) == u"searching"_s) {
        m_store.setStatus(event.conversation, u"processing"_s, now);
    } else if (event.name == u"complete") {
        m_store.setStatus(event.conversation, u"completed"_s, now);
    }
}

QJsonValue BackendPublisher::misshape(const Event &event, const Fault &fault)
{
    if (!fault.value.isEmpty())
        return valueOf(fault.value);
    switch (m_misshaped++ % 4) {
    case 0:
        return event.data[u"status"_s].toString(u"not an object"_s);
    case 1:
        return QJsonArray{1, u"two"_s, QJsonValue::Null};
    case 2:
        return 42;
    default:
        return QJsonObject{{u"unexpected"_s, true}};
    }
}

} // namespace gm::sandbox
