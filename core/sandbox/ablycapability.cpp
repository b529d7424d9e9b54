#include "core/sandbox/ablycapability.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

/// A pattern or a channel name in parts: `[meta]log:x` → qualifier `meta`, segments `log`, `x`.
struct Resource {
    QString qualifier;
    QStringList segments;
};

Resource split(const QString &text)
{
    const qsizetype end = text.startsWith(u'[') ? text.indexOf(u']') : -1;
    return {end < 0 ? QString() : text.mid(1, end - 1), text.mid(end + 1).split(u':')};
}

QString join(const Resource &resource)
{
    const QString name = resource.segments.join(u':');
    return resource.qualifier.isEmpty() ? name : QString(u'[' % resource.qualifier % u']' % name);
}

bool isLastStar(const QStringList &segments, qsizetype at)
{
    return at == segments.size() - 1 && segments[at] == "*"_L1;
}

/// The names both patterns match, as one pattern; a name without `*` is a pattern that matches itself.
std::optional<QStringList> common(const QStringList &a, const QStringList &b)
{
    QStringList result;
    for (qsizetype i = 0; i < a.size() && i < b.size(); ++i) {
        if (isLastStar(a, i))
            return result + b.mid(i);
        if (isLastStar(b, i))
            return result + a.mid(i);
        if (a[i] != b[i] && a[i] != "*"_L1 && b[i] != "*"_L1)
            return std::nullopt;
        result += a[i] == "*"_L1 ? b[i] : a[i];
    }
    return a.size() == b.size() ? std::optional(result) : std::nullopt;
}

std::optional<Resource> common(const Resource &a, const Resource &b)
{
    if (a.qualifier != b.qualifier && a.qualifier != "*"_L1 && b.qualifier != "*"_L1)
        return std::nullopt;
    const auto segments = common(a.segments, b.segments);
    if (!segments)
        return std::nullopt;
    return Resource{a.qualifier == "*"_L1 ? b.qualifier : a.qualifier, *segments};
}

QStringList common(const QStringList &a, const QStringList &b, QLatin1StringView wildcard)
{
    if (a.contains(wildcard))
        return b;
    if (b.contains(wildcard))
        return a;
    QStringList result;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
    return result;
}

Error unreadable()
{
    return Error{.code = 40003, .status = 400, .what = u"The capability is not an object of lists of operations."_s};
}

} // namespace

Capability Capability::everything()
{
    Capability all;
    all.m_operations.insert(u"[*]*"_s, {u"*"_s});
    return all;
}

Result<Capability> Capability::parse(const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isObject())
        return unreadable();
    Capability capability;
    const QJsonObject patterns = document.object();
    for (auto it = patterns.begin(); it != patterns.end(); ++it) {
        if (!it->isArray())
            return unreadable();
        QStringList operations;
        const QJsonArray listed = it->toArray();
        for (const QJsonValue operation : listed) {
            if (!operation.isString())
                return unreadable();
            operations += operation.toString();
        }
        operations.sort();
        operations.removeDuplicates();
        if (!operations.isEmpty())
            capability.m_operations.insert(it.key(), operations);
    }
    return capability;
}

bool Capability::allows(const QString &channel, QLatin1StringView operation) const
{
    const Resource name = split(channel);
    for (auto it = m_operations.begin(); it != m_operations.end(); ++it) {
        const bool isGranted = it->contains(operation) || it->contains("*"_L1);
        const Resource pattern = split(it.key());
        const bool isInReach = pattern.qualifier == name.qualifier || pattern.qualifier == "*"_L1;
        // A name that ends in a star of its own is still one name: only the pattern's star may stand for more.
        if (isGranted && isInReach && common(pattern.segments, name.segments) == name.segments)
            return true;
    }
    return false;
}

Capability Capability::intersectedWith(const Capability &other) const
{
    Capability result;
    for (auto mine = m_operations.begin(); mine != m_operations.end(); ++mine) {
        for (auto theirs = other.m_operations.begin(); theirs != other.m_operations.end(); ++theirs) {
            const auto resource = common(split(mine.key()), split(theirs.key()));
            const QStringList operations = common(*mine, *theirs, "*"_L1);
            if (!resource || operations.isEmpty())
                continue;
            QStringList &all = result.m_operations[join(*resource)];
            all += operations;
            all.sort();
            all.removeDuplicates();
        }
    }
    return result;
}

QString Capability::toText() const
{
    QJsonObject object;
    for (auto it = m_operations.begin(); it != m_operations.end(); ++it)
        object.insert(it.key(), QJsonArray::fromStringList(*it));
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace gm::sandbox
