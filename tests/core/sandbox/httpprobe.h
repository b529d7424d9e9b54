/// Real HTTP over loopback for the tests of the stand-ins: one request, its answer.
#pragma once

#include "core/net/httpserver.h"
#include "core/net/qthttpclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <memory>

namespace gm::test
{

struct Answer {
    int status = 0; ///< 0: there was none.
    QByteArray body{};
    net::HttpReply reply{};
    base::Error error{};

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    [[nodiscard]] QJsonArray jsonArray() const { return QJsonDocument::fromJson(body).array(); }
    [[nodiscard]] QByteArray header(const char *name) const { return reply.header(name).value_or(QByteArray()); }
};

class HttpProbe
{
public:
    explicit HttpProbe(QString baseUrl = {})
        : m_baseUrl(std::move(baseUrl))
    {
    }

    void setBaseUrl(const QString &url) { m_baseUrl = url; }
    /// Sent with every request from now on.
    void setHeader(const QByteArray &name, const QByteArray &value) { m_headers[name] = value; }
    void removeHeader(const QByteArray &name) { m_headers.remove(name); }

    [[nodiscard]] Answer get(const QString &path) { return send("GET", path, {}); }
    [[nodiscard]] Answer remove(const QString &path) { return send("DELETE", path, {}); }
    [[nodiscard]] Answer post(const QString &path, const QJsonObject &body)
    {
        return send("POST", path, QJsonDocument(body).toJson());
    }
    [[nodiscard]] Answer send(const QByteArray &method, const QString &path, const QByteArray &body)
    {
        net::HttpRequest request{.method = method,
                                 .url = QUrl(m_baseUrl + path),
                                 .headers = {{"Content-Type", "application/json"}},
                                 .body = body,
                                 .followRedirects = false};
        for (auto header = m_headers.begin(); header != m_headers.end(); ++header)
            request.headers.append(net::HttpHeader{header.key(), header.value()});
        const auto future = m_client->send(request);
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000))
            return {};
        const auto result = future.result();
        if (!result)
            return {.error = result.error()};
        return {.status = result->status, .body = result->body, .reply = *result};
    }

private:
    std::unique_ptr<net::QtHttpClient> m_client = std::make_unique<net::QtHttpClient>();
    QString m_baseUrl;
    QMap<QByteArray, QByteArray> m_headers;
};

} // namespace gm::test
