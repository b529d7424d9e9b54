/// The 32 px strip above a dock: its name or the tabs of its group, then its actions.
#pragma once

#include "ui/common/icons.h"

#include <QWidget>

class QDockWidget;
class QHBoxLayout;
class QToolButton;

namespace gm::common
{
class ThemeProvider;
}

namespace gm::shell
{

class TabStrip;

class DockTitle : public QWidget
{
    Q_OBJECT
public:
    /// With @p hasTabs the strip shows tabs, and buttons to maximise and float; without it the dock's name.
    DockTitle(const common::ThemeProvider &themes, QDockWidget *dock, bool hasTabs);

    /// Null without tabs.
    [[nodiscard]] TabStrip *tabs() const { return m_tabs; }
    /// Puts @p widget before the dock's own buttons. It stays the caller's.
    void addAction(QWidget *widget);
    /// The icon that says what the button would do now.
    void showMaximised(bool isMaximised);
    /// A dock takes the height of its title from here.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void maximiseRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    QToolButton *addButton(common::Icon icon, const QString &name, const QString &objectName);

    const common::ThemeProvider &m_themes;
    QDockWidget *m_dock;
    QHBoxLayout *m_row;
    TabStrip *m_tabs = nullptr;
    QToolButton *m_maximise = nullptr;
    qsizetype m_ownButtons = 0;
};

} // namespace gm::shell
