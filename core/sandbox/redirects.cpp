#include "core/sandbox/redirects.h"

#include <QHostAddress>
#include <QRegularExpression>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QString encoded(const RedirectFields &fields)
{
    QStringList parts;
    for (const auto &[name, value] : fields) {
        const QByteArray text = QUrl::toPercentEncoding(value).replace("%20", "+");
        parts << name + u'=' + QString::fromLatin1(text);
    }
    return parts.join(u'&');
}

} // namespace

QUrl allowedRedirect(const QString &wanted)
{
    // A host that is one number reads as an address to some programs and as a name to others.
    static const QRegularExpression numberHost(u"^[a-z+.-]+://[0-9]+([:/?#]|$)"_s,
                                               QRegularExpression::CaseInsensitiveOption);
    const QUrl site(siteUrl.toString());
    const QUrl url(wanted, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || numberHost.match(wanted).hasMatch())
        return site;
    if (url.scheme() == site.scheme() && url.host() == site.host())
        return url;
    return QHostAddress(url.host()).isLoopback() ? url : site;
}

net::ServerResponse redirectResponse(int status, QUrl url, const RedirectFields &query, const RedirectFields &fragment)
{
    QStringList parts{url.query(QUrl::FullyEncoded), encoded(query)};
    parts.removeAll(QString());
    url.setQuery(parts.isEmpty() ? QString() : parts.join(u'&'), QUrl::StrictMode);
    if (!fragment.isEmpty())
        url.setFragment(encoded(fragment), QUrl::StrictMode);
    return {.status = status, .headers = {{"Location", url.toEncoded()}, {"Cache-Control", "no-store"}}};
}

} // namespace gm::sandbox
