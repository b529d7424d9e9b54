/// What the person wants to see: `kind:status -status:error conversation:lisbon "no answer"`.
#pragma once

#include "core/base/result.h"
#include "core/timeline/eventstore.h"

#include <QStringList>

#include <memory>

namespace gm::timeline
{

class Streams;
class Titles;
struct FilterNode;

/// Longer texts are a paste by mistake, and no filter.
inline constexpr qsizetype maxFilterLength = 4'000;

/// What is wrong with a filter, and where.
struct FilterError {
    qsizetype from = 0; ///< Offset in the text, in QChars.
    qsizetype length = 0;
    base::Error error{};
};

/// A parsed filter: immutable, cheap to copy. Terms side by side must all hold; `or` between them, `-` before one for its
/// contrary, brackets, and quotes around a text with blanks. Keys: `kind:` `status:` `conversation:` (id, title, `*` for
/// anything) `name:` `client:` `role:` `type:` `run:` `flag:` `lag:>1s` (also `latency:`). A text without a key is looked
/// for in data and names. Case does not matter.
class Filter
{
public:
    /// Lets everything through.
    Filter();

    /// Errors name the place and say what to write instead; @p problem, when given, is told them too.
    [[nodiscard]] static base::Result<Filter> parse(const QString &text, FilterError *problem = nullptr);
    /// What can stand at @p cursor, best first, as whole replacements for the word there: keys while a key is typed, after
    /// the colon the values that @p store has seen.
    struct Suggestions {
        qsizetype from = 0; ///< The word they replace.
        qsizetype length = 0;
        QStringList texts{};
    };
    [[nodiscard]] static Suggestions suggest(const QString &text, qsizetype cursor, const EventStore &store,
                                             const Titles &titles);

    [[nodiscard]] bool isEmpty() const { return m_root == nullptr; }
    [[nodiscard]] const QString &text() const { return m_text; }
    /// Whether payloads have to be read.
    [[nodiscard]] bool needsText() const;
    [[nodiscard]] const FilterNode *root() const { return m_root.get(); }

private:
    QString m_text;
    std::shared_ptr<const FilterNode> m_root;
};

} // namespace gm::timeline
