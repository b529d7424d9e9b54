#include "core/base/error.h"

#include <QStringList>

namespace gm::base
{

QString Error::reference() const
{
    QStringList parts;
    if (!id.isEmpty())
        parts << id;
    if (code != 0)
        parts << QString::number(code);
    else if (status != 0 && !id.startsWith(u"GM-"))
        parts << QString::number(status);
    return parts.join(QStringLiteral(", "));
}

QString Error::toText() const
{
    QStringList parts;
    for (const QString &part : {what, why, next}) {
        if (!part.isEmpty())
            parts << part;
    }
    if (const QString quoted = reference(); !quoted.isEmpty())
        parts << QStringLiteral("(%1)").arg(quoted);
    return parts.join(u' ');
}

Error Error::causedBy(Error inner) const
{
    Error result = *this;
    result.cause = std::make_shared<const Error>(std::move(inner));
    return result;
}

} // namespace gm::base
