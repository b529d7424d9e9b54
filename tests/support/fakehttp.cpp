#include "tests/support/fakehttp.h"

namespace gm::test
{

FakeHttp::~FakeHttp()
{
    while (!m_waiting.empty())
        answerFault(net::ConnectionLost);
}

QFuture<FakeHttp::Outcome> FakeHttp::send(const net::HttpRequest &request)
{
    m_requests.append(request);
    QPromise<Outcome> promise;
    promise.start();
    const auto future = promise.future();
    m_waiting.push_back({std::move(promise), request.url});
    if (!m_prepared.empty()) {
        Outcome outcome = std::move(m_prepared.front());
        m_prepared.pop_front();
        finishOldest(std::move(outcome));
    }
    return future;
}

void FakeHttp::prepare(int status, const QByteArray &body, const QList<net::HttpHeader> &headers)
{
    m_prepared.push_back(reply(status, body, headers));
}

void FakeHttp::prepareFault(int code)
{
    m_prepared.push_back(base::Error{.code = code, .what = QStringLiteral("fault %1").arg(code)});
}

void FakeHttp::answer(int status, const QByteArray &body, const QList<net::HttpHeader> &headers)
{
    finishOldest(reply(status, body, headers));
}

void FakeHttp::answerFault(int code)
{
    finishOldest(base::Error{.code = code, .what = QStringLiteral("fault %1").arg(code)});
}

QByteArray FakeHttp::headerOf(const net::HttpRequest &request, QByteArrayView name)
{
    for (const net::HttpHeader &header : request.headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

FakeHttp::Outcome FakeHttp::reply(int status, const QByteArray &body, const QList<net::HttpHeader> &headers)
{
    net::HttpReply result{.status = status, .headers = headers, .body = body};
    if (!result.header("content-type"))
        result.headers.append(net::HttpHeader{"Content-Type", "application/json"});
    return result;
}

void FakeHttp::finishOldest(Outcome outcome)
{
    Waiting oldest = std::move(m_waiting.front());
    m_waiting.pop_front();
    if (outcome)
        outcome->url = oldest.url;
    oldest.promise.addResult(std::move(outcome));
    oldest.promise.finish();
}

} // namespace gm::test
