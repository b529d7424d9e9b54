#include "ui/timeline/followstate.h"

namespace gm::timelineview
{

void FollowState::follow()
{
    m_following = true;
    m_unseen = 0;
}

void FollowState::stop()
{
    m_following = false;
}

void FollowState::appended(int events)
{
    if (!m_following)
        m_unseen += events;
}

void FollowState::scrolled(bool atEnd)
{
    if (atEnd)
        follow();
    else
        stop();
}

void FollowState::rowChosen(bool isLast)
{
    if (!isLast)
        stop();
}

} // namespace gm::timelineview
