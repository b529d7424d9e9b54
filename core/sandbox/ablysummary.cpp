#include "core/sandbox/ablysummary.h"

#include <QCborArray>
#include <QMap>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QString kindOf(const QString &type)
{
    return type.section(u':', 1);
}

bool goesByName(const QString &kind)
{
    return kind == "distinct.v1"_L1 || kind == "unique.v1"_L1 || kind == "multiple.v1"_L1;
}

/// Whether @p a and @p b are one client's word on the same thing.
bool isSameWord(const Annotation &a, const Annotation &b)
{
    const QString kind = kindOf(a.type);
    const bool isNamed = kind == "distinct.v1"_L1 || kind == "multiple.v1"_L1;
    return a.type == b.type && a.clientId == b.clientId && (!isNamed || a.name == b.name);
}

QCborMap clientsOf(const QList<Annotation> &all)
{
    QCborArray clients;
    for (const Annotation &each : all)
        clients.append(each.clientId);
    return {{"total"_L1, clients.size()}, {"clientIds"_L1, clients}, {"clipped"_L1, false}};
}

QCborMap countsOf(const QList<Annotation> &all)
{
    qint64 total = 0;
    qint64 unidentified = 0;
    QMap<QString, qint64> byClient;
    for (const Annotation &each : all) {
        total += each.count;
        if (each.clientId.isEmpty())
            unidentified += each.count;
        else
            byClient[each.clientId] += each.count;
    }
    QCborMap clients;
    for (auto it = byClient.begin(); it != byClient.end(); ++it)
        clients.insert(it.key(), *it);
    return {{"total"_L1, total},
            {"clientIds"_L1, clients},
            {"totalUnidentified"_L1, unidentified},
            {"totalClientIds"_L1, byClient.size()},
            {"clipped"_L1, false}};
}

QCborValue valueOf(const QString &kind, const QList<Annotation> &all)
{
    if (kind == "total.v1"_L1)
        return QCborMap{{"total"_L1, all.size()}};
    if (kind == "flag.v1"_L1)
        return clientsOf(all);
    QMap<QString, QList<Annotation>> byName;
    for (const Annotation &each : all)
        byName[each.name] += each;
    QCborMap names;
    for (auto it = byName.begin(); it != byName.end(); ++it)
        names.insert(it.key(), kind == "multiple.v1"_L1 ? countsOf(*it) : clientsOf(*it));
    return names;
}

} // namespace

bool isAnnotationType(const QString &type)
{
    const QString kind = kindOf(type);
    return kind == "total.v1"_L1 || kind == "flag.v1"_L1 || goesByName(kind);
}

void annotate(QList<Annotation> &all, const Annotation &annotation)
{
    const QString kind = kindOf(annotation.type);
    if (kind != "total.v1"_L1 && kind != "multiple.v1"_L1)
        takeBack(all, annotation);
    all.append(annotation);
}

void takeBack(QList<Annotation> &all, const Annotation &annotation)
{
    all.removeIf([&annotation](const Annotation &each) { return isSameWord(each, annotation); });
}

QCborMap summaryOf(const QList<Annotation> &all)
{
    QMap<QString, QList<Annotation>> byType;
    for (const Annotation &each : all)
        byType[each.type] += each;
    QCborMap summary;
    for (auto it = byType.begin(); it != byType.end(); ++it)
        summary.insert(it.key(), valueOf(kindOf(it.key()), *it));
    return summary;
}

} // namespace gm::sandbox
