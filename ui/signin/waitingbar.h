/// Something goes on whose end nobody knows: a bar that moves in steps, or the word where motion is unwanted.
#pragma once

#include <QTimer>
#include <QWidget>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::signin
{

class WaitingBar : public QWidget
{
    Q_OBJECT
public:
    explicit WaitingBar(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    [[nodiscard]] bool isStill() const;

    const common::ThemeProvider &m_themes;
    QTimer m_step;
    int m_position = 6; ///< Steps taken; begins in sight.
};

} // namespace gm::signin
