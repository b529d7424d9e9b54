// For vcdiff.mjs: reads lines of "SOURCE DELTA" in base64 and answers each with the target in base64, or "refused: why".
#include "core/ably/vcdiff.h"

#include <QTextStream>

int main()
{
    QTextStream in(stdin);
    QTextStream out(stdout);
    QString line;
    while (in.readLineInto(&line)) {
        const QStringList parts = line.split(u' ');
        const auto bytes = [](const QString &text) { return QByteArray::fromBase64(text.toLatin1()); };
        const auto target = gm::ably::applyVcdiff(bytes(parts.value(0)), bytes(parts.value(1)));
        if (target)
            out << target->toBase64() << Qt::endl;
        else
            out << "refused: " << target.error().why << Qt::endl;
    }
    return 0;
}
