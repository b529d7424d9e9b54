/// What a Monitor keeps of what it received. Private to monitor.cpp and monitorwiring.cpp.
#pragma once

#include "core/diagnostics/connectionhistory.h"
#include "core/diagnostics/framelog.h"
#include "core/diagnostics/problem.h"
#include "core/monitor/monitor.h"
#include "core/monitor/ratemeter.h"
#include "core/timeline/conversationstate.h"
#include "core/timeline/gaps.h"
#include "core/timeline/titles.h"

namespace gm::monitor
{

/// In the order the store's listeners must be told: streams, runs, states.
struct Monitor::Data {
    explicit Data(const base::Clock &clock)
        : gaps(store, clock)
    {
    }

    timeline::EventStore store;
    timeline::Titles titles;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};
    timeline::ConversationStates states{store, streams, runs};
    timeline::Gaps gaps;
    diagnostics::ConnectionHistory history;
    diagnostics::FrameLog frames{diagnostics::FrameLog::Limits{}};
    diagnostics::ProblemList problems;
    RateMeter rate;
};

} // namespace gm::monitor
