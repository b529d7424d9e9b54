/// Our icons: one drawing each, tinted at the moment of painting, sharp at every size and pixel ratio.
#pragma once

#include <QIcon>

class QPainter;

namespace gm::common
{

class ThemeProvider;

/// Every drawing in `resources/icons`. The file's name is the word in lower case, parts joined by a hyphen.
enum class Icon {
    // clang-format off
    None,
    ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Assistant, Bell, Bookmark, Bundle, Check, ChevronDown, ChevronRight,
    ChevronUp, Clock, Close, Columns, Compare, Complete, Connect, Connecting, Copy, Database, Delivery, Differs, Disc,
    Disconnected, Doctor, Error, Export, External, File, Filter, Float, Follow, Frames, Gap, Globe, Heart, Info, Key,
    Link, List, Lock, Log, Mail, Marker, Maximize, Message, Minus, More, Mute, Other, Passed, Pause, Pencil, Pin, Play,
    Plus, Problems, Processing, Profile, Received, Record, Reload, Restore, Ring, Runs, Same, Sandbox, Search, Sent,
    Settings, Shield, Skipped, Status, Stream, Timer, User, Warning, Watch,
    // clang-format on
};
inline constexpr Icon lastIcon = Icon::Watch;

/// Makes the drawings known; a static library's resources are not by themselves. ThemeProvider calls it.
void loadIcons();

/// The resource holding @p icon; empty for Icon::None.
[[nodiscard]] QString iconFile(Icon icon);

/// Which colour of the theme an icon on a control takes.
enum class IconInk {
    Text,     ///< text.1, on flat buttons and in menus
    Quiet,    ///< text.2, inside fields
    OnAccent, ///< on the primary button
    Accent,
};

/// An icon for buttons and actions: follows the theme, grey when disabled. @p themes outlives it.
[[nodiscard]] QIcon themedIcon(Icon icon, const ThemeProvider &themes, IconInk ink = IconInk::Text);

/// Draws @p icon in @p colour, @p side device-independent pixels wide, with its corner at @p topLeft. Cached.
void paintIcon(QPainter *painter, const QPointF &topLeft, qreal side, Icon icon, const QColor &colour);

/// The same as a pixmap, for labels.
[[nodiscard]] QPixmap iconPixmap(Icon icon, qreal side, const QColor &colour, qreal devicePixelRatio);

} // namespace gm::common
