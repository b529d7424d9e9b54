/// What the benchmarks share: the shortest of several runs, and the rows that table.py reads.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>
#include <cstdio>
#include <functional>

namespace gm::bench
{

/// The shortest time of @p rounds calls, in ms: what the work costs when nothing else is in the way.
inline double shortestMs(int rounds, const std::function<void()> &work)
{
    double shortest = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        shortest = std::min(shortest, took.count());
    }
    return shortest;
}

inline void printRow(const QJsonObject &row)
{
    std::printf("%s\n", QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
}

/// A row for a budget that is an upper limit.
inline void printLimit(const QString &what, double ours, const QString &unit, double limit)
{
    printRow({{QStringLiteral("what"), what},
              {QStringLiteral("ours"), double(qint64(ours * 100)) / 100},
              {QStringLiteral("unit"), unit},
              {QStringLiteral("budget"), QStringLiteral("at most %1 %2").arg(limit).arg(unit)},
              {QStringLiteral("ok"), ours <= limit}});
}

} // namespace gm::bench
