#include "core/sandbox/ablyattach.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <array>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

constexpr quint32 defaultModes = flag::presence | flag::publish | flag::subscribe | flag::presenceSubscribe;

struct Mode {
    quint32 bit;
    QLatin1StringView name;
    QLatin1StringView operation; ///< Of the capability that grants it.
};
constexpr std::array modes{
    Mode{flag::presence, "presence"_L1, "presence"_L1},
    Mode{flag::publish, "publish"_L1, "publish"_L1},
    Mode{flag::subscribe, "subscribe"_L1, "subscribe"_L1},
    Mode{flag::presenceSubscribe, "presence_subscribe"_L1, "subscribe"_L1},
    Mode{flag::annotationPublish, "annotation_publish"_L1, "annotation-publish"_L1},
    Mode{flag::annotationSubscribe, "annotation_subscribe"_L1, "annotation-subscribe"_L1},
};

quint32 modesIn(const QString &list)
{
    quint32 bits = 0;
    const QStringList names = list.toLower().replace(u'-', u'_').split(u',');
    for (const Mode &mode : modes) {
        if (names.contains(mode.name))
            bits |= mode.bit;
    }
    return bits;
}

Result<Rewind> readRewind(const QMap<QString, QString> &params)
{
    const QRegularExpression form(u"^([0-9]{1,9})(s|m)?$"_s);
    const auto match = form.match(params.value(u"rewind"_s));
    if (!match.hasMatch())
        return Error{.code = 40003, .status = 400, .what = u"The rewind is not a number, nor one with s or m."_s};
    const int number = match.captured(1).toInt();
    if (!match.hasCaptured(2))
        return Rewind{.count = number};
    const int limit = params.value(u"rewindLimit"_s).toInt();
    return Rewind{.count = std::max(limit, 0), .periodMs = number * (match.captured(2) == u"m"_s ? 60'000LL : 1000LL)};
}

} // namespace

std::optional<Error> misnamed(const QString &channel)
{
    const bool isBad = channel.isEmpty() || channel.startsWith(u'[') || channel.startsWith(u':') ||
                       channel.startsWith(u',') || channel.front().isSpace() || channel.contains(u'\n') ||
                       channel.contains(u'\r');
    if (isBad)
        return Error{.code = 40010, .status = 400, .what = u"The channel name is not valid."_s};
    return std::nullopt;
}

Result<AttachRequest> readAttach(const QCborMap &frame)
{
    AttachRequest request{.name = textIn(frame, "channel"_L1)};
    request.channel = request.name;
    QMap<QString, QString> params;
    if (const qsizetype end = request.name.indexOf(u']'); request.name.startsWith("[?"_L1) && end > 0) {
        request.channel = request.name.mid(end + 1);
        const auto items = QUrlQuery(request.name.mid(2, end - 2)).queryItems(QUrl::FullyDecoded);
        for (const auto &[key, value] : items)
            params.insert(key, value);
    }
    if (const auto refused = misnamed(request.channel))
        return *refused;
    const QCborMap asked = frame.value("params"_L1).toMap();
    for (const auto &[key, value] : asked)
        params.insert(key.toString(), value.isString() ? value.toString() : QString::number(value.toInteger()));

    const quint32 flags = quint32(integerIn(frame, "flags"_L1).value_or(0));
    quint32 flagged = 0;
    for (const Mode &mode : modes)
        flagged |= flags & mode.bit;
    const quint32 byParam = modesIn(params.value(u"modes"_s));
    request.modes = byParam != 0 ? byParam : flagged != 0 ? flagged : defaultModes;
    request.channelSerial = textIn(frame, "channelSerial"_L1);
    request.isResuming = (flags & flag::attachResume) != 0;
    for (const auto &name : {u"rewind"_s, u"rewindLimit"_s, u"modes"_s}) {
        if (params.contains(name))
            request.params.insert(name, params.value(name));
    }
    // Of these two one value each is understood; another one is answered by silence, as an unknown param is.
    const auto takeFlag = [&](const QString &name, QStringView meaning) {
        const bool isSet = params.value(name) == meaning;
        if (isSet)
            request.params.insert(name, params.value(name));
        return isSet;
    };
    request.wantsDeltas = takeFlag(u"delta"_s, u"vcdiff");
    request.wantsWholeAppends = takeFlag(u"appendMode"_s, u"full");
    if (params.contains(u"rewind"_s)) {
        const Result<Rewind> rewind = readRewind(params);
        if (!rewind)
            return rewind.error();
        request.rewind = *rewind;
    }
    return request;
}

quint32 grantedModes(quint32 asked, const Capability &capability, const QString &channel)
{
    quint32 granted = 0;
    for (const Mode &mode : modes) {
        if ((asked & mode.bit) != 0 && capability.allows(channel, mode.operation))
            granted |= mode.bit;
    }
    return granted;
}

QString modesText(quint32 bits)
{
    QStringList names;
    for (const Mode &mode : modes) {
        if ((bits & mode.bit) != 0)
            names += mode.name;
    }
    return names.join(u',');
}

} // namespace gm::sandbox
