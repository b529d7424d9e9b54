/// The one place that masks secrets: in free text, in JSON and in URLs.
#pragma once

#include <QJsonValue>
#include <QString>
#include <QUrl>

namespace gm::base
{

/// What stands in a secret's place.
inline constexpr QStringView maskedText = u"•••• masked";

/// True for a field that carries one of our secrets: `accessToken`, `refresh_token`, `connectionKey`, `mac`, `password` …
/// Case, `_` and `-` do not matter.
[[nodiscard]] bool isSecretField(QStringView name);

/// Free text (log lines, error texts): masks bearer headers, JWTs, `sb_secret_…`, Ably keys (`app.key:secret`) and
/// `name=value` or `"name": "value"` pairs with a secret's name. The rest stays as it is.
[[nodiscard]] QString redactText(const QString &text);

/// Every string under a secret field's name, at any depth; payloads (`data` of a message) are left as received.
[[nodiscard]] QJsonValue redactJson(const QJsonValue &value);

/// The URL without user info; secret query parameters have their values masked.
[[nodiscard]] QUrl redactUrl(const QUrl &url);

} // namespace gm::base
