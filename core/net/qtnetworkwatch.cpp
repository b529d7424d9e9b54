#include "core/net/qtnetworkwatch.h"

#include "core/base/logging.h"

#include <QNetworkInformation>

namespace gm::net
{

QtNetworkWatch::QtNetworkWatch(QObject *parent)
    : NetworkWatch(parent)
{
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability)) {
        qCInfo(base::lcNet) << "the system tells nothing about its network";
        return;
    }
    const QNetworkInformation *information = QNetworkInformation::instance();
    qCDebug(base::lcNet) << "network watched by" << information->backendName();
    m_isReachable = information->reachability() != QNetworkInformation::Reachability::Disconnected;
    connect(information, &QNetworkInformation::reachabilityChanged, this, &QtNetworkWatch::look);
}

/// "Unknown" and "local only" are no proof of a loss: connecting will show.
void QtNetworkWatch::look()
{
    const bool isReachable =
        QNetworkInformation::instance()->reachability() != QNetworkInformation::Reachability::Disconnected;
    if (isReachable != std::exchange(m_isReachable, isReachable))
        Q_EMIT changed(isReachable);
}

} // namespace gm::net
