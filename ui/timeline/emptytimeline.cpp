#include "ui/timeline/emptytimeline.h"

#include "ui/models/format.h"

namespace gm::timelineview
{

using namespace Qt::StringLiterals;
using common::Icon;

namespace
{

QString watchAllText(int conversations)
{
    if (conversations == 0)
        return {};
    return conversations == 1 ? EmptyTimeline::tr("Watch this conversation")
                              : EmptyTimeline::tr("Watch all %1 conversations").arg(conversations);
}

} // namespace

EmptyTimeline::EmptyTimeline(const common::ThemeProvider &themes, QWidget *parent)
    : EmptyState(themes, Size::Large, parent)
{
    setObjectName(u"timelineEmpty"_s);
    setBackgroundRole(QPalette::Base); // days and gaps may stand behind it
    setAutoFillBackground(true);
    connect(this, &EmptyState::buttonClicked, this, &EmptyTimeline::onButton);
}

EmptyTimeline::Reason EmptyTimeline::reasonFor(const Facts &facts)
{
    if (facts.rows > 0)
        return Reason::NotEmpty;
    if (facts.filteredOut > 0)
        return Reason::NothingMatches;
    if (!facts.isConnected)
        return Reason::NotConnected;
    return facts.watched == 0 ? Reason::NothingWatched : Reason::NothingYet;
}

void EmptyTimeline::show(const Facts &facts)
{
    m_reason = reasonFor(facts);
    if (m_reason != Reason::NotEmpty)
        say(facts);
    setVisible(m_reason != Reason::NotEmpty);
}

void EmptyTimeline::say(const Facts &facts)
{
    setHint({}, {}, {});
    switch (m_reason) {
    case Reason::NothingMatches:
        setContent(Icon::Filter, tr("Nothing matches the filter"),
                   tr("Events left out by “%2”: %1.").arg(models::formatCount(facts.filteredOut), facts.filter));
        setButton(tr("Clear filter"), Icon::Close);
        break;
    case Reason::NotConnected:
        setContent(Icon::Connect, tr("Not connected"),
                   tr("Events appear here as they arrive, once you are connected."));
        setButton(tr("Connect"), Icon::Connect);
        break;
    case Reason::NothingWatched:
        setContent(Icon::Watch, tr("Connected, watching nothing yet"),
                   tr("Choose one on the left by its eye, or watch all of yours.\n"
                      "Events of the last 2 minutes come along."));
        setButton(watchAllText(facts.listed), Icon::Watch);
        setHint(tr("Have an id from someone?"), u"Ctrl+L"_s, tr("and paste it"));
        break;
    case Reason::NothingYet:
        setContent(Icon::Clock, tr("Nothing has come yet"),
                   facts.watched == 1
                       ? tr("Watching 1 conversation. Its next event appears here.")
                       : tr("Watching %1 conversations. Their next event appears here.").arg(facts.watched));
        setButton({});
        break;
    case Reason::NotEmpty:
        break;
    }
}

void EmptyTimeline::onButton()
{
    switch (m_reason) {
    case Reason::NothingMatches:
        Q_EMIT clearFilterRequested();
        break;
    case Reason::NotConnected:
        Q_EMIT connectRequested();
        break;
    case Reason::NothingWatched:
        Q_EMIT watchAllRequested();
        break;
    case Reason::NothingYet:
    case Reason::NotEmpty:
        break;
    }
}

} // namespace gm::timelineview
