#include "ui/connection/channelstable.h"

#include "ui/common/rowdelegate.h"
#include "ui/common/tableview.h"
#include "ui/common/themedlabel.h"
#include "ui/connection/connectiondelegates.h"
#include "ui/models/channelsmodel.h"

#include <QHeaderView>
#include <QVBoxLayout>

#include <array>

namespace gm::connectionpanel
{

using namespace Qt::StringLiterals;
using common::TextRole;
using common::Theme;
using models::ChannelsModel;

namespace
{

constexpr int rowHeight = 24;

struct ColumnSpec {
    ChannelsModel::Column column;
    int width; ///< At the design's font; the least.
    QStringView sample;
};

constexpr std::array columnSpecs{
    ColumnSpec{ChannelsModel::Conversation, 140, u"Part-time CTO roles"},
    ColumnSpec{ChannelsModel::State, 100, u"000 suspended"},
    ColumnSpec{ChannelsModel::Since, 104, u"00:00:00.000"},
    ColumnSpec{ChannelsModel::Allowed, 84, u"subscribe"},
    ColumnSpec{ChannelsModel::Present, 64, u"Present"},
    ColumnSpec{ChannelsModel::Continuity, 108, u"000 gap 00.0 s"},
    ColumnSpec{ChannelsModel::Events, 64, u"Events"},
    ColumnSpec{ChannelsModel::LastEvent, 108, u"00:00:00.000"},
};

} // namespace

ChannelsTable::ChannelsTable(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_attached(new common::ThemedLabel(themes, TextRole::Small, &Theme::text2))
    , m_table(new common::TableView(themes, rowHeight))
{
    m_table->setObjectName(u"channelsTable"_s);
    m_table->setAccessibleName(tr("Channels"));
    m_attached->setObjectName(u"channelsAttached"_s);
    const auto text = [this, &themes](int column, TextRole role, QColor Theme::*ink) {
        m_table->setItemDelegateForColumn(column, new common::TextDelegate(themes, role, ink, m_table));
    };
    text(ChannelsModel::Conversation, TextRole::Body, &Theme::text1);
    text(ChannelsModel::Since, TextRole::Small, &Theme::text2);
    text(ChannelsModel::Allowed, TextRole::Small, &Theme::text2);
    text(ChannelsModel::Present, TextRole::Small, &Theme::text2);
    text(ChannelsModel::Events, TextRole::Small, &Theme::text2);
    text(ChannelsModel::LastEvent, TextRole::Small, &Theme::text2);
    m_table->setItemDelegateForColumn(ChannelsModel::Channel, new ChannelDelegate(themes, m_table));
    m_table->setItemDelegateForColumn(ChannelsModel::State, new ChannelStateDelegate(themes, m_table));
    m_table->setItemDelegateForColumn(ChannelsModel::Continuity, new ContinuityDelegate(themes, m_table));

    auto *title = new common::ThemedLabel(themes, TextRole::Section, &Theme::text2);
    title->setText(tr("Channels"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 12, 6);
    head->setSpacing(8);
    head->addWidget(title);
    head->addWidget(m_attached, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    m_table->setMinimumHeight(1);
}

void ChannelsTable::setModel(ChannelsModel *model)
{
    m_table->setModel(model);
    if (model)
        fitColumns();
}

void ChannelsTable::fitColumns()
{
    QHeaderView &header = *m_table->horizontalHeader();
    for (const ColumnSpec &spec : columnSpecs) {
        const bool isEdge = spec.column == ChannelsModel::LastEvent;
        header.resizeSection(spec.column, std::max(spec.width, m_table->widthForText(spec.sample.toString(), isEdge)));
    }
    header.setSectionResizeMode(ChannelsModel::Channel, QHeaderView::Stretch);
    header.setMinimumSectionSize(56);
}

void ChannelsTable::setAttached(int attached)
{
    m_attached->setText(tr("%n attached", nullptr, attached));
}

} // namespace gm::connectionpanel
