/// The first page of the Inspector: fields, data as a tree, and the way of the event.
#pragma once

#include "core/timeline/eventstore.h"
#include "core/timeline/runs.h"
#include "core/timeline/streams.h"
#include "ui/inspector/pathsteps.h"
#include "ui/models/format.h"

#include <QScrollArea>

class QPlainTextEdit;

namespace gm::common
{
class FieldGrid;
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::inspector
{

class DataTree;
class FoldSection;
class PathView;

class EventPage : public QScrollArea
{
    Q_OBJECT

public:
    explicit EventPage(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// @p runs and @p streams may be null.
    void setEvent(const timeline::EventStore &store, base::RowIndex row, const timeline::Runs *runs,
                  const timeline::Streams *streams, models::Zone zone);
    void setPath(const PathFacts &facts, models::Zone zone);

Q_SIGNALS:
    void copied();

private:
    void showStream(const timeline::Streams *streams, base::RowIndex row);

    common::FieldGrid *m_fields;
    common::ThemedLabel *m_notice;
    DataTree *m_data;
    PathView *m_path;
    QPlainTextEdit *m_streamText;
    FoldSection *m_streamSection;
    FoldSection *m_dataSection;
};

} // namespace gm::inspector
