/// What an event has in common with many others, stored once: whose it is, its name, kind, status, and how it came.
#pragma once

#include "core/timeline/event.h"
#include "core/timeline/stringpool.h"

#include <QHash>

#include <vector>

namespace gm::timeline
{

/// Number of a label in its table, from 0 in order of first use.
enum class LabelId : quint32 {};

/// A conversation has few labels (its names and states, times its publishers), so an event needs four bytes for all of
/// this, and a filter on any of these fields looks at each label once instead of at each event.
struct Label {
    TextKey conversation{};
    TextKey channel{};
    TextKey name{};
    TextKey status{};
    TextKey role{};
    TextKey type{};
    TextKey encoding{};
    TextKey wireEncoding{};
    TextKey connection{};
    TextKey client{};
    genie::EventKind kind = genie::EventKind::Other;
    genie::DataForm form = genie::DataForm::Json;
    EventAction action = EventAction::Create;

    friend bool operator==(const Label &, const Label &) = default;
    friend size_t qHash(const Label &label, size_t seed = 0)
    {
        return qHashMulti(seed, quint32(label.conversation), quint32(label.channel), quint32(label.name),
                          quint32(label.status), quint32(label.role), quint32(label.type), quint32(label.encoding),
                          quint32(label.wireEncoding), quint32(label.connection), quint32(label.client),
                          int(label.kind), int(label.form), int(label.action));
    }
};

/// Append-only. Numbers are dense, so a side table can be a plain vector.
class LabelTable
{
public:
    LabelId idOf(const Label &label);
    [[nodiscard]] const Label &at(LabelId id) const { return m_labels[size_t(id)]; }
    [[nodiscard]] size_t size() const { return m_labels.size(); }
    /// Approximate memory in use.
    [[nodiscard]] qint64 bytes() const;

private:
    std::vector<Label> m_labels;
    QHash<Label, quint32> m_ids;
};

} // namespace gm::timeline
