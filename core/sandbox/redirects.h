/// Where the sign-in service may send a browser back to, and what it writes on the way.
#pragma once

#include "core/net/httpserver.h"

#include <QList>
#include <QUrl>

#include <utility>

namespace gm::sandbox
{

/// Where a browser goes that was not allowed to go where it should: the default of new projects.
inline constexpr QStringView siteUrl = u"http://localhost:3000";

/// @p wanted where the service allows it, else the site URL, without a word. Allowed are the site's own scheme and host
/// (any port, since it is a loopback name) and IP literals of the loopback network. The sandbox keeps no list beyond.
[[nodiscard]] QUrl allowedRedirect(const QString &wanted);

using RedirectFields = QList<std::pair<QString, QString>>;
/// @p url with @p query behind its own query and @p fragment as its fragment; spaces are written as `+`.
[[nodiscard]] net::ServerResponse redirectResponse(int status, QUrl url, const RedirectFields &query,
                                                   const RedirectFields &fragment = {});

} // namespace gm::sandbox
