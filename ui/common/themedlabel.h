/// Labels in the theme's type roles and colours; they follow changes of both.
#pragma once

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QLabel>

namespace gm::common
{

/// @p html as one paragraph with the design's line height; for labels with wrapped text.
[[nodiscard]] QString paragraph(const QString &html);

/// One type role, one text colour.
class ThemedLabel : public QLabel
{
    Q_OBJECT
public:
    ThemedLabel(const ThemeProvider &themes, TextRole role, QColor Theme::*ink = &Theme::text1,
                QWidget *parent = nullptr);

    void setInk(QColor Theme::*ink);
    /// Plain text, wrapped, with the design's distance between lines.
    void setParagraph(const QString &text);
    void setRole(TextRole role);

protected:
    void changeEvent(QEvent *event) override;

private:
    void apply();

    const ThemeProvider &m_themes;
    TextRole m_role;
    QColor Theme::*m_ink;
};

/// A label that is one icon, @p side px wide at the design's font, in a text colour or in the colour of a state.
class IconLabel : public QLabel
{
    Q_OBJECT
public:
    IconLabel(const ThemeProvider &themes, Icon icon, int side, QColor Theme::*ink, QWidget *parent = nullptr);

    void setIcon(Icon icon, QColor Theme::*ink);
    void setIcon(Icon icon, StateRole role);

private:
    void apply();

    const ThemeProvider &m_themes;
    Icon m_icon;
    int m_side;
    QColor Theme::*m_ink;
    StateRole m_role = StateRole::Neutral;
};

} // namespace gm::common
