/// HttpClient on QNetworkAccessManager.
#pragma once

#include "core/net/httpclient.h"

#include <memory>

class QNetworkAccessManager;

namespace gm::net
{

/// Follows redirects by itself, since Qt would carry `Authorization` to another host. Keeps no cookies, no cache.
class QtHttpClient final : public HttpClient
{
public:
    QtHttpClient();
    ~QtHttpClient() override;
    [[nodiscard]] QFuture<base::Result<HttpReply>> send(const HttpRequest &request) override;

private:
    class Exchange;
    std::unique_ptr<QNetworkAccessManager> m_manager;
};

} // namespace gm::net
