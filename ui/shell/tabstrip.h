/// Tabs without boxes: the one in use is underlined; a tab can carry a counter.
#pragma once

#include "ui/common/theme.h"

#include <QHash>
#include <QTabBar>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::shell
{

class TabStrip : public QTabBar
{
    Q_OBJECT
public:
    explicit TabStrip(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// 0 takes the counter away.
    void setCount(int index, int count, common::StateRole role);

Q_SIGNALS:
    /// A click, Space or Enter on the tab that is in use already.
    void currentClickedAgain();

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Counter {
        int count = 0;
        common::StateRole role{};
    };
    [[nodiscard]] int counterWidth(int index) const;

    const common::ThemeProvider &m_themes;
    QHash<int, Counter> m_counters;
};

} // namespace gm::shell
