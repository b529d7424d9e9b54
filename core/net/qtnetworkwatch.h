/// NetworkWatch on QNetworkInformation: NetworkManager where it runs, else the kernel's routes.
#pragma once

#include "core/net/networkwatch.h"

namespace gm::net
{

/// Silent where Qt has no backend for this system. One per process: Qt keeps one backend.
class QtNetworkWatch final : public NetworkWatch
{
    Q_OBJECT

public:
    explicit QtNetworkWatch(QObject *parent = nullptr);

private:
    void look();

    bool m_isReachable = true;
};

} // namespace gm::net
