/// SIGINT and SIGTERM as a Qt signal.
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace gm::app
{

/// From construction on, the first SIGINT or SIGTERM is told from the event loop; a second one ends the process at once.
/// One object per process.
class ExitSignals : public QObject
{
    Q_OBJECT

public:
    explicit ExitSignals(QObject *parent = nullptr);
    ~ExitSignals() override;

Q_SIGNALS:
    void received(int signal);

private:
    void read();

    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_readEnd = -1;
};

} // namespace gm::app
