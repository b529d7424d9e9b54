#include "ui/inspector/framepage.h"

#include "ui/models/eventclip.h"

namespace gm::inspector
{

using namespace Qt::StringLiterals;
using diagnostics::FrameRecord;

FramePage::FramePage(const common::ThemeProvider &themes, QWidget *parent)
    : TextPane(themes, parent)
{
    setObjectName(u"inspectorFramePage"_s);
    setTextName(u"frameText"_s, tr("Protocol frame"));
}

void FramePage::setFrame(const diagnostics::FrameLog *frames, qint64 number, models::Zone zone)
{
    if (number == 0 || !frames) {
        setContent(tr("It is not known in which frame this event came."), {});
        return;
    }
    const FrameRecord *frame = frames->find(number);
    if (!frame) {
        setContent(tr("Frame %1 is no longer kept: only the newest frames are.").arg(models::formatCount(number)), {});
        return;
    }
    const QString action =
        frame->action < 0 ? tr("not readable") : ably::actionName(static_cast<ably::Action>(frame->action));
    const QString direction = frame->direction == diagnostics::FrameDirection::In ? tr("in") : tr("out");
    setContent(tr("Frame %1 · %2 · %3 · %4 · %5 bytes", "number, direction, action, time, size")
                   .arg(models::formatCount(frame->number), direction, action, models::formatTime(frame->timeMs, zone),
                        models::formatBytes(frame->bytes)),
               models::prettyPayload(frame->text, genie::DataForm::Json));
}

} // namespace gm::inspector
