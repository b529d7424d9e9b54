#include "core/ably/msgpackframes.h"

#include "core/ably/framereading.h"
#include "core/ably/framewriting.h"
#include "core/ably/msgpack.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace gm::ably
{

using base::Error;
using base::Result;

namespace
{

/// A value of the frame: its head, and the reader that stands behind it. Content nobody asked for is skipped at the end.
class MsgpackNode
{
public:
    MsgpackNode(const MsgpackItem &item, MsgpackReader &reader)
        : m_item(item)
        , m_reader(reader)
    {
    }

    NodeType type() const
    {
        switch (m_item.type) {
        case MsgpackItem::Type::Boolean:
            return NodeType::Boolean;
        case MsgpackItem::Type::Integer:
            return NodeType::Integer;
        case MsgpackItem::Type::Real:
            return NodeType::Real;
        case MsgpackItem::Type::Text:
            return NodeType::Text;
        case MsgpackItem::Type::Binary:
            return NodeType::Binary;
        case MsgpackItem::Type::Array:
            return NodeType::Array;
        case MsgpackItem::Type::Map:
            return NodeType::Object;
        case MsgpackItem::Type::Nil:
        case MsgpackItem::Type::Extension:
            break;
        }
        return NodeType::Null;
    }

    std::string_view bytes() const { return {m_item.bytes.data(), size_t(m_item.bytes.size())}; }
    std::optional<qint64> integer() const { return m_item.integer; }
    std::optional<double> real() const { return m_item.real; }

    QByteArray jsonText()
    {
        QByteArray text;
        m_isUsed = true;
        m_reader.appendJson(m_item, text);
        return text;
    }

    template <typename F>
    void eachField(F f)
    {
        m_isUsed = true;
        for (quint32 i = 0; i < m_item.count && !m_reader.hasFailed(); ++i) {
            MsgpackItem key;
            if (!m_reader.next(key) || !m_reader.skipContent(key))
                return;
            eachNext([&f, &key](MsgpackNode &value) {
                f(std::string_view(key.bytes.data(), size_t(key.bytes.size())), value);
            });
        }
    }

    template <typename F>
    void eachItem(F f)
    {
        m_isUsed = true;
        for (quint32 i = 0; i < m_item.count && !m_reader.hasFailed(); ++i)
            eachNext(f);
    }

private:
    template <typename F>
    void eachNext(F f)
    {
        MsgpackItem item;
        if (!m_reader.next(item))
            return;
        MsgpackNode node(item, m_reader);
        f(node);
        if (!node.m_isUsed)
            m_reader.skipContent(item);
    }

    MsgpackItem m_item;
    MsgpackReader &m_reader;
    bool m_isUsed = false;
};

/// Collects each map apart, since its head tells how many pairs there are.
class FrameWriter
{
public:
    void beginObject() { m_open.emplaceBack(); }

    void endObject()
    {
        const Map map = m_open.takeLast();
        MsgpackWriter(buffer()).map(map.pairs);
        buffer() += map.content;
    }

    void beginArray(int count) { MsgpackWriter(buffer()).array(quint32(count)); }
    void endArray() {}

    void key(QByteArrayView name)
    {
        ++m_open.last().pairs;
        utf8(name);
    }

    void text(const QString &value) { utf8(value.toUtf8()); }
    void utf8(QByteArrayView value) { MsgpackWriter(buffer()).text(value); }
    void binary(QByteArrayView value) { MsgpackWriter(buffer()).binary(value); }
    void integer(qint64 value) { MsgpackWriter(buffer()).integer(value); }

    /// JSON text as native values.
    void json(const QByteArray &text)
    {
        const QJsonDocument whole = QJsonDocument::fromJson(text);
        if (whole.isObject())
            return value(whole.object());
        if (whole.isArray())
            return value(whole.array());
        value(QJsonDocument::fromJson('[' + text + ']').array().at(0)); // a document takes no bare text or number
    }

    [[nodiscard]] const QByteArray &result() const { return m_out; }

private:
    struct Map {
        QByteArray content;
        quint32 pairs = 0;
    };

    QByteArray &buffer() { return m_open.isEmpty() ? m_out : m_open.last().content; }

    void value(const QJsonValue &json)
    {
        MsgpackWriter out(buffer());
        switch (json.type()) {
        case QJsonValue::Bool:
            return out.boolean(json.toBool());
        case QJsonValue::Double:
            return number(json);
        case QJsonValue::String:
            return text(json.toString());
        case QJsonValue::Array: {
            const QJsonArray items = json.toArray();
            out.array(quint32(items.size()));
            for (const QJsonValue item : items)
                value(item);
            return;
        }
        case QJsonValue::Object: {
            const QJsonObject fields = json.toObject();
            out.map(quint32(fields.size()));
            for (auto it = fields.begin(); it != fields.end(); ++it) {
                text(it.key());
                value(it.value());
            }
            return;
        }
        default:
            return out.nil();
        }
    }

    void number(const QJsonValue &json)
    {
        const double value = json.toDouble();
        const qint64 whole = json.toInteger();
        if (double(whole) == value)
            integer(whole);
        else
            MsgpackWriter(buffer()).real(value);
    }

    QByteArray m_out;
    QList<Map> m_open;
};

} // namespace

Result<ProtocolMessage> readMsgpackFrame(QByteArrayView bytes)
{
    const auto unreadable = [](const QString &why) {
        return Error{.code = 40013,
                     .status = 400,
                     .what =
                         QCoreApplication::translate("gm::ably::MsgpackFrame", "A frame could not be read as msgpack."),
                     .why = why};
    };
    const auto tr = [](const char *text) { return QCoreApplication::translate("gm::ably::MsgpackFrame", text); };

    if (bytes.size() > maxFrameBytes)
        return unreadable(tr("It is longer than %1 MiB.").arg(maxFrameBytes / (1024 * 1024)));
    MsgpackReader reader(bytes);
    MsgpackItem head;
    ProtocolMessage frame;
    if (reader.next(head) && head.type != MsgpackItem::Type::Map)
        return unreadable(tr("It is not a map."));
    MsgpackNode root(head, reader);
    base::RecentTexts recent;
    FrameReading<MsgpackNode> reading(frame, recent);
    const bool hasAction = reading.read(root);
    if (reader.hasFailed() || !reader.atEnd())
        return unreadable(tr("It is not valid msgpack at byte %1.").arg(reader.offset()));
    if (reading.hasTooManyEntries())
        return unreadable(tr("It has more than %1 entries.").arg(maxFrameEntries));
    if (!hasAction)
        return unreadable(tr("It has no action."));
    frame.fillInMessages();
    return frame;
}

QByteArray writeMsgpackFrame(const ProtocolMessage &frame)
{
    FrameWriter writer;
    FrameWriting<FrameWriter>(writer).write(frame);
    return writer.result();
}

} // namespace gm::ably
