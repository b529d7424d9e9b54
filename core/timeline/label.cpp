#include "core/timeline/label.h"

namespace gm::timeline
{

LabelId LabelTable::idOf(const Label &label)
{
    if (const auto found = m_ids.constFind(label); found != m_ids.constEnd())
        return LabelId(*found);
    const auto id = quint32(m_labels.size());
    m_labels.push_back(label);
    m_ids.insert(label, id);
    return LabelId(id);
}

qint64 LabelTable::bytes() const
{
    return qint64(m_labels.capacity() * sizeof(Label)) + qint64(m_ids.capacity()) * qint64(sizeof(Label) + 8);
}

} // namespace gm::timeline
