#include "ui/signin/waitbutton.h"

namespace gm::signin
{

using namespace std::chrono_literals;

WaitButton::WaitButton(QWidget *parent)
    : QPushButton(parent)
{
    setAutoDefault(false);
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, [this] { wait(m_secondsLeft - 1); });
}

void WaitButton::setWords(const QString &ready, const QString &waiting, const QString &busy)
{
    m_ready = ready;
    m_waiting = waiting;
    m_busy = busy;
    showState();
}

void WaitButton::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    showState();
}

void WaitButton::wait(int seconds)
{
    m_secondsLeft = std::max(0, seconds);
    if (m_secondsLeft == 0)
        m_second.stop();
    else if (!m_second.isActive())
        m_second.start();
    showState();
}

void WaitButton::showState()
{
    const QString text = m_isBusy ? m_busy : m_secondsLeft > 0 ? m_waiting.arg(m_secondsLeft) : m_ready;
    setText(text);
    setAccessibleName(text);
    setEnabled(!m_isBusy && m_secondsLeft == 0);
}

} // namespace gm::signin
