/// The Timeline: what was received, row by row, with all that belongs to reading it.
#pragma once

#include "core/timeline/titles.h"
#include "ui/models/timelinemodel.h"
#include "ui/timeline/followstate.h"

#include <QWidget>

namespace gm::common
{
class FollowPill;
class Selection;
class ThemeProvider;
class Toast;
class UiState;
} // namespace gm::common

namespace gm::models
{
enum class ClipForm;
}

namespace gm::timelineview
{

class EmptyTimeline;
class LagDelegate;
class TimelineColumns;
class TimelineStrip;
class TimelineTable;

/// Entry widget of this folder. Follows the shared selection, filter, pause and follow switches, and sets them.
class TimelinePanel : public QWidget
{
    Q_OBJECT

public:
    /// What the panel shows; all outlive their use here. A null model: nothing.
    struct Sources {
        models::TimelineModel *model = nullptr;
        const timeline::EventStore *store = nullptr;
        const timeline::Runs *runs = nullptr;
        const timeline::Titles *titles = nullptr;
    };
    /// What an empty list means.
    struct Situation {
        bool isConnected = false;
        int watched = 0; ///< Conversations being watched.
        int listed = 0;  ///< Conversations in the backend's list.
    };

    /// All references outlive the panel.
    TimelinePanel(const common::ThemeProvider &themes, common::Selection &selection, common::UiState &state,
                  QWidget *parent = nullptr);

    void setSources(const Sources &sources);
    void setSituation(const Situation &situation);

    /// Counts and buttons for the right end of the tab strip. Lives as long as the panel.
    [[nodiscard]] QWidget *stripActions() const;
    /// Arrangement of the columns, for the settings.
    [[nodiscard]] QByteArray saveColumns() const;
    void restoreColumns(const QByteArray &state);

Q_SIGNALS:
    void watchAllRequested();
    void connectRequested();
    /// The user has arranged the columns: saveColumns() is another.
    void columnsChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void wireTable();
    void wireShared();
    void installDelegates();
    void onRowChosen(int row);
    void onRowsInserted(int first, int last);
    void onEventChanged(base::RowIndex event);
    void applyFilter(const QString &text);
    void applyRoom();
    void follow();
    void showFollowing();
    void showTotals();
    void showEmptyState();
    void placeOverlays();
    void showMenu(const QPoint &position);
    void showColumnsMenu();
    void copyAs(models::ClipForm form);

    const common::ThemeProvider &m_themes;
    common::Selection &m_selection;
    common::UiState &m_state;
    Sources m_sources;
    Situation m_situation;
    FollowState m_follow;
    qint64 m_seenEvents = 0; ///< Size of the store when following stopped.
    TimelineTable *m_table;
    TimelineColumns *m_columns = nullptr;
    LagDelegate *m_lagDelegate = nullptr;
    common::FollowPill *m_pill;
    EmptyTimeline *m_empty;
    common::Toast *m_toast;
    TimelineStrip *m_strip;
    QByteArray m_columnsState;
};

} // namespace gm::timelineview
