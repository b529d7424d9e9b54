#include "core/timeline/event.h"

#include <array>

namespace gm::timeline
{

using namespace Qt::StringLiterals;

namespace
{

struct FlagWord {
    EventFlag flag;
    QLatin1String word;
};

constexpr std::array flagWords{
    FlagWord{EventFlag::Duplicate, "duplicate"_L1},
    FlagWord{EventFlag::WrongShape, "wrong-shape"_L1},
    FlagWord{EventFlag::UnknownName, "unknown-name"_L1},
    FlagWord{EventFlag::Undecodable, "undecodable"_L1},
    FlagWord{EventFlag::Late, "late"_L1},
    FlagWord{EventFlag::OutOfOrder, "out-of-order"_L1},
    FlagWord{EventFlag::Backlog, "backlog"_L1},
    FlagWord{EventFlag::Superseded, "superseded"_L1},
};

constexpr std::array actionWords{"create"_L1, "update"_L1, "delete"_L1, "meta"_L1, "summary"_L1, "append"_L1};

constexpr std::array kindWords{"message"_L1, "status"_L1, "complete"_L1, "stream"_L1, "other"_L1};

} // namespace

Event::Event()
    : d(new Fields)
{
}

Event::Event(Fields fields)
    : d(new Fields(std::move(fields)))
{
}

std::optional<qint64> Event::lagMs() const
{
    if (d->publishedMs == 0)
        return std::nullopt;
    return d->receivedMs - d->publishedMs;
}

QString flagWord(EventFlag flag)
{
    for (const FlagWord &entry : flagWords) {
        if (entry.flag == flag)
            return entry.word;
    }
    return {};
}

QList<EventFlag> allFlags()
{
    QList<EventFlag> flags;
    for (const FlagWord &entry : flagWords)
        flags << entry.flag;
    return flags;
}

QString actionWord(EventAction action)
{
    const auto number = size_t(action);
    return number < actionWords.size() ? QString(actionWords[number]) : QString::number(number);
}

QString kindWord(genie::EventKind kind)
{
    return kindWords[size_t(kind)];
}

QList<genie::EventKind> allKinds()
{
    using genie::EventKind;
    return {EventKind::Message, EventKind::Status, EventKind::Complete, EventKind::Stream, EventKind::Other};
}

} // namespace gm::timeline
