/// The Problems panel: what a person should look at, worst first, and what to do about it.
#pragma once

#include <QWidget>

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

/// Entry widget of this folder. Choosing a problem makes its conversation current.
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

private:
    void onModelAboutToChange();
    void onModelChanged();
    void onRowChosen(int row);
    void applyRoom();

    common::Selection &m_selection;
    common::UiState &m_state;
    models::ProblemsModel *m_model = nullptr;
    QString m_currentKey;
    QStackedLayout *m_layout;
    QSplitter *m_splitter;
    common::TableView *m_table;
    ProblemDetails *m_details;
    NoProblems *m_none;
};

} // namespace gm::problemspanel
