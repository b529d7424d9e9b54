#include "ui/models/conversationlines.h"

#include "ui/models/format.h"

#include <QCoreApplication>

namespace gm::models
{

using namespace Qt::StringLiterals;
using State = ConversationsModel::State;
using timeline::ConversationState;
using timeline::PhaseKind;

namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ConversationLines)
};

QString wordOf(const ConversationState &state)
{
    switch (stateOf(state)) {
    case State::Answering:
        return Words::tr("streaming");
    case State::WaitingForUser:
        return Words::tr("waiting for user");
    case State::Started:
        return Words::tr("started");
    case State::Complete:
        return Words::tr("complete");
    case State::NoEvents:
        return Words::tr("no event yet");
    default:
        return state.word; // As it came from the wire.
    }
}

QString countText(qint64 count)
{
    return count == 1 ? Words::tr("1 opportunity") : Words::tr("%1 opportunities").arg(formatCount(count));
}

} // namespace

State stateOf(const ConversationState &state)
{
    if (!state.hasEvents())
        return State::NoEvents;
    switch (state.phase) {
    case PhaseKind::Started:
        return State::Started;
    case PhaseKind::Answering:
        return State::Answering;
    case PhaseKind::WaitingForUser:
        return State::WaitingForUser;
    case PhaseKind::Searching:
        return State::Searching;
    case PhaseKind::Processing:
        return State::Processing;
    case PhaseKind::Other:
        return State::Other;
    case PhaseKind::Finished:
    case PhaseKind::Complete:
        return State::Complete;
    case PhaseKind::Error:
        return State::Error;
    }
    return State::Other;
}

bool isRunning(State state)
{
    return state == State::Answering || state == State::WaitingForUser || state == State::Started ||
           state == State::Searching || state == State::Processing || state == State::Other || state == State::Stuck;
}

ConversationLine lineOf(const ConversationState &state, bool isStuck, qint64 nowMonoMs)
{
    const State kind = stateOf(state);
    ConversationLine line{.word = wordOf(state)};
    if (isRunning(kind))
        line.word = Words::tr("%1 %2", "state and how long: searching 12 s")
                        .arg(line.word, formatDuration(std::max<qint64>(0, nowMonoMs - state.sinceMonoMs)));
    if (isStuck)
        line.word = Words::tr("%1 \u00B7 stuck").arg(line.word);
    if (kind == State::Complete && state.count)
        line.tail = QString(u"\u00B7 " + countText(*state.count));
    else if (kind == State::Error && !state.text.isEmpty())
        line.tail = QString(u"\u00B7 " + oneLine(state.text));
    return line;
}

QString speakLine(const ConversationState &state, bool isStuck, qint64 nowMonoMs)
{
    const State kind = stateOf(state);
    QStringList parts{wordOf(state)};
    if (isRunning(kind))
        parts.last() = Words::tr("%1 %2", "state and how long: searching 12 s")
                           .arg(parts.last(), speakDuration(std::max<qint64>(0, nowMonoMs - state.sinceMonoMs)));
    if (isStuck)
        parts << Words::tr("stuck");
    if (kind == State::Complete && state.count)
        parts << countText(*state.count);
    if (kind == State::Error)
        parts << oneLine(state.text);
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace gm::models
