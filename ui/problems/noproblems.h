/// What the panel says while nothing is wrong: that it has been looking, and for what.
#pragma once

#include <QWidget>

namespace gm::common
{
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::problemspanel
{

class NoProblems : public QWidget
{
    Q_OBJECT

public:
    explicit NoProblems(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// @p since as a time of day; empty: nothing has been looked at yet.
    void setSince(const QString &since);

private:
    common::ThemedLabel *m_text;
};

} // namespace gm::problemspanel
