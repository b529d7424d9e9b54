/// All colours of the window, twice: light and dark. The only place with colour values.
#pragma once

#include <QColor>
#include <QPalette>

namespace gm::common
{

/// What a colour of state says. Which event or connection state has which role is decided in words.h.
enum class StateRole {
    Searching,  ///< searching, connecting
    Processing, ///< processing
    Streaming,  ///< a streamed answer
    Complete,   ///< complete, connected, attached, passed
    Error,      ///< error, stuck, failed, not received
    Warn,       ///< gap, disconnected, late, wrong shape
    Neutral,    ///< waiting for the user, other, any value not known
};

/// The three colours of one state.
struct StateColours {
    QColor fg;    ///< Words and icons.
    QColor tint;  ///< Ground of pills and spans.
    QColor solid; ///< Edges, bars and lines.
};

/// One set of colours. Widgets and delegates take them from here by the job they do, never by their value.
struct Theme {
    bool isDark = false;

    QColor bgWindow;           ///< Toolbar, status bar, tab strips, dock titles.
    QColor bgView;             ///< Item views, editors.
    QColor bgHeader;           ///< Table headers, code blocks, key caps.
    QColor bgSunken;           ///< Tracks of bars.
    QColor bgRaised;           ///< Menus, popups, tooltips, dialogs.
    QColor bgHover;            ///< Row or flat button under the pointer.
    QColor bgSelected;         ///< Current row of the view with the focus.
    QColor bgSelectedInactive; ///< Current row of any other view.
    QColor bgButton;           ///< Boxed buttons, combo boxes.
    QColor bgButtonOn;         ///< Pressed or checked button, chosen segment.
    QColor lineFaint;          ///< Between rows.
    QColor line;               ///< Between panels, under headers.
    QColor lineStrong;         ///< Outlines of buttons and popups.
    QColor lineControl;        ///< Outlines of fields, at least 3:1.
    QColor text1;              ///< What one reads.
    QColor text2;              ///< Labels, times, secondary.
    QColor text3;              ///< Units, hints, placeholders.
    QColor textOff;            ///< Disabled only.
    QColor link;
    QColor accent; ///< Focus, selection bar, tab in use, primary button.
    QColor accentHover;
    QColor accentOn;   ///< Text and icons on accent.
    QColor accentTint; ///< Counters of what is new.
    QColor bar;        ///< Neutral bars.
    QColor hatch;      ///< Hatching of gaps and its edges.
    QColor mark;       ///< Search hits, words that differ.

    StateColours states[7]; ///< Indexed by StateRole; use state().

    [[nodiscard]] const StateColours &state(StateRole role) const { return states[static_cast<int>(role)]; }
    /// The roles Qt's own painting uses.
    [[nodiscard]] QPalette palette() const;

    [[nodiscard]] static const Theme &light();
    [[nodiscard]] static const Theme &dark();
};

/// WCAG contrast ratio of two opaque colours, from 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

} // namespace gm::common
