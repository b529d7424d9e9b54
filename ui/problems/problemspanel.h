/// The Problems panel: what a person should look at, worst first, and what to do about it.
#pragma once

#include "core/base/ids.h"

#include <QWidget>

class QModelIndex;
class QSplitter;
class QStackedLayout;

namespace gm::common
{
class Selection;
class TableView;
class ThemeProvider;
class UiState;
} // namespace gm::common

namespace gm::models
{
class ProblemsModel;
}

namespace gm::problemspanel
{

class NoProblems;
class ProblemDetails;
class SinceDelegate;

/// Entry widget of this folder. "Show" makes a problem's conversation current.
class ProblemsPanel : public QWidget
{
    Q_OBJECT

public:
    /// All references outlive the panel.
    ProblemsPanel(const common::ThemeProvider &themes, common::Selection &selection, common::UiState &state,
                  QWidget *parent = nullptr);

    /// The model outlives its use here; null: nothing.
    void setModel(models::ProblemsModel *model);
    /// Since when problems are looked for, ms UTC; 0: not yet.
    void setLookedForSince(qint64 sinceMs);

    /// To the next (1) or previous (−1) problem, around the ends.
    void step(int direction);

Q_SIGNALS:
    /// The number of problems for the tab's counter.
    void countChanged(int count);
    /// Its conversation is current already. @p sinceMs: when the problem began, ms UTC.
    void showInTimelineRequested(const gm::base::ConversationId &conversation, qint64 sinceMs);

private:
    void onModelChanged();
    void onRowChosen(int row);
    void onClicked(const QModelIndex &index);
    void showInTimeline();
    void applyZone();
    void applyRoom();

    common::Selection &m_selection;
    common::UiState &m_state;
    models::ProblemsModel *m_model = nullptr;
    QString m_currentKey; ///< Of the problem being read.
    qint64 m_sinceMs = 0;
    QStackedLayout *m_layout;
    QSplitter *m_splitter;
    common::TableView *m_table;
    ProblemDetails *m_details;
    NoProblems *m_none;
    SinceDelegate *m_since;
};

} // namespace gm::problemspanel
