#include "core/sandbox/supabaseerror.h"

#include "core/sandbox/httpfaults.h"

#include <QDate>
#include <QJsonObject>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using net::ServerResponse;

namespace
{

constexpr QByteArrayView versionHeader = "X-Supabase-Api-Version";

/// The version the service maps a date to; empty: the first one, also for what is not a date.
QByteArray versionFor(const QByteArray &asked)
{
    const QDate date = QDate::fromString(QString::fromLatin1(asked), u"yyyy-MM-dd"_s);
    return date.isValid() && date >= QDate(2024, 1, 1) ? QByteArray("2024-01-01") : QByteArray();
}

} // namespace

ServerResponse supabaseErrorResponse(const SupabaseError &error, const QByteArray &askedVersion)
{
    const QByteArray version = versionFor(askedVersion);
    const QJsonObject body =
        version.isEmpty()
            ? QJsonObject{{u"code"_s, error.status}, {u"error_code"_s, error.code}, {u"msg"_s, error.message}}
            : QJsonObject{{u"code"_s, error.code}, {u"message"_s, error.message}};
    ServerResponse response = jsonResponse(error.status, body);
    response.headers.append(net::HttpHeader{"x-sb-error-code", error.code.toLatin1()});
    if (!version.isEmpty())
        response.headers.append(net::HttpHeader{versionHeader.toByteArray(), version});
    return response;
}

ServerResponse oauthErrorResponse(const QString &error, const QString &description)
{
    return jsonResponse(400, QJsonObject{{u"error"_s, error}, {u"error_description"_s, description}});
}

ServerResponse gatewayErrorResponse(const QString &message, const QString &hint)
{
    return jsonResponse(401, QJsonObject{{u"message"_s, message}, {u"hint"_s, hint}});
}

} // namespace gm::sandbox
