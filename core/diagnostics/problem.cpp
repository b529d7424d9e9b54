#include "core/diagnostics/problem.h"

#include <algorithm>

namespace gm::diagnostics
{

QString Problem::key() const
{
    return conversations.isEmpty() ? code : code + u'/' + conversations.first().text();
}

Problem Problem::from(const base::Error &error, Severity severity, const QString &fallbackCode, qint64 nowMs)
{
    const bool isOurs = error.id.startsWith(u"GM-");
    return {.code = isOurs ? error.id : fallbackCode,
            .severity = severity,
            .what = error.what,
            .why = error.why,
            .next = error.next,
            .reference = isOurs && error.code == 0 ? QString() : error.reference(),
            .sinceMs = nowMs};
}

void ProblemList::report(Problem problem)
{
    const QString key = problem.key();
    const auto same =
        std::find_if(m_problems.begin(), m_problems.end(), [&](const Problem &other) { return other.key() == key; });
    if (same != m_problems.end()) {
        problem.sinceMs = same->sinceMs;
        m_problems.erase(same);
    }
    const auto isBefore = [](const Problem &a, const Problem &b) {
        return a.severity != b.severity ? a.severity > b.severity : a.sinceMs > b.sinceMs;
    };
    m_problems.insert(std::upper_bound(m_problems.begin(), m_problems.end(), problem, isBefore), problem);
    Q_EMIT reported(problem);
    Q_EMIT changed();
}

void ProblemList::withdraw(const QString &code, const base::ConversationId &conversation)
{
    const QString key =
        Problem{.code = code,
                .conversations = conversation.isEmpty() ? QList<base::ConversationId>() : QList{conversation}}
            .key();
    if (m_problems.removeIf([&](const Problem &problem) { return problem.key() == key; }) > 0)
        Q_EMIT changed();
}

void ProblemList::clear()
{
    if (!m_problems.isEmpty()) {
        m_problems.clear();
        Q_EMIT changed();
    }
}

} // namespace gm::diagnostics
