/// Whether the timeline stays at its end, and how much arrived since it left it.
#pragma once

namespace gm::timelineview
{

/// A value without a view: the panel feeds it what the user did and what arrived, and shows the result.
class FollowState
{
public:
    [[nodiscard]] bool isFollowing() const { return m_following; }
    /// Rows that arrived since following stopped; what the pill says.
    [[nodiscard]] int unseen() const { return m_unseen; }
    [[nodiscard]] bool wantsPill() const { return !m_following && m_unseen > 0; }

    void follow();
    void stop();
    /// @p events rows were appended below; separators are not counted.
    void appended(int events);
    /// The user scrolled: away from the end stops following, back to it goes on.
    void scrolled(bool atEnd);
    /// The user chose a row: a chosen row must not move away, so only the newest one keeps following.
    void rowChosen(bool isLast);
    /// All rows were replaced (another filter, another recording): nothing is new.
    void restarted() { m_unseen = 0; }

private:
    bool m_following = true;
    int m_unseen = 0;
};

} // namespace gm::timelineview
