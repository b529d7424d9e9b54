/// Bodies of REST requests and answers, in both wire formats (RSC8), and the errors that answers describe.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/base/result.h"
#include "core/net/httpclient.h"

#include <QJsonObject>
#include <QJsonValue>

namespace gm::ably
{

/// `application/json` or `application/x-msgpack`, for Accept and Content-Type (RSC8c).
[[nodiscard]] QByteArray restContentType(bool useMsgpack);
/// A request's body: texts, whole numbers, booleans and objects of these.
[[nodiscard]] QByteArray restBody(const QJsonObject &object, bool useMsgpack);

/// An answer's body as JSON, in whichever format it came (RSC8d). Error 40013 when it is neither, or broken (RSC8e).
[[nodiscard]] base::Result<QJsonValue> jsonOf(const net::HttpReply &reply);
/// A list of messages, presence entries or annotations, read as the frame of kind @p action that would carry it: the data
/// keeps its encoding. Error 40013 when the body is no list.
[[nodiscard]] base::Result<ProtocolMessage> frameOf(const net::HttpReply &reply, Action action);

/// The error an answer describes: its body's, else its headers', else by status (RSC8e).
[[nodiscard]] ErrorInfo errorInfoFrom(const net::HttpReply &reply);
/// The same as what the failure of a request is told by.
[[nodiscard]] base::Error errorOf(const net::HttpReply &reply);
/// The failure of a request without answer; a time-out has the protocol's code 50003 (RSC13).
[[nodiscard]] base::Error errorOf(const base::Error &fault);

} // namespace gm::ably
