#include "core/base/secret.h"

namespace gm::base
{

QDebug operator<<(QDebug debug, const Secret &secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Secret(" << secret.size() << " characters)";
    return debug;
}

} // namespace gm::base
