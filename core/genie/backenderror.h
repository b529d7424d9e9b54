/// The backend's faults and refusals as errors a person can act on.
#pragma once

#include "core/net/httpclient.h"

namespace gm::genie
{

/// Which part of the backend was asked: it decides the id and the advice.
enum class BackendArea {
    General,      ///< `GM-BACKEND-…`
    Token,        ///< `GM-TOKEN-…`
    Conversation, ///< `GM-CONVERSATION-…`
};

/// No reply came: @p fault has the code of an HttpFault. Always `GM-BACKEND-…`, since the whole backend is out of reach.
[[nodiscard]] base::Error backendFault(const base::Error &fault, const QUrl &url, std::chrono::seconds waited);

/// A reply that is no success. 401 is `GM-BACKEND-401` in every area.
[[nodiscard]] base::Error backendRefusal(const net::HttpReply &reply, BackendArea area);

/// A page in place of data: `GM-BACKEND-HTML`, `GM-TOKEN-HTML`.
[[nodiscard]] base::Error backendPage(const net::HttpReply &reply, BackendArea area);

/// A success whose body is not what the route gives: `GM-BACKEND-SHAPE`.
[[nodiscard]] base::Error backendShape(const net::HttpReply &reply, const QString &why);

/// True when the body is a web page, whatever its content type says.
[[nodiscard]] bool isPage(const net::HttpReply &reply);

/// FastAPI's `detail`, as text of at most 200 characters with secrets masked; empty when there is none.
[[nodiscard]] QString detailOf(const QByteArray &body);

} // namespace gm::genie
