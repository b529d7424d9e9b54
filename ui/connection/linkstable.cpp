#include "ui/connection/linkstable.h"

#include "ui/common/rowdelegate.h"
#include "ui/common/tableview.h"
#include "ui/common/themedlabel.h"
#include "ui/connection/connectiondelegates.h"

#include <QHeaderView>
#include <QVBoxLayout>

#include <array>

namespace gm::connectionpanel
{

using namespace Qt::StringLiterals;
using common::TextRole;
using common::Theme;
using models::LinksModel;

namespace
{

constexpr int rowHeight = 24;

struct ColumnSpec {
    LinksModel::Column column;
    int width; ///< At the design's font; the least.
    QStringView sample;
};

constexpr std::array columnSpecs{
    ColumnSpec{LinksModel::Number, 40, u"No."},
    ColumnSpec{LinksModel::State, 120, u"000 disconnected"},
    ColumnSpec{LinksModel::ConnectionId, 140, u"Nq3vX0dT7aNq3vX0"},
    ColumnSpec{LinksModel::Channels, 92, u"190 of 190"},
    ColumnSpec{LinksModel::Events, 84, u"000.0 ev/s"},
    ColumnSpec{LinksModel::RoundTrip, 92, u"Round trip"},
};

} // namespace

LinksTable::LinksTable(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_table(new common::TableView(themes, rowHeight))
{
    setObjectName(u"links"_s);
    m_table->setObjectName(u"linksTable"_s);
    m_table->setAccessibleName(tr("Connections"));
    for (const int column : {LinksModel::Number, LinksModel::Host, LinksModel::ConnectionId, LinksModel::Channels,
                             LinksModel::Events, LinksModel::RoundTrip}) {
        m_table->setItemDelegateForColumn(column,
                                          new common::TextDelegate(themes, TextRole::Small, &Theme::text1, m_table));
    }
    m_table->setItemDelegateForColumn(LinksModel::State, new LinkStateDelegate(themes, m_table));
    m_table->setModel(&m_model);
    QHeaderView &header = *m_table->horizontalHeader();
    for (const ColumnSpec &spec : columnSpecs) {
        const bool isEdge = spec.column == LinksModel::RoundTrip;
        header.resizeSection(spec.column, std::max(spec.width, m_table->widthForText(spec.sample.toString(), isEdge)));
    }
    header.setSectionResizeMode(LinksModel::Host, QHeaderView::Stretch);
    header.setMinimumSectionSize(40);

    auto *title = new common::ThemedLabel(themes, TextRole::Section, &Theme::text2);
    title->setText(tr("Connections"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    title->setContentsMargins(12, 6, 12, 6);
    layout->addWidget(title);
    layout->addWidget(m_table, 1);
    m_table->setMinimumHeight(1);
    hide();
}

void LinksTable::setLinks(const QList<monitor::LinkStatus> &links)
{
    m_model.setLinks(links);
    setVisible(links.size() > 1);
}

} // namespace gm::connectionpanel
