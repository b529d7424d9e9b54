#include "core/ably/restformat.h"

#include "core/ably/errorcatalogue.h"
#include "core/ably/faults.h"
#include "core/ably/jsonframes.h"
#include "core/ably/jsontext.h"
#include "core/ably/msgpack.h"
#include "core/ably/msgpackframes.h"
#include "core/base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace gm::ably
{

using base::Error;
using base::JsonReader;
using base::Result;

namespace
{

constexpr QByteArrayView jsonType = "application/json";
constexpr QByteArrayView msgpackType = "application/x-msgpack";

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::ably::Rest", text);
}

void pack(const QJsonValue &value, MsgpackWriter &out)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        out.map(quint32(object.size()));
        for (auto it = object.begin(); it != object.end(); ++it) {
            out.text(it.key().toUtf8());
            pack(it.value(), out);
        }
    } else if (value.isString()) {
        out.text(value.toString().toUtf8());
    } else if (value.isBool()) {
        out.boolean(value.toBool());
    } else if (value.isDouble()) {
        out.integer(value.toInteger());
    } else {
        out.nil();
    }
}

/// The body as JSON text; nothing when it is of another type, or broken.
std::optional<QJsonValue> readBody(const net::HttpReply &reply)
{
    const QByteArray type = reply.contentType();
    QByteArray json = reply.body;
    if (type == msgpackType) {
        json.clear();
        MsgpackReader reader(reply.body);
        MsgpackItem item;
        if (!reader.next(item) || !reader.appendJson(item, json))
            return std::nullopt;
    } else if (type != jsonType) {
        return std::nullopt;
    }
    const Result<QJsonValue> value = base::parseJson(json);
    return value ? std::optional(*value) : std::nullopt;
}

/// An ErrorInfo as JSON, its causes included as far as they are worth reading.
ErrorInfo errorInfoFrom(const QJsonObject &object, int depth)
{
    constexpr int maxCauses = 8;
    const JsonReader reader(object);
    ErrorInfo info{.code = int(reader.integerOr(u"code")),
                   .statusCode = int(reader.integerOr(u"statusCode")),
                   .message = reader.textOr(u"message"),
                   .href = reader.textOr(u"href"),
                   .requestId = reader.textOr(u"requestId")};
    if (object[u"detail"].isObject())
        info.detail = QJsonDocument(object[u"detail"].toObject()).toJson(QJsonDocument::Compact);
    if (object[u"cause"].isObject() && depth < maxCauses)
        info.cause = std::make_shared<const ErrorInfo>(errorInfoFrom(object[u"cause"].toObject(), depth + 1));
    return info;
}

/// The field of a frame that carries what frames of this kind are for.
QByteArrayView listName(Action action)
{
    switch (action) {
    case Action::Presence:
        return "presence";
    case Action::Annotation:
        return "annotations";
    default:
        return "messages";
    }
}

QByteArray asMsgpackFrame(const QByteArray &list, Action action)
{
    QByteArray frame;
    MsgpackWriter out(frame);
    out.map(2);
    out.text("action");
    out.integer(int(action));
    out.text(listName(action));
    return frame + list;
}

QByteArray asJsonFrame(const QByteArray &list, Action action)
{
    return "{\"action\":" + QByteArray::number(int(action)) + ",\"" + listName(action).toByteArray() + "\":" + list +
           '}';
}

} // namespace

QByteArray restContentType(bool useMsgpack)
{
    return (useMsgpack ? msgpackType : jsonType).toByteArray();
}

QByteArray restBody(const QJsonObject &object, bool useMsgpack)
{
    if (!useMsgpack)
        return QJsonDocument(object).toJson(QJsonDocument::Compact);
    QByteArray bytes;
    MsgpackWriter out(bytes);
    pack(object, out);
    return bytes;
}

Result<QJsonValue> jsonOf(const net::HttpReply &reply)
{
    const std::optional<QJsonValue> value = readBody(reply);
    return value ? Result<QJsonValue>(*value) : Result<QJsonValue>(errorOf(reply));
}

Result<ProtocolMessage> frameOf(const net::HttpReply &reply, Action action)
{
    const QByteArray type = reply.contentType();
    const QByteArray body = reply.body.trimmed();
    if (type == msgpackType) {
        Result<ProtocolMessage> frame = readMsgpackFrame(asMsgpackFrame(reply.body, action));
        if (frame && !frame->misfits.contains(QString::fromLatin1(listName(action))))
            return frame;
    } else if (type == jsonType && body.startsWith('[') && isJsonText(body)) {
        JsonFrameReader reader;
        return reader.read(QByteArrayView(asJsonFrame(body, action)));
    }
    return errorOf(reply);
}

ErrorInfo errorInfoFrom(const net::HttpReply &reply)
{
    ErrorInfo info{.statusCode = reply.status};
    const std::optional<QJsonValue> body = readBody(reply);
    const QJsonObject object = body ? body->toObject()[u"error"].toObject() : QJsonObject();
    const QByteArray codeHeader = reply.header("X-Ably-Errorcode").value_or(QByteArray());
    if (!object.isEmpty()) {
        info = errorInfoFrom(object, 0);
        if (info.statusCode == 0)
            info.statusCode = reply.status;
    } else if (!codeHeader.isEmpty()) {
        info.code = codeHeader.toInt();
        info.message = QString::fromUtf8(reply.header("X-Ably-Errormessage").value_or(QByteArray()));
    }
    if (info.code != 0)
        return info;
    if (reply.status >= 400) {
        info.code = reply.status * 100; // 401 → 40100, 500 → 50000
    } else {                            // RSC8e
        const QByteArray type = reply.contentType();
        info.code = 40013;
        info.statusCode = 400;
        info.message = type == jsonType || type == msgpackType
                           ? tr("The answer is damaged.")
                           : tr("The answer is of the type \"%1\".").arg(QString::fromLatin1(type));
    }
    return info;
}

Error errorOf(const net::HttpReply &reply)
{
    const ErrorInfo info = errorInfoFrom(reply);
    return {.code = info.code,
            .status = info.statusCode,
            .what = (reply.status >= 400 ? tr("Ably answered the request with an error (HTTP %1).")
                                         : tr("Ably's answer could not be used (HTTP %1)."))
                        .arg(reply.status),
            .why = info.message,
            .help = info.helpUrl(),
            .cause = info.cause ? std::make_shared<const Error>(faults::toError(*info.cause)) : nullptr};
}

Error errorOf(const Error &fault)
{
    if (fault.code != net::TimedOut)
        return fault;
    return Error{.code = 50003, .status = 504, .what = tr("Ably gave no answer in time."), .help = helpUrlOf(50003)}
        .causedBy(fault);
}

} // namespace gm::ably
