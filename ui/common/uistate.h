/// How the window shows things now: follow, pause, room, motion, time zone. Shared by the shell and all panels.
#pragma once

#include <QObject>

namespace gm::common
{

/// Small switches with one signal each. Setting what is set already says nothing.
class UiState : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] bool isFollowing() const { return m_isFollowing; } ///< The Timeline stays at its end.
    [[nodiscard]] bool isPaused() const { return m_isPaused; }       ///< Views stand still; receiving goes on.
    [[nodiscard]] bool isNarrow() const { return m_isNarrow; } ///< Window under 1200 px: Δ, lag bars, details fold.
    [[nodiscard]] bool isLow() const { return m_isLow; }       ///< Window under 800 px high.
    [[nodiscard]] bool reducesMotion() const { return m_reducesMotion; }
    [[nodiscard]] bool showsUtc() const { return m_showsUtc; }

    void setFollowing(bool on);
    void setPaused(bool on);
    void setRoom(bool isNarrow, bool isLow);
    void setReducesMotion(bool on);
    void setShowsUtc(bool on);

Q_SIGNALS:
    void followingChanged(bool on);
    void pausedChanged(bool on);
    /// isNarrow() or isLow() is another now.
    void roomChanged();
    void motionChanged();
    void timesChanged();

private:
    bool m_isFollowing = true;
    bool m_isPaused = false;
    bool m_isNarrow = false;
    bool m_isLow = false;
    bool m_reducesMotion = false;
    bool m_showsUtc = false;
};

} // namespace gm::common
