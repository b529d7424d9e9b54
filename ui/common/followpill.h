/// "18 new ↓": the floating button that leads back to the newest row.
#pragma once

#include <QAbstractButton>

namespace gm::common
{

class ThemeProvider;

/// The view places it; it is visible while its count is not 0.
class FollowPill : public QAbstractButton
{
    Q_OBJECT
public:
    FollowPill(const ThemeProvider &themes, QWidget *view);

    /// Rows that came since following stopped; 0 hides the pill.
    void setCount(int rows);
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const ThemeProvider &m_themes;
    int m_count = 0;
};

} // namespace gm::common
