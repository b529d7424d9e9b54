/// The second page of the Inspector: the data as text, indented or exactly as received.
#pragma once

#include "core/timeline/event.h"
#include "ui/inspector/textpane.h"

namespace gm::common
{
class Segments;
}

namespace gm::inspector
{

class RawPage : public TextPane
{
    Q_OBJECT

public:
    explicit RawPage(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setEvent(const timeline::Event &event);

private:
    void show();

    timeline::Event m_event;
    common::Segments *m_form;
};

} // namespace gm::inspector
