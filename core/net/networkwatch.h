/// What the operating system says about the network, as an interface.
#pragma once

#include <QObject>

namespace gm::net
{

/// Tells of changes only: what holds at the start is found out by connecting.
class NetworkWatch : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    /// False: there is no network any more. True: there is one again.
    void changed(bool isReachable);
};

} // namespace gm::net
