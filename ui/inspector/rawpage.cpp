#include "ui/inspector/rawpage.h"

#include "ui/common/segments.h"
#include "ui/inspector/eventfields.h"
#include "ui/models/eventclip.h"

#include <QHBoxLayout>

namespace gm::inspector
{

using namespace Qt::StringLiterals;

RawPage::RawPage(const common::ThemeProvider &themes, QWidget *parent)
    : TextPane(themes, parent)
    , m_form(new common::Segments(themes, this))
{
    setObjectName(u"inspectorRawPage"_s);
    setTextName(u"rawText"_s, tr("Data as text"));
    m_form->addSegment(tr("Indented"), u"rawIndented"_s);
    m_form->addSegment(tr("As received"), u"rawAsReceived"_s);
    m_form->setAccessibleName(tr("Form of the data"));
    head()->addWidget(m_form);
    connect(m_form, &common::Segments::currentChanged, this, &RawPage::show);
}

void RawPage::setEvent(const timeline::Event &event)
{
    m_event = event;
    show();
}

void RawPage::show()
{
    const bool isIndented = m_form->current() == 0;
    setContent(describeData(m_event), isIndented ? models::prettyPayload(m_event->payload, m_event->form)
                                                 : models::plainPayload(m_event->payload, m_event->form));
}

} // namespace gm::inspector
