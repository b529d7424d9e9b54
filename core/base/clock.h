/// Time as a dependency: nothing in core asks the system for it directly.
#pragma once

#include <QDateTime>

#include <chrono>
#include <functional>
#include <memory>

namespace gm::base
{

/// A running timer. Destroying or replacing it cancels the call that has not happened yet.
class TimerHandle
{
public:
    /// What an implementation of Clock keeps; its destructor cancels.
    class Token
    {
    public:
        Token() = default;
        Token(const Token &) = delete;
        Token &operator=(const Token &) = delete;
        virtual ~Token() = default;
    };

    TimerHandle() = default;
    explicit TimerHandle(std::unique_ptr<Token> token)
        : m_token(std::move(token))
    {
    }

    void cancel() { m_token.reset(); }
    /// True until cancelled; a fired one-shot timer stays active until it is replaced.
    [[nodiscard]] bool isSet() const { return m_token != nullptr; }

private:
    std::unique_ptr<Token> m_token;
};

/// Monotonic time, wall-clock time and timers. Used from one thread, with an event loop.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Monotonic, from an arbitrary origin; for durations and deadlines. Goes on while the computer sleeps.
    [[nodiscard]] virtual std::chrono::milliseconds now() const = 0;
    /// Wall clock in ms since 1970-01-01 UTC, for showing and for comparing with servers. May jump.
    [[nodiscard]] virtual qint64 wallMs() const = 0;
    /// Calls @p call once, @p delay from now, from the event loop. A delay ≤ 0 fires at the next turn of the loop.
    [[nodiscard]] virtual TimerHandle after(std::chrono::milliseconds delay, std::function<void()> call) = 0;

    /// wallMs() as a date in UTC.
    [[nodiscard]] QDateTime wallClock() const { return QDateTime::fromMSecsSinceEpoch(wallMs(), Qt::UTC); }
};

} // namespace gm::base
