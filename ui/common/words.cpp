#include "ui/common/words.h"

#include <QCoreApplication>

namespace gm::common
{

namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

Sign signOf(genie::EventKind kind)
{
    switch (kind) {
    case genie::EventKind::Message:
        return {Words::tr("message"), Icon::Message, StateRole::Neutral};
    case genie::EventKind::Status:
        return {Words::tr("status"), Icon::Status, StateRole::Searching};
    case genie::EventKind::Complete:
        return {Words::tr("complete"), Icon::Complete, StateRole::Complete};
    case genie::EventKind::Stream:
        return {Words::tr("stream"), Icon::Stream, StateRole::Streaming};
    case genie::EventKind::Other:
        break;
    }
    return {Words::tr("other"), Icon::Other, StateRole::Neutral};
}

Sign signOfStatus(const QString &status)
{
    if (status == u"searching")
        return {status, Icon::Search, StateRole::Searching};
    if (status == u"processing")
        return {status, Icon::Processing, StateRole::Processing};
    if (status == u"streaming")
        return {status, Icon::Stream, StateRole::Streaming};
    if (status == u"complete" || status == u"completed")
        return {status, Icon::Check, StateRole::Complete};
    if (status == u"error")
        return {status, Icon::Error, StateRole::Error};
    if (status == u"clarifying")
        return {status, Icon::User, StateRole::Neutral};
    return {status, Icon::Info, StateRole::Neutral};
}

Sign signOf(diagnostics::Severity severity)
{
    switch (severity) {
    case diagnostics::Severity::Error:
        return {Words::tr("error"), Icon::Error, StateRole::Error};
    case diagnostics::Severity::Warning:
        return {Words::tr("warning"), Icon::Warning, StateRole::Warn};
    case diagnostics::Severity::Note:
        break;
    }
    return {Words::tr("note"), Icon::Info, StateRole::Neutral};
}

Sign signOf(ably::ConnectionState state)
{
    const QString word = ably::stateName(state);
    switch (state) {
    case ably::ConnectionState::Connecting:
        return {word, Icon::Connecting, StateRole::Searching};
    case ably::ConnectionState::Connected:
        return {word, Icon::Check, StateRole::Complete};
    case ably::ConnectionState::Disconnected:
    case ably::ConnectionState::Suspended:
        return {word, Icon::Disconnected, StateRole::Warn};
    case ably::ConnectionState::Failed:
        return {word, Icon::Error, StateRole::Error};
    case ably::ConnectionState::Initialized:
    case ably::ConnectionState::Closing:
    case ably::ConnectionState::Closed:
        break;
    }
    return {word, Icon::Ring, StateRole::Neutral};
}

Sign signOf(ably::ChannelState state)
{
    const QString word = ably::stateName(state);
    switch (state) {
    case ably::ChannelState::Attaching:
        return {word, Icon::Connecting, StateRole::Searching};
    case ably::ChannelState::Attached:
        return {word, Icon::Link, StateRole::Complete};
    case ably::ChannelState::Suspended:
        return {word, Icon::Disconnected, StateRole::Warn};
    case ably::ChannelState::Failed:
        return {word, Icon::Error, StateRole::Error};
    case ably::ChannelState::Initialized:
    case ably::ChannelState::Detaching:
    case ably::ChannelState::Detached:
        break;
    }
    return {word, Icon::Ring, StateRole::Neutral};
}

QString connectionWord(ably::ConnectionState state)
{
    switch (state) {
    case ably::ConnectionState::Connecting:
        return Words::tr("Connecting");
    case ably::ConnectionState::Connected:
        return Words::tr("Connected");
    case ably::ConnectionState::Disconnected:
        return Words::tr("Disconnected");
    case ably::ConnectionState::Suspended:
        return Words::tr("Suspended");
    case ably::ConnectionState::Closing:
        return Words::tr("Closing");
    case ably::ConnectionState::Failed:
        return Words::tr("Failed");
    case ably::ConnectionState::Initialized:
    case ably::ConnectionState::Closed:
        break;
    }
    return Words::tr("Not connected");
}

Sign signOfFlag(const QString &flag)
{
    if (flag == u"duplicate")
        return {Words::tr("received twice"), Icon::Info, StateRole::Neutral};
    if (flag == u"wrong-shape")
        return {Words::tr("wrong shape"), Icon::Warning, StateRole::Warn};
    if (flag == u"unknown-name")
        return {Words::tr("unknown name"), Icon::Info, StateRole::Neutral};
    if (flag == u"undecodable")
        return {Words::tr("not decoded"), Icon::Warning, StateRole::Warn};
    if (flag == u"late")
        return {Words::tr("late"), Icon::Warning, StateRole::Warn};
    if (flag == u"out-of-order")
        return {Words::tr("out of order"), Icon::Warning, StateRole::Warn};
    if (flag == u"backlog")
        return {Words::tr("from before"), Icon::Clock, StateRole::Neutral};
    if (flag == u"superseded")
        return {Words::tr("older version"), Icon::Info, StateRole::Neutral};
    return {flag, Icon::Info, StateRole::Neutral};
}

} // namespace gm::common
