#include "ui/timeline/openstreams.h"

#include "ui/common/fonts.h"
#include "ui/models/timelinemodel.h"

namespace gm::timelineview
{

using models::TimelineModel;

namespace
{

constexpr int margin = 8;

int streamOf(const QModelIndex &index)
{
    const QVariant stream = index.data(TimelineModel::StreamIndexRole);
    return stream.isValid() ? stream.toInt() : -1;
}

} // namespace

bool OpenStreams::isOpen(const QModelIndex &index) const
{
    return !m_open.isEmpty() && m_open.contains(streamOf(index));
}

void OpenStreams::open(const QModelIndex &index, int width)
{
    const int stream = streamOf(index);
    if (stream < 0)
        return;
    Open entry;
    entry.openedLive = index.data(TimelineModel::StreamLiveRole).toBool();
    entry.lines.update(index.data(TimelineModel::StreamTextRole).toString(), common::fontFor(common::TextRole::Body),
                       std::max(1, width));
    if (!entry.openedLive) // one line more says that there is more
        entry.shown = std::max(1, std::min(entry.lines.count(), endedLines + 1));
    m_open.insert(stream, entry);
}

void OpenStreams::close(const QModelIndex &index)
{
    m_open.remove(streamOf(index));
}

int OpenStreams::textHeight(const QModelIndex &index) const
{
    const auto it = m_open.constFind(streamOf(index));
    return it == m_open.cend() ? 0 : it->shown * common::heightFor(lineHeight) + margin;
}

QStringList OpenStreams::lines(const QModelIndex &index, int width)
{
    const auto it = m_open.find(streamOf(index));
    if (it == m_open.end())
        return {};
    it->lines.update(index.data(TimelineModel::StreamTextRole).toString(), common::fontFor(common::TextRole::Body),
                     std::max(1, width));
    const int last =
        it->openedLive ? it->lines.count() : std::min(it->lines.count(), isCut(index) ? endedLines : it->shown);
    const int first = it->openedLive ? std::max(0, last - it->shown) : 0;
    QStringList lines;
    for (int line = first; line < last; ++line)
        lines.append(it->lines.line(line));
    return lines;
}

bool OpenStreams::isCut(const QModelIndex &index) const
{
    const auto it = m_open.constFind(streamOf(index));
    return it != m_open.cend() && !it->openedLive && it->lines.count() > endedLines;
}

} // namespace gm::timelineview
