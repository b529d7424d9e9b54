#include "core/base/redact.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QUrlQuery>

namespace gm::base
{

namespace
{

/// Field names without `_` and `-`, in lower case.
const QSet<QString> &secretFields()
{
    static const QSet<QString> names{
        QStringLiteral("accesstoken"),
        QStringLiteral("refreshtoken"),
        QStringLiteral("token"),
        QStringLiteral("tokenhash"),
        QStringLiteral("idtoken"),
        QStringLiteral("providertoken"),
        QStringLiteral("connectionkey"),
        QStringLiteral("resume"),
        QStringLiteral("recover"),
        QStringLiteral("mac"),
        QStringLiteral("password"),
        QStringLiteral("authorization"),
        QStringLiteral("codeverifier"),
        QStringLiteral("authcode"),
        QStringLiteral("ablykey"),
        QStringLiteral("key"),
        QStringLiteral("secret"),
        QStringLiteral("ablyapikey"),
        QStringLiteral("supabasejwtsecret"),
        QStringLiteral("providerrefreshtoken"),
    };
    return names;
}

QString plainName(QStringView name)
{
    QString result;
    result.reserve(name.size());
    for (const QChar c : name) {
        if (c != u'_' && c != u'-')
            result.append(c.toLower());
    }
    return result;
}

} // namespace

bool isSecretField(QStringView name)
{
    return secretFields().contains(plainName(name));
}

QString redactText(const QString &text)
{
    struct Rule {
        QRegularExpression pattern;
        QString replacement;
    };
    static const QString mask = maskedText.toString();
    static const QList<Rule> rules{
        {QRegularExpression(QStringLiteral("\\b(Bearer|Basic)\\s+[A-Za-z0-9+/=._~-]+"),
                            QRegularExpression::CaseInsensitiveOption),
         QStringLiteral("\\1 ") + mask},
        {QRegularExpression(QStringLiteral("\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*")), mask},
        {QRegularExpression(QStringLiteral("\\bsb_secret_[A-Za-z0-9_-]+")), mask},
        {QRegularExpression(QStringLiteral("\\b([A-Za-z0-9_-]{4,}\\.[A-Za-z0-9_-]{4,}):[A-Za-z0-9_+/=-]{16,}")),
         QStringLiteral("\\1:") + mask},
        {QRegularExpression(
             QStringLiteral("\\b((?:access|refresh|id|provider|provider_refresh)_?token|token_hash|token|"
                            "connection_?key|resume|recover|mac|password|code_?verifier|auth_?code)"
                            "(\"?\\s*[=:]\\s*\"?)(?!•)[^\\s\"&,;}]+"),
             QRegularExpression::CaseInsensitiveOption),
         QStringLiteral("\\1\\2") + mask},
    };
    QString result = text;
    for (const Rule &rule : rules)
        result.replace(rule.pattern, rule.replacement);
    return result;
}

QJsonValue redactJson(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray result;
        for (const QJsonValue &item : value.toArray())
            result.append(redactJson(item));
        return result;
    }
    if (!value.isObject())
        return value;
    QJsonObject result = value.toObject();
    for (auto it = result.begin(); it != result.end(); ++it) {
        if (isSecretField(it.key()) && it.value().isString())
            it.value() = maskedText.toString();
        else if (it.key() != u"data")
            it.value() = redactJson(it.value());
    }
    return result;
}

QUrl redactUrl(const QUrl &url)
{
    QUrl result = url;
    result.setUserInfo({});
    QUrlQuery query(url);
    auto items = query.queryItems(QUrl::FullyDecoded);
    for (auto &[name, text] : items) {
        if (isSecretField(name))
            text = QStringLiteral("masked");
    }
    query.setQueryItems(items);
    result.setQuery(query);
    return result;
}

} // namespace gm::base
