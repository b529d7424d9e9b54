#include "ui/common/uistate.h"

#include <utility>

namespace gm::common
{

void UiState::setFollowing(bool on)
{
    if (std::exchange(m_isFollowing, on) != on)
        Q_EMIT followingChanged(on);
}

void UiState::setPaused(bool on)
{
    if (std::exchange(m_isPaused, on) != on)
        Q_EMIT pausedChanged(on);
}

void UiState::setRoom(bool isNarrow, bool isLow)
{
    const bool wasNarrow = std::exchange(m_isNarrow, isNarrow);
    const bool wasLow = std::exchange(m_isLow, isLow);
    if (wasNarrow != isNarrow || wasLow != isLow)
        Q_EMIT roomChanged();
}

void UiState::setReducesMotion(bool on)
{
    if (std::exchange(m_reducesMotion, on) != on)
        Q_EMIT motionChanged();
}

void UiState::setShowsUtc(bool on)
{
    if (std::exchange(m_showsUtc, on) != on)
        Q_EMIT timesChanged();
}

} // namespace gm::common
