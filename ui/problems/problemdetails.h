/// One problem in full: what happened, why, what to do next, and the code to quote.
#pragma once

#include "core/diagnostics/problem.h"

#include <QScrollArea>

class QPushButton;

namespace gm::common
{
class ElidedLabel;
class IconLabel;
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::problemspanel
{

class ProblemDetails : public QScrollArea
{
    Q_OBJECT

public:
    explicit ProblemDetails(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setProblem(const diagnostics::Problem &problem);
    /// Shows nothing.
    void clear();

Q_SIGNALS:
    void showInTimelineRequested();
    void copyRequested();

private:
    common::IconLabel *m_icon;
    common::ThemedLabel *m_what;
    common::ElidedLabel *m_code;
    common::ThemedLabel *m_why;
    common::ThemedLabel *m_next;
    QPushButton *m_show;
    QPushButton *m_copy;
};

/// The problem as lines of text for a message to a colleague.
[[nodiscard]] QString problemText(const diagnostics::Problem &problem);

} // namespace gm::problemspanel
