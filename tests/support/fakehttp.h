/// HTTP without a network: a test sees each request and answers when it likes.
#pragma once

#include "core/net/httpclient.h"

#include <QPromise>

#include <deque>

namespace gm::test
{

/// Answers come from replies prepared with prepare…() in order; a request without one waits for answer…().
class FakeHttp final : public net::HttpClient
{
public:
    ~FakeHttp() override;
    [[nodiscard]] QFuture<base::Result<net::HttpReply>> send(const net::HttpRequest &request) override;

    /// For the next request that comes without one.
    void prepare(int status, const QByteArray &body, const QList<net::HttpHeader> &headers = {});
    void prepareFault(int code);

    /// Answers the oldest request that waits.
    void answer(int status, const QByteArray &body, const QList<net::HttpHeader> &headers = {});
    void answerFault(int code);

    /// All requests so far.
    [[nodiscard]] const QList<net::HttpRequest> &requests() const { return m_requests; }
    [[nodiscard]] const net::HttpRequest &last() const { return m_requests.last(); }
    [[nodiscard]] int waiting() const { return int(m_waiting.size()); }

    /// The first header of that name; empty when absent.
    [[nodiscard]] static QByteArray headerOf(const net::HttpRequest &request, QByteArrayView name);

private:
    using Outcome = base::Result<net::HttpReply>;
    struct Waiting {
        QPromise<Outcome> promise;
        QUrl url;
    };

    [[nodiscard]] static Outcome reply(int status, const QByteArray &body, const QList<net::HttpHeader> &headers);
    void finishOldest(Outcome outcome);

    QList<net::HttpRequest> m_requests;
    std::deque<Outcome> m_prepared;
    std::deque<Waiting> m_waiting;
};

} // namespace gm::test
