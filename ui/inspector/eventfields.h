/// The fields of an event, worded for the Inspector.
#pragma once

#include "core/timeline/eventstore.h"
#include "core/timeline/runs.h"
#include "ui/common/fieldgrid.h"
#include "ui/models/format.h"

namespace gm::inspector
{

/// Id, times, serial, publisher, encoding, version, run and flags, in this order; what an event has not is left out. @p runs may be null: then no run is named.
[[nodiscard]] QList<common::FieldGrid::Field> eventFields(const timeline::EventStore &store, base::RowIndex row,
                                                          const timeline::Runs *runs, models::Zone zone);

/// "json · 142 bytes": how the data came.
[[nodiscard]] QString describeData(const timeline::Event &event);

} // namespace gm::inspector
