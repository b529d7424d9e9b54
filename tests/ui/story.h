/// Six conversations on one afternoon, as the window's pictures tell them: what panels are tested and looked at with.
#pragma once

#include "core/timeline/gaps.h"
#include "core/timeline/runs.h"
#include "core/timeline/streams.h"
#include "core/timeline/titles.h"
#include "tests/support/fakeclock.h"
#include "ui/models/timelinemodel.h"

namespace gm::test
{

/// Store, streams, runs, gaps and titles, wired as the monitor wires them.
class Story
{
public:
    Story();

    /// Plays the afternoon: 19 event rows, one gap, one reconnect; the last stream is still live.
    void play();
    /// Appends one event at @p time ("14:02:12.101", UTC) and lets the model show it.
    base::RowIndex add(const QString &time, const QString &conversation, const QString &name, const QByteArray &data,
                       int lagMs = 40);
    /// Appends pieces of a stream, 30 ms apart.
    void stream(const QString &time, const QString &conversation, const QString &messageId, const QString &text,
                int pieces);
    /// Fires what is due, so that the model shows all there is.
    void settle();

    [[nodiscard]] static base::ConversationId idOf(const QString &title);

    FakeClock clock;
    timeline::EventStore store;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};
    timeline::Gaps gaps{store, clock};
    timeline::Titles titles;
    models::TimelineModel model{{store, streams, runs, gaps, titles, clock}};

private:
    void goTo(const QString &time);
};

} // namespace gm::test
