/// A filter as a tree: what the parser makes and the matcher walks.
#pragma once

#include "core/timeline/filterkeys.h"
#include "core/timeline/textsearch.h"

#include <optional>
#include <vector>

namespace gm::timeline
{

struct FilterNode {
    enum class Type { And, Or, Not, Key, Text };

    Type type = Type::And;
    std::vector<FilterNode> children{}; ///< Of And and Or any number, of Not one.
    const FilterKey *key = nullptr;     ///< Of Key.
    FilterTerm term{};                  ///< Of Key and Text.
    std::optional<TextSearch> search{}; ///< Of Text.

    /// Whether the label of an event alone decides.
    [[nodiscard]] bool needsLabelOnly() const;
    /// Whether payloads have to be read.
    [[nodiscard]] bool needsText() const;
};

} // namespace gm::timeline
