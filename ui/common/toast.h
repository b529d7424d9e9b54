/// A short word at the bottom of a view ("Copied"). Never for errors.
#pragma once

#include <QTimer>
#include <QWidget>

namespace gm::common
{

class ThemeProvider;
class UiState;

/// A child of the view it speaks for; goes by itself after 4 s. Screen readers get it as an announcement.
class Toast : public QWidget
{
    Q_OBJECT
public:
    Toast(const ThemeProvider &themes, const UiState &state, QWidget *view);

    /// Shows @p text, in place of an earlier one.
    void say(const QString &text);
    [[nodiscard]] const QString &text() const { return m_text; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void fadeOut();

    const ThemeProvider &m_themes;
    const UiState &m_state;
    QString m_text;
    QTimer m_hide;
};

} // namespace gm::common
