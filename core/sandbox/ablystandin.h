/// A stand-in for Ably on loopback: realtime over websocket and REST on one port, strict enough for official clients.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/httpserver.h"
#include "core/sandbox/wire.h"

#include <QJsonObject>
#include <QObject>

#include <functional>
#include <memory>

class QTcpSocket;

namespace gm::sandbox
{

class Faults;

/// What the service made of a publish.
struct Published {
    QString id;             ///< Of the (first) message, `<base>:0`.
    QString serial;         ///< Of the (first) message; sorts as text within its channel.
    qint64 timestampMs = 0; ///< Wall clock of the sandbox.
};

/// One Ably app with one key. Give it the requests of an HttpServer whose path it owns(), and all websocket upgrades.
///
/// It enforces what Ably enforces: capabilities, token lifetimes, nonces, the two minutes of history and of resume, 200
/// channels a connection, 64 KiB a message. The cap of 50 deliveries a second is off until the fault `rate-cap` is put in
/// force, so that bursts come through whole. Faults named in faults.h are obeyed as long as they are in force; those that
/// do one thing (`drop-socket`, `expire-token` …) act when they are put.
///
/// `refuse-resume` gives a client a new connection, and its channels go on from now: what was missed is lost unless the
/// attach asks for a rewind. `lose-continuity` does the same to single channels of a connection that was resumed.
class AblyStandin : public QObject
{
    Q_OBJECT

public:
    /// All references outlive the object. @p clock is the sandbox's own; call clockMoved() when it jumps.
    AblyStandin(base::Clock &clock, base::Random &random, Faults &faults, QObject *parent = nullptr);
    ~AblyStandin() override;

    /// True for the paths of Ably's REST interface: `/time`, `/keys/…`, `/channels/…`, `/messages`, `/stats`.
    [[nodiscard]] static bool owns(const QString &path);
    /// Answers a REST request; unknown paths get 404 with Ably's 40400. Obeys the faults of HTTP routes (names: `ably` and
    /// the last part of the path, such as `requestToken`, `time`, `messages`).
    void handle(const net::ServerRequest &request, const net::Responder &responder);
    /// Takes over a socket that asks for a websocket, as net::HttpServer hands it out.
    void upgrade(const net::ServerRequest &request, QTcpSocket *socket);

    /// `appId.keyId:secret`, with all rights. Random, so it differs from run to run.
    [[nodiscard]] QString key() const;
    /// A TokenRequest as Genie's backend signs one. An empty @p clientId leaves it out; @p ttlMs 0 means the service's hour.
    [[nodiscard]] QJsonObject signTokenRequest(const QJsonObject &capability, const QString &clientId,
                                               qint64 ttlMs) const;

    /// Publishes one message as a REST client with the key does, without asking the limits.
    Published publish(const QString &channel, const QString &name, const Payload &payload,
                      const QString &clientId = {});

    /// For the control API's `/state`: connections, channels, tokens, counters. Holds no secret.
    [[nodiscard]] QJsonObject state() const;

    /// Looks at every deadline again: call it after the sandbox's clock has been moved.
    void clockMoved();

    /// Connections attached to @p channel with the right to receive its messages.
    [[nodiscard]] int subscribers(const QString &channel) const;
    /// Calls @p call once every open websocket has answered a ping sent now, or gone: what was sent before has been read.
    void whenDelivered(std::function<void()> call);

Q_SIGNALS:
    /// A client has been sent ATTACHED for @p channel, with the right to receive its messages.
    void attached(const QString &channel);
    /// A client has handed over another token on its open connection.
    void reauthorised();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace gm::sandbox
