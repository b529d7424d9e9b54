#include "core/ably/pagelinks.h"

#include <QRegularExpression>

namespace gm::ably
{

using namespace Qt::StringLiterals;

namespace
{

/// The relations a link's parameters name: `rel="first current"`, `rel=next`.
QStringList relationsOf(const QString &parameters)
{
    static const QRegularExpression pattern(uR"re((?:^|;)\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+)))re"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(parameters);
    const QString quoted = match.captured(1);
    return (quoted.isEmpty() ? match.captured(2) : quoted).toLower().split(u' ', Qt::SkipEmptyParts);
}

void readLine(const QString &line, const QUrl &base, PageLinks &links)
{
    // `<address>` and what follows up to the next one: commas and semicolons in the address are its own.
    static const QRegularExpression pattern(uR"(<([^>]*)>([^<]*))"_s);
    for (const QRegularExpressionMatch &match : pattern.globalMatch(line)) {
        const QUrl address = base.resolved(QUrl(match.captured(1)));
        const QStringList relations = relationsOf(match.captured(2));
        if (relations.contains(u"first"))
            links.first = address;
        if (relations.contains(u"current"))
            links.current = address;
        if (relations.contains(u"next"))
            links.next = address;
    }
}

} // namespace

PageLinks pageLinksOf(const net::HttpReply &reply)
{
    PageLinks links;
    for (const net::HttpHeader &header : reply.headers) {
        if (header.name.compare("Link", Qt::CaseInsensitive) == 0)
            readLine(QString::fromLatin1(header.value), reply.url, links);
    }
    return links;
}

} // namespace gm::ably
