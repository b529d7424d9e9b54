/// Things a person should look at, and the list of those that hold now.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QList>
#include <QObject>

namespace gm::diagnostics
{

enum class Severity { Note, Warning, Error };

/// One problem. Two problems with the same key are the same one at different times.
struct Problem {
    QString code{}; ///< `GM-AREA-REASON`, what a user quotes.
    Severity severity = Severity::Error;
    QList<base::ConversationId> conversations{}; ///< Concerned; empty: the whole program.
    QString what{};
    QString why{};
    QString next{};
    QString reference{}; ///< Further codes to quote, e.g. `80019, 401`.
    qint64 sinceMs = 0;  ///< Wall clock, ms UTC.

    /// Code and first conversation.
    [[nodiscard]] QString key() const;
    /// The problem an Error makes; its id becomes the code, @p fallbackCode where it has none.
    [[nodiscard]] static Problem from(const base::Error &error, Severity severity, const QString &fallbackCode,
                                      qint64 nowMs);
};

/// The problems that hold now, worst first, then newest. Lives in the GUI thread.
class ProblemList : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Adds the problem, or replaces the one with the same key, which keeps its `sinceMs`.
    void report(Problem problem);
    /// Takes back the problem with that code and conversation (empty: the one that concerns the whole program).
    void withdraw(const QString &code, const base::ConversationId &conversation = {});
    void clear();

    [[nodiscard]] const QList<Problem> &problems() const { return m_problems; }

Q_SIGNALS:
    /// A problem was added or its text changed. Comes before changed().
    void reported(const gm::diagnostics::Problem &problem);
    /// The list is another one now.
    void changed();

private:
    QList<Problem> m_problems;
};

} // namespace gm::diagnostics
