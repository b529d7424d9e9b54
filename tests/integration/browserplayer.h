/// Plays the browser and its user: follows redirects, and chooses an account on the sandbox's consent page.
#pragma once

#include "core/net/qthttpclient.h"

#include <QTest>
#include <QUrlQuery>

namespace gm::test
{

/// Where the browser ended.
struct BrowserPage {
    int status = 0; ///< 0: nothing answered.
    QUrl url{};
    QByteArray body{};
};

class BrowserPlayer
{
public:
    /// Opens @p url and follows its redirects to a page, like any browser to whatever address.
    [[nodiscard]] BrowserPage open(QUrl url)
    {
        for (int hops = 0; hops < 10; ++hops) {
            std::optional<base::Result<net::HttpReply>> answer;
            m_http.send({.method = "GET", .url = url, .followRedirects = false})
                .then(&m_context, [&answer](const base::Result<net::HttpReply> &reply) { answer = reply; });
            if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 30'000) || !*answer)
                return {.url = url};
            const net::HttpReply reply = answer->value();
            const auto next = reply.header("location");
            if (reply.status < 300 || reply.status >= 400 || !next)
                return {.status = reply.status, .url = url, .body = reply.body};
            url = url.resolved(QUrl(QString::fromUtf8(*next)));
        }
        return {};
    }

    /// From the address of a sign-in to the page behind it; @p account empty: the user says no.
    [[nodiscard]] BrowserPage signIn(const QUrl &authorize, const QString &account)
    {
        const BrowserPage consent = open(authorize);
        QUrl decision = consent.url;
        decision.setPath(consent.url.path() + QStringLiteral("/decision"));
        QUrlQuery query(consent.url);
        if (account.isEmpty())
            query.addQueryItem(QStringLiteral("deny"), QStringLiteral("1"));
        else
            query.addQueryItem(QStringLiteral("account"), account);
        decision.setQuery(query);
        return consent.status == 200 ? open(decision) : consent;
    }

private:
    QObject m_context;
    net::QtHttpClient m_http;
};

} // namespace gm::test
