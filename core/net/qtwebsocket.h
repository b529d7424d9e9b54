/// WebSocket on QWebSocket.
#pragma once

#include "core/net/websocket.h"

namespace gm::net
{

/// Frames above this many bytes end the connection (close code 1009).
inline constexpr quint64 maxWebSocketFrameBytes = 16 * 1024 * 1024;

class QtWebSocketFactory final : public WebSocketFactory
{
public:
    [[nodiscard]] std::unique_ptr<WebSocket> create() override;
};

} // namespace gm::net
