/// The faults of HTTP routes, the same for every stand-in: a wrong status, a web page, half an answer, a slow one, a redirect.
#pragma once

#include "core/base/clock.h"
#include "core/net/httpserver.h"
#include "core/sandbox/faults.h"
#include "core/sandbox/timers.h"

#include <functional>

namespace gm::sandbox
{

/// Puts itself between a server and the stand-in that answers.
class HttpFaults
{
public:
    using Answer = std::function<net::ServerResponse()>;

    /// Both outlive the object.
    HttpFaults(Faults &faults, base::Clock &clock);

    /// Sends what @p answer says, unless a fault is in force for @p route:
    /// `http-status` (status, 500; `value` is the body), `http-html` (a web page, status 200), `http-truncate` (half of the
    /// real body, then the end), `http-slow` (the real answer after `value`, 5 s), `http-redirect` (307 to `value`).
    void serve(const RouteNames &route, const net::Responder &responder, const Answer &answer);

private:
    Faults &m_faults;
    Timers m_slow;
};

/// @name Parts of answers
/// @{
[[nodiscard]] net::ServerResponse jsonResponse(int status, const QJsonObject &body);
[[nodiscard]] net::ServerResponse jsonResponse(int status, const QJsonArray &body);
/// `Date` as HTTP writes it.
[[nodiscard]] QByteArray httpDate(qint64 wallMs);
/// @}

} // namespace gm::sandbox
