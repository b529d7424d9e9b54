/// The middle of the window: tabs for the ways to look at events, and what the current one adds to its strip.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QStackedWidget;

namespace gm::common
{
class ThemeProvider;
}

namespace gm::shell
{

class TabStrip;

class CentralTabs : public QWidget
{
    Q_OBJECT
public:
    explicit CentralTabs(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// @p stripActions stand at the right end of the strip while the view is shown; may be null.
    void addView(const QString &title, QWidget *view, QWidget *stripActions);
    /// Shows the view and gives it the focus.
    void showView(int index);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void choose(int index);

    const common::ThemeProvider &m_themes;
    TabStrip *m_tabs;
    QWidget *m_strip;
    QHBoxLayout *m_row;
    QStackedWidget *m_views;
    QList<QWidget *> m_actions;
};

} // namespace gm::shell
