/// What a view shows while it has nothing: an icon, what is missing, and the one button that helps.
#pragma once

#include "ui/common/icons.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace gm::common
{

class KeyCaps;
class ThemedLabel;

/// Laid over a view or put in its place; its content starts 112 px below its top (less when there is no room).
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    enum class Size { Large, Small }; ///< 40 px icon and title font, or 24 px and a strong line for narrow panels.

    explicit EmptyState(const ThemeProvider &themes, Size size = Size::Large, QWidget *parent = nullptr);

    void setContent(Icon icon, const QString &title, const QString &text);
    /// A primary button below the text; an empty @p text takes it away.
    void setButton(const QString &text, Icon icon = Icon::None);
    /// A last line in text.3 with key caps inside: text before, shortcut, text after.
    void setHint(const QString &before, const QString &shortcut, const QString &after);

    [[nodiscard]] QPushButton *button() const { return m_button; }

Q_SIGNALS:
    void buttonClicked();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void applyTheme();

    const ThemeProvider &m_themes;
    Size m_size;
    Icon m_iconId = Icon::None;
    QLabel *m_icon;
    ThemedLabel *m_title;
    ThemedLabel *m_text;
    QPushButton *m_button;
    QWidget *m_hint;
    ThemedLabel *m_before;
    KeyCaps *m_caps;
    ThemedLabel *m_after;
};

} // namespace gm::common
