#include "core/sandbox/ablyhistory.h"

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

constexpr int longestPage = 1000;

Error badValue(const QString &what)
{
    return Error{.code = 40003, .status = 400, .what = what};
}

/// The serial without its index: the place in the channel it was published at.
QString placeOf(const Message &message)
{
    return message.serial.left(message.serial.lastIndexOf(u':'));
}

bool isWanted(const Message &message, const HistoryQuery &query)
{
    const bool isInTime = message.timestampMs >= query.startMs && message.timestampMs <= query.endMs;
    const bool isBeforeAttach = query.upTo.isEmpty() || placeOf(message) <= query.upTo;
    const bool isBehindCursor =
        query.cursor.isEmpty() || (query.isForwards ? message.serial > query.cursor : message.serial < query.cursor);
    return isInTime && isBeforeAttach && isBehindCursor;
}

QByteArray link(const HistoryQuery &query, const QString &leaf, const QString &cursor, const QByteArray &relation)
{
    QUrlQuery items;
    items.addQueryItem(u"direction"_s, query.isForwards ? u"forwards"_s : u"backwards"_s);
    items.addQueryItem(u"limit"_s, QString::number(query.limit));
    items.addQueryItem(u"start"_s, QString::number(query.startMs));
    if (query.endMs != std::numeric_limits<qint64>::max())
        items.addQueryItem(u"end"_s, QString::number(query.endMs));
    const auto addEncoded = [&items](const QString &name, const QString &value) {
        if (!value.isEmpty())
            items.addQueryItem(name, QString::fromLatin1(value.toUtf8().toPercentEncoding()));
    };
    addEncoded(u"fromSerial"_s, query.upTo);
    addEncoded(u"cursor"_s, cursor);
    return "<./" + leaf.toLatin1() + '?' + items.toString(QUrl::FullyEncoded).toLatin1() + ">; rel=\"" + relation + '"';
}

} // namespace

Result<HistoryQuery> readHistoryQuery(const QUrlQuery &query)
{
    const auto text = [&query](const QString &name) { return query.queryItemValue(name, QUrl::FullyDecoded); };
    HistoryQuery result;
    if (const QString limit = text(u"limit"_s); !limit.isEmpty()) {
        result.limit = limit.toInt();
        if (result.limit < 1 || result.limit > longestPage)
            return badValue(u"The limit must be from 1 to 1000."_s);
    }
    const QString direction = text(u"direction"_s);
    if (!direction.isEmpty() && direction != u"forwards" && direction != u"backwards")
        return badValue(u"The direction must be forwards or backwards."_s);
    result.isForwards = direction == u"forwards";
    result.startMs = text(u"start"_s).toLongLong();
    if (const QString end = text(u"end"_s); !end.isEmpty())
        result.endMs = end.toLongLong();
    const QString fromSerial = text(u"fromSerial"_s);
    result.upTo = fromSerial.isEmpty() ? text(u"from_serial"_s) : fromSerial;
    result.cursor = text(u"cursor"_s);
    return result;
}

HistoryPage pageOf(const QList<Message> &all, const HistoryQuery &query)
{
    HistoryPage page;
    const auto take = [&](const Message &message) {
        if (!isWanted(message, query))
            return true;
        page.hasMore = page.messages.size() == query.limit;
        if (!page.hasMore)
            page.messages += message;
        return !page.hasMore;
    };
    if (query.isForwards)
        std::all_of(all.begin(), all.end(), take);
    else
        std::all_of(all.rbegin(), all.rend(), take);
    return page;
}

QList<QByteArray> linksOf(const HistoryQuery &query, const HistoryPage &page, const QString &leaf)
{
    QList<QByteArray> links{link(query, leaf, {}, "first"), link(query, leaf, query.cursor, "current")};
    if (page.hasMore)
        links += link(query, leaf, page.messages.constLast().serial, "next");
    return links;
}

} // namespace gm::sandbox
