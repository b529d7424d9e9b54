/// One page of a channel's history: what was asked for, which messages, and the links to the other pages. No state.
#pragma once

#include "core/base/result.h"
#include "core/sandbox/wire.h"

#include <QUrlQuery>

#include <limits>

namespace gm::sandbox
{

struct HistoryQuery {
    qint64 startMs = 0;
    qint64 endMs = std::numeric_limits<qint64>::max();
    int limit = 100; ///< 1 to 1000.
    bool isForwards = false;
    QString upTo{};   ///< A place in the channel: nothing later (until attach). Empty: all.
    QString cursor{}; ///< The serial of the last message of the page before; empty: first page.
};

struct HistoryPage {
    QList<Message> messages{};
    bool hasMore = false;
};

/// 40003 for a limit or direction that is none.
[[nodiscard]] base::Result<HistoryQuery> readHistoryQuery(const QUrlQuery &query);
/// @p all: oldest first.
[[nodiscard]] HistoryPage pageOf(const QList<Message> &all, const HistoryQuery &query);
/// Values of Link headers, relative to the request's path, whose last word is @p leaf. No comma inside.
[[nodiscard]] QList<QByteArray> linksOf(const HistoryQuery &query, const HistoryPage &page, const QString &leaf);

} // namespace gm::sandbox
