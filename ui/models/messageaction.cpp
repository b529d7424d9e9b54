#include "ui/models/messageaction.h"

#include <QCoreApplication>

namespace gm::models
{

namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(gm::models::MessageAction)
};

} // namespace

QString actionText(timeline::EventAction action)
{
    switch (action) {
    case timeline::EventAction::Create:
        return {};
    case timeline::EventAction::Update:
        return Words::tr("changed");
    case timeline::EventAction::Delete:
        return Words::tr("deleted");
    case timeline::EventAction::Meta:
        return Words::tr("news of the channel");
    case timeline::EventAction::Summary:
        return Words::tr("summary of annotations");
    case timeline::EventAction::Append:
        return Words::tr("added to");
    }
    return Words::tr("action %1").arg(int(action));
}

} // namespace gm::models
