/// A row of exclusive choices in one frame: Event · Raw · Frame.
#pragma once

#include <QButtonGroup>
#include <QWidget>

namespace gm::common
{

class ThemeProvider;

/// ← and → move between the choices, as in a tab bar.
class Segments : public QWidget
{
    Q_OBJECT
public:
    explicit Segments(const ThemeProvider &themes, QWidget *parent = nullptr);

    /// Takes the whole width, as high as the other controls of a dialog. Before the first segment is added.
    void setWide();
    /// Adds a choice; the first one is chosen. @p objectName names its button for tests.
    void addSegment(const QString &text, const QString &objectName);
    [[nodiscard]] int current() const { return m_buttons.checkedId(); }
    void setCurrent(int index);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const ThemeProvider &m_themes;
    QButtonGroup m_buttons;
    bool m_isWide = false;
};

} // namespace gm::common
