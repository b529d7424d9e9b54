/// One HTTP request to Ably, tried at one host after another where that may help (RSC15).
#pragma once

#include "core/ably/clientoptions.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/httpclient.h"

#include <QFuture>
#include <QJsonObject>
#include <QObject>
#include <QUrlQuery>

#include <chrono>
#include <memory>
#include <optional>

namespace gm::ably
{

struct RestRequest {
    QByteArray method = QByteArrayLiteral("GET");
    QString path{}; ///< Percent-encoded, from the slash on.
    QUrlQuery query{};
    std::optional<QJsonObject> body{};
    base::Secret token{}; ///< Goes into Authorization; empty: there is none.
};

/// Up to three further hosts within 15 s; one that worked is kept for ten minutes (RSC15f).
class RestCalls : public QObject
{
    Q_OBJECT

public:
    static constexpr int maxRetryCount = 3;                              ///< Further hosts after the first (RSC15).
    static constexpr std::chrono::milliseconds maxRetryDuration{15'000}; ///< For all of them together (RSC15).
    static constexpr std::chrono::milliseconds fallbackMemory{600'000};  ///< For a fallback that worked (RSC15f).

    /// The references outlive this object.
    RestCalls(net::HttpClient &http, base::Clock &clock, base::Random &random, ClientOptions options,
              QObject *parent = nullptr);

    /// An answer of the 2xx kind, unread. Any other is an Error with Ably's code and status.
    [[nodiscard]] QFuture<base::Result<net::HttpReply>> send(const RestRequest &request);
    /// This host goes first (RTN17e); nullopt: the usual order.
    void setHostInUse(std::optional<Host> host) { m_hostInUse = std::move(host); }

private:
    struct Call;
    struct Remembered {
        Host host;
        std::chrono::milliseconds until;
    };

    [[nodiscard]] QList<net::HttpHeader> headersFor(const RestRequest &request) const;
    [[nodiscard]] QList<Host> hostsToTry();
    void tryNext(const std::shared_ptr<Call> &call);
    void onReply(const std::shared_ptr<Call> &call, const base::Result<net::HttpReply> &reply);
    void rememberOutcome(const Call &call, const Host &host, bool works);

    net::HttpClient &m_http;
    base::Clock &m_clock;
    base::Random &m_random;
    ClientOptions m_options;
    std::optional<Host> m_hostInUse;
    std::optional<Remembered> m_remembered;
};

} // namespace gm::ably
