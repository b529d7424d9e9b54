#include "core/ably/capability.h"

#include "core/base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>
#include <optional>

namespace gm::ably
{

using base::Error;
using base::Result;

namespace
{

/// A name or pattern taken apart: `[qualifier]a:b:c`. Metachannels live apart from the others by their qualifier.
struct Segments {
    QString qualifier{}; ///< `meta` of `[meta]log`, `*` of `[*]*`; empty: a plain channel.
    QStringList parts{};

    static Segments of(const QString &text)
    {
        const qsizetype close = text.startsWith(u'[') ? text.indexOf(u']') : -1;
        if (close < 0)
            return {.parts = text.split(u':')};
        QString qualifier = text.mid(1, close - 1);
        if (qualifier.startsWith(u'?') || qualifier.startsWith(u"filter="))
            qualifier.clear(); // parameters and filters, not another kind of channel
        return {.qualifier = qualifier, .parts = text.mid(close + 1).split(u':')};
    }

    [[nodiscard]] QString toText() const
    {
        const QString name = parts.join(u':');
        return qualifier.isEmpty() ? name : QStringLiteral("[%1]%2").arg(qualifier, name);
    }

    [[nodiscard]] bool endsOpen() const { return parts.last() == u"*"; }
};

bool covers(const Segments &pattern, const Segments &name)
{
    if (pattern.qualifier != u"*" && pattern.qualifier != name.qualifier)
        return false;
    const bool isOpen = pattern.endsOpen();
    if (isOpen ? name.parts.size() < pattern.parts.size() : name.parts.size() != pattern.parts.size())
        return false;
    for (qsizetype i = 0; i < pattern.parts.size(); ++i) {
        if (pattern.parts[i] != u"*" && pattern.parts[i] != name.parts[i])
            return false;
    }
    return true;
}

/// The pattern of the names both cover, if there are any.
std::optional<Segments> common(const Segments &a, const Segments &b)
{
    const Segments &longer = a.parts.size() >= b.parts.size() ? a : b;
    const Segments &shorter = &longer == &a ? b : a;
    if (longer.parts.size() != shorter.parts.size() && !shorter.endsOpen())
        return std::nullopt;
    Segments result;
    if (a.qualifier != b.qualifier && a.qualifier != u"*" && b.qualifier != u"*")
        return std::nullopt;
    result.qualifier = a.qualifier == u"*" ? b.qualifier : a.qualifier;
    for (qsizetype i = 0; i < longer.parts.size(); ++i) {
        const QString &mine = longer.parts[i];
        const QString other = i < shorter.parts.size() ? shorter.parts[i] : QStringLiteral("*");
        if (mine != u"*" && other != u"*" && mine != other)
            return std::nullopt;
        result.parts.append(mine == u"*" ? other : mine);
    }
    return result;
}

QSet<QString> commonOperations(const QSet<QString> &a, const QSet<QString> &b)
{
    const QString any = QStringLiteral("*");
    if (a.contains(any))
        return b;
    if (b.contains(any))
        return a;
    return QSet<QString>(a).intersect(b);
}

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::ably::Capability", text);
}

} // namespace

bool patternCovers(const QString &pattern, const base::ChannelName &channel)
{
    return covers(Segments::of(pattern), Segments::of(channel.text()));
}

Result<Capability> Capability::parse(const QString &json)
{
    const auto unreadable = [](const QString &why) {
        return Error{.code = 40003, .status = 400, .what = tr("The capability could not be read."), .why = why};
    };
    const Result<QJsonValue> value = base::parseJson(json.toUtf8());
    if (!value)
        return unreadable(value.error().what);
    if (!value->isObject())
        return unreadable(tr("An object of channels was expected."));
    Capability capability;
    const QJsonObject patterns = value->toObject();
    for (auto it = patterns.begin(); it != patterns.end(); ++it) {
        if (!it->isArray())
            return unreadable(tr("%1: a list of operations was expected.").arg(it.key()));
        QSet<QString> &operations = capability.m_operations[it.key()];
        const QJsonArray names = it->toArray();
        for (const QJsonValue name : names) {
            if (!name.isString())
                return unreadable(tr("%1: an operation is not a text.").arg(it.key()));
            operations.insert(name.toString());
        }
    }
    return capability;
}

bool Capability::allows(const base::ChannelName &channel, const QString &operation) const
{
    const Segments name = Segments::of(channel.text());
    for (auto it = m_operations.begin(); it != m_operations.end(); ++it) {
        const bool isAllowed = it->contains(operation) || it->contains(QStringLiteral("*"));
        if (isAllowed && covers(Segments::of(it.key()), name))
            return true;
    }
    return false;
}

Capability Capability::intersectedWith(const Capability &other) const
{
    Capability result;
    for (auto mine = m_operations.begin(); mine != m_operations.end(); ++mine) {
        for (auto theirs = other.m_operations.begin(); theirs != other.m_operations.end(); ++theirs) {
            const std::optional<Segments> pattern = common(Segments::of(mine.key()), Segments::of(theirs.key()));
            const QSet<QString> operations = commonOperations(*mine, *theirs);
            if (pattern && !operations.isEmpty())
                result.m_operations[pattern->toText()].unite(operations);
        }
    }
    return result;
}

QString Capability::toText() const
{
    QJsonObject patterns; // keeps its keys sorted
    for (auto it = m_operations.begin(); it != m_operations.end(); ++it) {
        QStringList names(it->begin(), it->end());
        names.sort();
        patterns.insert(it.key(), QJsonArray::fromStringList(names));
    }
    return QString::fromUtf8(QJsonDocument(patterns).toJson(QJsonDocument::Compact));
}

} // namespace gm::ably
