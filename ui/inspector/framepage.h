/// The third page of the Inspector: the protocol frame an event came in, secrets masked.
#pragma once

#include "core/diagnostics/framelog.h"
#include "ui/inspector/textpane.h"
#include "ui/models/format.h"

namespace gm::inspector
{

class FramePage : public TextPane
{
    Q_OBJECT

public:
    explicit FramePage(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// @p number: of the frame the event came in, 0 when that is not known. @p frames may be null.
    void setFrame(const diagnostics::FrameLog *frames, qint64 number, models::Zone zone);
};

} // namespace gm::inspector
