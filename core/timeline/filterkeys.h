/// The keys of the filter language as a table: a new key is a new row.
#pragma once

#include "core/base/result.h"
#include "core/timeline/eventstore.h"

#include <QStringList>

#include <span>

namespace gm::timeline
{

class Runs;
class Titles;

enum class Comparison { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };

/// The value behind a key, read once.
struct FilterTerm {
    QString text{}; ///< In lower case.
    Comparison comparison = Comparison::Equal;
    qint64 number = 0; ///< Milliseconds, or the bits of a flag.
};

/// What a term is compared with.
struct FilterContext {
    const EventStore &store;
    const Runs &runs;
    const Titles &titles;
};

/// One key. It looks at the label of an event (then it has labelMatches) or at the row's own columns (rowsMatch).
struct FilterKey {
    using Read = base::Result<void> (*)(FilterTerm &);
    using LabelMatches = bool (*)(const FilterTerm &, const FilterContext &, const Label &);
    using RowsMatch = void (*)(const FilterTerm &, const FilterContext &, const EventStore::Block &,
                               std::span<quint8> matches);
    using Values = QStringList (*)(const EventStore &, const Titles &);

    QStringView name;
    QStringView alias; ///< Another name for the same; may be empty.
    Read read;
    LabelMatches labelMatches;
    RowsMatch rowsMatch;
    Values values; ///< What can stand behind it, as far as the store has seen.
};

/// All keys, in the order in which they are suggested.
[[nodiscard]] std::span<const FilterKey> filterKeys();
/// Null when there is none of that name; case does not matter.
[[nodiscard]] const FilterKey *findFilterKey(QStringView name);

/// Whether @p value is @p pattern, in which `*` stands for any text. Case does not matter.
[[nodiscard]] bool matchesWildcard(QStringView value, QStringView pattern);

} // namespace gm::timeline
