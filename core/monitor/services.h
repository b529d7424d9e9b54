/// What the composition root gives to everything that watches: the outside world as interfaces.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/httpclient.h"
#include "core/net/networkwatch.h"
#include "core/net/websocket.h"
#include "core/profile/secretstore.h"
#include "core/profile/settings.h"
#include "core/profile/standardpaths.h"

#include <functional>

namespace gm::monitor
{

/// References outlive every object they are given to.
struct Services {
    net::HttpClient &http;
    net::WebSocketFactory &sockets;
    base::Clock &clock;
    base::Random &random;
    profile::SecretStore &secrets;
    profile::Settings &settings;
    profile::Paths paths;
    net::NetworkWatch *network = nullptr; ///< Null: nobody tells of the network.
    /// Opens an address in the system's browser; false: it could not. Empty: there is no browser.
    std::function<bool(const QUrl &)> openUrl{};
};

} // namespace gm::monitor
