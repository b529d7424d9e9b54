/// Six digits in boxes of their own, in two groups of three. For the rest a line edit like any other.
#pragma once

#include <QLineEdit>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::signin
{

/// Takes digits only; blanks and hyphens of a pasted code are left out.
class CodeField : public QLineEdit
{
    Q_OBJECT
public:
    static constexpr int digits = 6;

    explicit CodeField(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] QRect box(int index) const;

    const common::ThemeProvider &m_themes;
};

} // namespace gm::signin
