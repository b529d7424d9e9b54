/// Lists that the service gives page by page (TG).
#pragma once

#include "core/ably/authorizedcalls.h"
#include "core/ably/pagelinks.h"

#include <QFuture>
#include <QList>
#include <QPointer>

#include <functional>
#include <optional>

namespace gm::ably
{

/// One page of items. A value; it asks for further pages through the calls it came from, while these live: after that their
/// futures are cancelled.
template <typename T>
class Page
{
public:
    /// Makes items of an answer's body.
    using Reader = std::function<base::Result<QList<T>>(const net::HttpReply &)>;
    /// Nothing in it: there is no such page.
    using Answer = QFuture<base::Result<std::optional<Page<T>>>>;

    /// The page at a percent-encoded path of the service.
    [[nodiscard]] static QFuture<base::Result<Page>> load(AuthorizedCalls &calls, const QString &path,
                                                          const QUrlQuery &query, Reader read)
    {
        return calls.get(path, query)
            .then([calls = QPointer(&calls),
                   read = std::move(read)](const base::Result<net::HttpReply> &reply) -> base::Result<Page> {
                if (!reply)
                    return reply.error();
                const base::Result<QList<T>> items = read(*reply);
                if (!items)
                    return items.error();
                return Page(calls, read, *items, pageLinksOf(*reply));
            });
    }

    [[nodiscard]] const QList<T> &items() const { return m_items; }
    [[nodiscard]] bool hasNext() const { return !m_links.next.isEmpty(); }
    [[nodiscard]] bool isLast() const { return !hasNext(); }
    [[nodiscard]] Answer next() const { return at(m_links.next); }
    [[nodiscard]] Answer first() const { return at(m_links.first); }
    [[nodiscard]] Answer current() const { return at(m_links.current); }

private:
    Page(QPointer<AuthorizedCalls> calls, Reader read, QList<T> items, PageLinks links)
        : m_calls(std::move(calls))
        , m_read(std::move(read))
        , m_items(std::move(items))
        , m_links(std::move(links))
    {
    }

    /// Path and query only: a token goes to the service's hosts and nowhere else, whatever a link says.
    [[nodiscard]] Answer at(const QUrl &address) const
    {
        if (address.isEmpty() || !m_calls) {
            QPromise<base::Result<std::optional<Page>>> promise;
            promise.start();
            promise.addResult(base::Result<std::optional<Page>>(std::optional<Page>()));
            promise.finish();
            return promise.future();
        }
        return load(*m_calls, address.path(QUrl::FullyEncoded), QUrlQuery(address), m_read)
            .then([](const base::Result<Page> &page) -> base::Result<std::optional<Page>> {
                if (!page)
                    return page.error();
                return std::optional(*page);
            });
    }

    QPointer<AuthorizedCalls> m_calls;
    Reader m_read;
    QList<T> m_items;
    PageLinks m_links;
};

} // namespace gm::ably
