#include "core/base/random.h"

#include <QRandomGenerator>

namespace gm::base
{

double SystemRandom::uniform()
{
    return QRandomGenerator::system()->generateDouble();
}

quint32 SystemRandom::below(quint32 limit)
{
    return QRandomGenerator::system()->bounded(limit);
}

QByteArray SystemRandom::bytes(int count)
{
    QByteArray result(count, Qt::Uninitialized);
    for (char &byte : result)
        byte = char(QRandomGenerator::system()->generate() & 0xff);
    return result;
}

} // namespace gm::base
