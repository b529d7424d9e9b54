/// Events as Genie's backend would publish them, for tests of what is made of them.
#pragma once

#include "core/timeline/event.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace gm::test
{

/// Makes events one after the other, 100 ms apart unless told otherwise; each arrives 40 ms after it was published.
class EventMaker
{
public:
    using Event = timeline::Event;

    qint64 nowMs = 1'762'437'827'000; ///< 2025-11-06T14:03:47Z, arrival of the next event.
    qint64 monoMs = 1'000'000;
    qint64 stepMs = 100;
    qint64 lagMs = 40;
    timeline::EventFlags flags{}; ///< Of all events to come.

    Event message(const QString &conversation, const QString &role, const QString &content, const QString &type = {},
                  const QString &messageId = QStringLiteral("m1"))
    {
        QJsonObject metadata;
        if (!type.isEmpty())
            metadata[QStringLiteral("type")] = type;
        const QJsonObject inner{{QStringLiteral("id"), messageId},
                                {QStringLiteral("conversation_id"), conversation},
                                {QStringLiteral("role"), role},
                                {QStringLiteral("content"), content},
                                {QStringLiteral("metadata"), metadata},
                                {QStringLiteral("created_at"), QStringLiteral("2025-11-06T14:03:47.000000")}};
        return event(conversation, QStringLiteral("message"),
                     {{QStringLiteral("type"), QStringLiteral("message")}, {QStringLiteral("message"), inner}});
    }
    Event status(const QString &conversation, const QString &status, const QString &text = QStringLiteral("working"))
    {
        return event(conversation, QStringLiteral("status"),
                     {{QStringLiteral("status"), status},
                      {QStringLiteral("message"), text},
                      {QStringLiteral("metadata"), QJsonObject()}});
    }
    Event complete(const QString &conversation, int count = 14)
    {
        return event(
            conversation, QStringLiteral("complete"),
            {{QStringLiteral("goal_id"), QStringLiteral("g1")}, {QStringLiteral("opportunities_count"), count}});
    }
    Event token(const QString &conversation, const QString &messageId, const QString &piece)
    {
        return event(conversation, QStringLiteral("stream_token"),
                     {{QStringLiteral("message_id"), messageId}, {QStringLiteral("token"), piece}});
    }
    Event streamEnd(const QString &conversation, const QString &messageId, const QString &content)
    {
        return event(conversation, QStringLiteral("stream_end"),
                     {{QStringLiteral("message_id"), messageId},
                      {QStringLiteral("content"), content},
                      {QStringLiteral("created_at"), QStringLiteral("2025-11-06T14:03:47.000000")}});
    }
    Event event(const QString &conversation, const QString &name, const QJsonObject &data)
    {
        return raw(conversation, name, QJsonDocument(data).toJson(QJsonDocument::Compact));
    }
    /// Any payload under any name; kind, status, role and type are read from it as ingest does.
    Event raw(const QString &conversation, const QString &name, const QByteArray &payload)
    {
        const genie::EventPayload read = m_reader.read(name, payload);
        timeline::Event::Fields fields;
        fields.receivedMs = nowMs;
        fields.receivedMonoMs = monoMs;
        fields.publishedMs = nowMs - lagMs;
        fields.conversation = base::ConversationId(conversation);
        fields.channel = base::channelOf(fields.conversation);
        fields.id = base::EventId(QStringLiteral("uR8kLhqB3Y:%1").arg(m_count));
        fields.name = name;
        fields.kind = read.kind;
        fields.status = read.status;
        fields.role = read.role;
        fields.type = read.type;
        fields.payload = payload;
        fields.serial = QStringLiteral("%1-%2@e91BqXnwBcTq2Z:000")
                            .arg(fields.publishedMs, 14, 10, QLatin1Char('0'))
                            .arg(m_count % 1000, 3, 10, QLatin1Char('0'));
        fields.flags = flags;
        fields.flags.setFlag(timeline::EventFlag::WrongShape, read.isWrongShape());
        fields.flags.setFlag(timeline::EventFlag::UnknownName, read.isUnknownName);
        fields.wireBytes = quint32(payload.size() + 200);
        fields.frame = quint32(++m_count);
        advance(stepMs);
        return Event(fields);
    }
    void advance(qint64 ms)
    {
        nowMs += ms;
        monoMs += ms;
    }

private:
    genie::PayloadReader m_reader;
    int m_count = 0;
};

/// A copy of @p event with its fields changed by @p change.
template <typename Change>
timeline::Event changed(const timeline::Event &event, Change change)
{
    timeline::Event::Fields fields = event.fields();
    change(fields);
    return timeline::Event(fields);
}

} // namespace gm::test
