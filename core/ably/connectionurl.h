/// The address a connection is opened at (RTN2).
#pragma once

#include "core/ably/clientoptions.h"

#include <QUrl>

namespace gm::ably
{

/// The protocol version we speak (CSV2).
inline constexpr QStringView protocolVersion = u"6";
/// What we call ourselves to the service (RSC7d).
inline constexpr QStringView ownAgent = u"genie-monitor/" GM_VERSION " qt/" QT_VERSION_STR;
/// That, and what the options put in front of it.
[[nodiscard]] QString agentOf(const ClientOptions &options);

/// `wss://HOST/?v=6&format=…`. Holds the token and the key to resume with (empty: none): never log it as it is.
[[nodiscard]] QUrl connectionUrl(const Host &host, const ClientOptions &options, const base::Secret &token,
                                 const base::Secret &resumeKey);

} // namespace gm::ably
