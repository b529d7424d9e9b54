/// Why the timeline is empty, and the one thing to do about it.
#pragma once

#include "ui/common/emptystate.h"

namespace gm::timelineview
{

class EmptyTimeline : public common::EmptyState
{
    Q_OBJECT

public:
    struct Facts {
        bool isConnected = false;
        int watched = 0; ///< Conversations being watched.
        int listed = 0;  ///< Conversations one could watch.
        qint64 rows = 0; ///< Events shown now: with any, there is nothing to say.
        qint64 filteredOut = 0;
        QString filter{};
    };
    enum class Reason { NotEmpty, NothingMatches, NotConnected, NothingWatched, NothingYet };

    explicit EmptyTimeline(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    [[nodiscard]] static Reason reasonFor(const Facts &facts);
    /// Says what @p facts mean, or hides.
    void show(const Facts &facts);

Q_SIGNALS:
    void watchAllRequested();
    void connectRequested();
    void clearFilterRequested();

private:
    void onButton();
    void say(const Facts &facts);

    Reason m_reason = Reason::NotEmpty;
};

} // namespace gm::timelineview
