#include "core/timeline/filtermatcher.h"

#include "core/timeline/filternode.h"

namespace gm::timeline
{

using base::RowIndex;

namespace
{

bool streamContains(const Stream &stream, const QString &text)
{
    return stream.text.contains(text, Qt::CaseInsensitive) || stream.endText.contains(text, Qt::CaseInsensitive);
}

} // namespace

FilterMatcher::FilterMatcher(const Filter &filter, const EventStore &store, const Streams &streams, const Runs &runs,
                             const Titles &titles)
    : m_filter(filter)
    , m_context{store, runs, titles}
    , m_streams(streams)
{
}

qint64 FilterMatcher::match(const EventStore::Block &block, std::vector<quint32> &rows)
{
    qint64 members = 0;
    for (size_t done = 0; done < block.labels.size();) {
        // The streams' column has blocks of its own: rows are taken as far as both go.
        const std::span<const quint32> marks = m_streams.marksFrom(RowIndex(block.first.value() + qint64(done)));
        const size_t count = std::min(marks.size(), block.labels.size() - done);
        members += matchPart(block.part(done, count), marks.first(count), rows);
        done += count;
    }
    return members;
}

qint64 FilterMatcher::matchPart(const EventStore::Block &block, std::span<const quint32> marks,
                                std::vector<quint32> &rows)
{
    const FilterNode *root = m_filter.root();
    const bool byLabel = root == nullptr || root->needsLabelOnly();
    const std::vector<quint8> *labels = byLabel ? &acceptedLabels(root) : nullptr;
    const Mask mask = byLabel ? Mask() : maskOf(*root, block);

    // Every row is written, and the end moves only behind those that match: no branch to mispredict.
    const size_t before = rows.size();
    rows.resize(before + block.labels.size());
    quint32 *out = rows.data() + before;
    auto row = quint32(block.first.value());
    quint32 members = 0;
    for (size_t i = 0; i < block.labels.size(); ++i, ++row) {
        const quint32 isMember = marks[i] >> Streams::memberShift;
        const quint8 accepted = byLabel ? (*labels)[size_t(block.labels[i])] : mask[i];
        *out = row;
        out += accepted & (isMember ^ 1U);
        members += isMember;
    }
    rows.resize(size_t(out - rows.data()));
    return members;
}

const std::vector<quint8> &FilterMatcher::acceptedLabels(const FilterNode *node)
{
    const LabelTable &labels = m_context.store.labels();
    std::vector<quint8> &accepted = m_accepted[node];
    while (accepted.size() < labels.size())
        accepted.push_back(quint8(node == nullptr || labelMatches(*node, labels.at(LabelId(accepted.size())))));
    return accepted;
}

bool FilterMatcher::labelMatches(const FilterNode &node, const Label &label) const
{
    const auto childMatches = [&](const FilterNode &child) { return labelMatches(child, label); };
    switch (node.type) {
    case FilterNode::Type::And:
        return std::all_of(node.children.begin(), node.children.end(), childMatches);
    case FilterNode::Type::Or:
        return std::any_of(node.children.begin(), node.children.end(), childMatches);
    case FilterNode::Type::Not:
        return !childMatches(node.children.front());
    case FilterNode::Type::Key:
        return node.key->labelMatches(node.term, m_context, label);
    case FilterNode::Type::Text:
        return m_context.store.text(label.name).contains(node.term.text, Qt::CaseInsensitive);
    }
    return false;
}

FilterMatcher::Mask FilterMatcher::maskOf(const FilterNode &node, const EventStore::Block &block)
{
    if (node.type == FilterNode::Type::Text)
        return textMask(node, block);
    if (node.needsLabelOnly())
        return labelMask(node, block);
    Mask mask(block.labels.size());
    if (node.type == FilterNode::Type::Key) {
        node.key->rowsMatch(node.term, m_context, block, mask);
        return mask;
    }
    mask = maskOf(node.children.front(), block);
    for (size_t child = 1; child < node.children.size(); ++child) {
        const Mask other = maskOf(node.children[child], block);
        for (size_t i = 0; i < mask.size(); ++i)
            mask[i] = node.type == FilterNode::Type::And ? mask[i] & other[i] : mask[i] | other[i];
    }
    if (node.type == FilterNode::Type::Not) {
        for (quint8 &value : mask)
            value ^= 1U;
    }
    return mask;
}

FilterMatcher::Mask FilterMatcher::labelMask(const FilterNode &node, const EventStore::Block &block)
{
    const std::vector<quint8> &accepted = acceptedLabels(&node);
    Mask mask(block.labels.size());
    for (size_t i = 0; i < mask.size(); ++i)
        mask[i] = accepted[size_t(block.labels[i])];
    return mask;
}

FilterMatcher::Mask FilterMatcher::textMask(const FilterNode &node, const EventStore::Block &block)
{
    Mask mask = labelMask(node, block);
    m_context.store.search(*node.search, block,
                           [&](RowIndex row) { mask[size_t(row.value() - block.first.value())] = 1; });
    // The text of a stream is spread over many events; its first row stands for all.
    const qint64 end = block.first.value() + qint64(block.labels.size());
    for (qint64 i = m_streams.lowerBound(block.first); i < m_streams.count(); ++i) {
        const Stream &stream = m_streams.at(StreamIndex(i));
        if (stream.firstRow.value() >= end)
            break;
        if (streamContains(stream, node.term.text))
            mask[size_t(stream.firstRow.value() - block.first.value())] = 1;
    }
    return mask;
}

bool FilterMatcher::matches(RowIndex row)
{
    const EventStore::Block block = m_context.store.block(row).part(0, 1);
    return m_filter.isEmpty() || maskOf(*m_filter.root(), block).front() != 0;
}

} // namespace gm::timeline
