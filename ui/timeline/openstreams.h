/// Which stream rows are open, and how high they stand.
#pragma once

#include "ui/timeline/streamlines.h"

#include <QHash>
#include <QModelIndex>

namespace gm::timelineview
{

/// The open streams of one view, by their stream index: rows move when the filter changes, streams do not.
/// A live stream always shows its three newest lines. When it ends it keeps that height until it is closed; opened again it
/// shows up to twelve lines.
class OpenStreams
{
public:
    static constexpr int liveLines = 3;
    static constexpr int endedLines = 12;
    static constexpr int lineHeight = 20; ///< At the design's font.

    [[nodiscard]] bool isOpen(const QModelIndex &index) const;
    /// Opens the stream of @p index for texts @p width px wide.
    void open(const QModelIndex &index, int width);
    void close(const QModelIndex &index);
    void clear() { m_open.clear(); }

    /// Height of the text below the row's first line, with its margin; 0 when closed.
    [[nodiscard]] int textHeight(const QModelIndex &index) const;
    /// The lines to draw, oldest first. @p width: room for the text in px.
    [[nodiscard]] QStringList lines(const QModelIndex &index, int width);
    /// Whether more lines follow below those shown: the Inspector shows all.
    [[nodiscard]] bool isCut(const QModelIndex &index) const;

private:
    struct Open {
        StreamLines lines;
        int shown = liveLines; ///< Fixed when it was opened.
        bool openedLive = true;
    };

    QHash<int, Open> m_open;
};

} // namespace gm::timelineview
