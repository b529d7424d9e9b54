/// The fields of a frame in writing, once for both wire formats: jsonframes.cpp and msgpackframes.cpp instantiate it.
#pragma once

#include "core/ably/protocolmessage.h"

namespace gm::ably
{

/// Writes a frame; absent fields are left out. A Writer offers beginObject(), endObject(), beginArray(int), endArray(),
/// key(QByteArrayView), and the values text(QString), utf8(QByteArray), binary(QByteArray), integer(qint64) and
/// json(QByteArray), which takes JSON text.
template <typename Writer>
class FrameWriting
{
public:
    explicit FrameWriting(Writer &out)
        : m_out(out)
    {
    }

    void write(const ProtocolMessage &frame)
    {
        m_out.beginObject();
        integer("action", int(frame.action));
        if (frame.flags != 0)
            integer("flags", frame.flags);
        text("id", frame.id);
        if (frame.channel) {
            m_out.key("channel");
            m_out.text(*frame.channel);
        }
        text("channelSerial", frame.channelSerial);
        text("connectionId", frame.connectionId);
        text("connectionKey", frame.connectionKey.reveal());
        optional("msgSerial", frame.msgSerial);
        optional("count", frame.count);
        optional("timestamp", frame.timestamp);
        if (!frame.accessToken.isEmpty()) {
            m_out.key("auth");
            m_out.beginObject();
            text("accessToken", frame.accessToken.reveal());
            m_out.endObject();
        }
        params(frame.params);
        if (frame.connectionDetails)
            details(*frame.connectionDetails);
        if (frame.error)
            error("error", *frame.error);
        array("messages", frame.messages, [this](const Message &message) { this->message(message); });
        array("presence", frame.presence, [this](const PresenceMessage &member) { this->member(member); });
        array("annotations", frame.annotations, [this](const QByteArray &entry) { m_out.json(entry); });
        m_out.endObject();
    }

private:
    void params(const QMap<QString, QString> &params)
    {
        if (params.isEmpty())
            return;
        m_out.key("params");
        m_out.beginObject();
        for (auto it = params.begin(); it != params.end(); ++it) {
            m_out.key(it.key().toUtf8());
            m_out.text(it.value());
        }
        m_out.endObject();
    }

    void details(const ConnectionDetails &details)
    {
        m_out.key("connectionDetails");
        m_out.beginObject();
        text("clientId", details.clientId);
        text("connectionKey", details.connectionKey.reveal());
        integer("connectionStateTtl", details.connectionStateTtl.count());
        integer("maxIdleInterval", details.maxIdleInterval.count());
        integer("maxMessageSize", details.maxMessageSize);
        integer("maxFrameSize", details.maxFrameSize);
        if (details.maxInboundRate != 0)
            integer("maxInboundRate", details.maxInboundRate);
        text("serverId", details.serverId);
        text("siteCode", details.siteCode);
        if (details.objectsGCGracePeriod.count() != 0)
            integer("objectsGCGracePeriod", details.objectsGCGracePeriod.count());
        m_out.endObject();
    }

    void error(QByteArrayView key, const ErrorInfo &error)
    {
        m_out.key(key);
        m_out.beginObject();
        integer("code", error.code);
        if (error.statusCode != 0)
            integer("statusCode", error.statusCode);
        text("message", error.message);
        text("href", error.href);
        text("requestId", error.requestId);
        json("detail", error.detail);
        if (error.cause)
            this->error("cause", *error.cause);
        m_out.endObject();
    }

    void message(const Message &message)
    {
        m_out.beginObject();
        text("id", message.id);
        text("connectionId", message.connectionId);
        optional("timestamp", message.timestamp);
        text("name", message.name);
        text("clientId", message.clientId);
        data(message);
        text("encoding", message.encoding);
        json("extras", message.extras);
        if (message.action != MessageAction::Create)
            integer("action", int(message.action));
        text("serial", message.serial);
        version(message.version);
        json("annotations", message.annotations);
        m_out.endObject();
    }

    void member(const PresenceMessage &member)
    {
        m_out.beginObject();
        integer("action", int(member.action));
        text("id", member.id);
        text("connectionId", member.connectionId);
        optional("timestamp", member.timestamp);
        text("clientId", member.clientId);
        data(member);
        text("encoding", member.encoding);
        json("extras", member.extras);
        m_out.endObject();
    }

    template <typename Carrier>
    void data(const Carrier &message)
    {
        if (message.kind == DataKind::Absent)
            return;
        m_out.key("data");
        if (message.kind == DataKind::Text)
            m_out.utf8(message.data);
        else if (message.kind == DataKind::Binary)
            m_out.binary(message.data);
        else
            m_out.json(message.data);
    }

    void version(const MessageVersion &version)
    {
        if (version.serial.isEmpty())
            return;
        m_out.key("version");
        m_out.beginObject();
        text("serial", version.serial);
        optional("timestamp", version.timestamp);
        text("clientId", version.clientId);
        text("description", version.description);
        json("metadata", version.metadata);
        m_out.endObject();
    }

    void text(QByteArrayView key, const QString &value)
    {
        if (value.isEmpty())
            return;
        m_out.key(key);
        m_out.text(value);
    }

    void integer(QByteArrayView key, qint64 value)
    {
        m_out.key(key);
        m_out.integer(value);
    }

    template <typename T>
    void optional(QByteArrayView key, const std::optional<T> &value)
    {
        if (value)
            integer(key, *value);
    }

    void json(QByteArrayView key, const QByteArray &value)
    {
        if (value.isEmpty())
            return;
        m_out.key(key);
        m_out.json(value);
    }

    template <typename List, typename F>
    void array(QByteArrayView key, const List &list, F write)
    {
        if (list.isEmpty())
            return;
        m_out.key(key);
        m_out.beginArray(int(list.size()));
        for (const auto &entry : list)
            write(entry);
        m_out.endArray();
    }

    Writer &m_out;
};

} // namespace gm::ably
