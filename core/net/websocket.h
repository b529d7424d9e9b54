/// A websocket as an interface, so that the protocol driver runs on real sockets and on fakes alike.
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QUrl>

#include <memory>

namespace gm::net
{

/// One connection attempt and the connection it becomes. Signals come from the event loop, never from within a call,
/// and none after closed() or after the object was destroyed.
class WebSocket : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Starts the one attempt of this object.
    virtual void open(const QUrl &url) = 0;
    virtual void sendText(const QString &text) = 0;
    virtual void sendBinary(const QByteArray &bytes) = 0;
    /// Sends a close frame and ends; closed() follows.
    virtual void close() = 0;
    /// Drops the connection without a close frame; no signal follows.
    virtual void abort() = 0;

Q_SIGNALS:
    void opened();
    void textReceived(const QString &text);
    void binaryReceived(const QByteArray &bytes);
    /// The end, also of an attempt that never opened. @p code is the close code (1006: none came); @p fault tells why an
    /// attempt failed (codes of HttpFault, and 1210 with Error::status for an HTTP answer in place of the upgrade).
    void closed(int code, const gm::base::Error &fault);
};

/// HTTP answered the upgrade request; Error::status is its status.
inline constexpr int upgradeRefused = 1210;

/// Makes sockets. One factory serves the whole program.
class WebSocketFactory
{
public:
    virtual ~WebSocketFactory() = default;
    [[nodiscard]] virtual std::unique_ptr<WebSocket> create() = 0;
};

} // namespace gm::net
