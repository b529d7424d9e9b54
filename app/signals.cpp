#include "app/signals.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace gm::app
{

namespace
{

// A signal handler can reach nothing but a global; this is the write end of the pipe it wakes the event loop with.
volatile std::sig_atomic_t writeEnd = -1;
volatile std::sig_atomic_t hasAsked = 0;

void onSignal(int signal)
{
    if (hasAsked != 0)
        _exit(128 + signal);
    hasAsked = 1;
    const char byte = char(signal);
    [[maybe_unused]] const auto written = ::write(writeEnd, &byte, 1);
}

} // namespace

ExitSignals::ExitSignals(QObject *parent)
    : QObject(parent)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_readEnd = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_readEnd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &ExitSignals::read);
    struct sigaction action {
    };
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

ExitSignals::~ExitSignals()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    if (m_readEnd >= 0) {
        ::close(m_readEnd);
        ::close(writeEnd);
    }
}

void ExitSignals::read()
{
    char byte = 0;
    if (::read(m_readEnd, &byte, 1) == 1)
        Q_EMIT received(int(byte));
}

} // namespace gm::app
