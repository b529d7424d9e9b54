/// How much of the token's lifetime is left, as a bar.
#pragma once

#include <QWidget>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::connectionpanel
{

class TokenBar : public QWidget
{
    Q_OBJECT

public:
    explicit TokenBar(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// @p fraction from 0 to 1; @p isSoonOver: in the warning colour.
    void setLeft(double fraction, bool isSoonOver);
    [[nodiscard]] QSize sizeHint() const override { return {100, 6}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const common::ThemeProvider &m_themes;
    double m_fraction = 0;
    bool m_isSoonOver = false;
};

} // namespace gm::connectionpanel
