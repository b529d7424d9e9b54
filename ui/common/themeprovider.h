/// The theme in force: the system's, or the one the user chose.
#pragma once

#include "ui/common/theme.h"

#include <QObject>

namespace gm::common
{

/// What the user can choose in the settings.
enum class ThemeChoice { System, Light, Dark };

/// Knows which theme is in force, sets the application's palettes from it and says when it changes.
/// One per application, made by the composition root and passed by reference; outlives every widget.
class ThemeProvider : public QObject
{
    Q_OBJECT
public:
    /// Applies the system's theme at once. Needs a QApplication.
    explicit ThemeProvider(QObject *parent = nullptr);

    [[nodiscard]] const Theme &theme() const { return *m_theme; }
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);

Q_SIGNALS:
    /// After the palettes have been set: repaint, drop what was cached in the old colours.
    void changed();

protected:
    /// Watches the system for a change between light and dark.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply();
    [[nodiscard]] static bool systemIsDark();

    ThemeChoice m_choice = ThemeChoice::System;
    const Theme *m_theme = &Theme::light();
    bool m_isApplying = false;
};

} // namespace gm::common
