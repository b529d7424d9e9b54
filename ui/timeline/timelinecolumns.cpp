#include "ui/timeline/timelinecolumns.h"

#include "ui/common/tableview.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>

#include <array>

namespace gm::timelineview
{

using namespace Qt::StringLiterals;
using models::TimelineModel;

namespace
{

struct ColumnSpec {
    TimelineModel::Column column;
    QStringView sample; ///< The widest text of everyday, so that the column fits any font.
    int beside;         ///< Px beside the text: icon or bar.
    int width;          ///< At the design's font; the least.
    bool isShownAtFirst;
    bool mayBeHidden;
};

constexpr int narrowLagWidth = 68;

constexpr std::array columnSpecs{
    ColumnSpec{TimelineModel::Time, u"00:00:00.000", 0, 104, true, false},
    ColumnSpec{TimelineModel::Delta, u"+0 m 00 s", 0, 76, true, true},
    ColumnSpec{TimelineModel::Conversation, u"Part-time CTO roles", 0, 144, true, true},
    ColumnSpec{TimelineModel::Kind, u"complete", 22, 96, true, true},
    ColumnSpec{TimelineModel::What, u"", 0, 240, true, false},
    ColumnSpec{TimelineModel::Lag, u"00.0 s", 44, 108, true, true},
    ColumnSpec{TimelineModel::Run, u"000", 0, 48, false, true},
    ColumnSpec{TimelineModel::Role, u"assistant", 0, 88, false, true},
    ColumnSpec{TimelineModel::EventId, u"uR8kLhqB3Y:0:0", 0, 128, false, true},
    ColumnSpec{TimelineModel::ClientId, u"4d2e9b7a-0c61-…", 0, 128, false, true},
    ColumnSpec{TimelineModel::Published, u"00:00:00.000", 0, 100, false, true},
    ColumnSpec{TimelineModel::Bytes, u"00.0 kB", 0, 68, false, true},
    ColumnSpec{TimelineModel::Serial, u"01762437771188-000@e91B", 0, 176, false, true},
};

} // namespace

TimelineColumns::TimelineColumns(common::TableView &table)
    : QObject(&table)
    , m_table(table)
{
    header().setSectionsMovable(true);
    header().setFirstSectionMovable(true);
    header().setStretchLastSection(false);
    header().setSectionResizeMode(QHeaderView::Interactive);
    header().setSectionResizeMode(TimelineModel::What, QHeaderView::Stretch);
    reset();
    connect(&header(), &QHeaderView::sectionMoved, this, &TimelineColumns::changed);
    connect(&header(), &QHeaderView::sectionResized, this, [this](int column) {
        if (!m_isArranging && column != TimelineModel::What)
            Q_EMIT changed();
    });
    connect(&header(), &QHeaderView::sectionHandleDoubleClicked, &table, &QTableView::resizeColumnToContents);
}

QHeaderView &TimelineColumns::header() const
{
    return *m_table.horizontalHeader();
}

void TimelineColumns::reset()
{
    m_hidden.clear();
    for (const ColumnSpec &spec : columnSpecs) {
        header().moveSection(header().visualIndex(spec.column), spec.column);
        if (!spec.isShownAtFirst)
            m_hidden.insert(spec.column);
    }
    applyWidths();
    applyVisibility();
}

void TimelineColumns::applyWidths()
{
    m_isArranging = true;
    for (const ColumnSpec &spec : columnSpecs) {
        const bool isEdge = spec.column == TimelineModel::Time || spec.column == TimelineModel::Lag;
        const bool isShortLag = m_isNarrow && spec.column == TimelineModel::Lag;
        const int text = m_table.widthForText(spec.sample.toString(), isEdge);
        if (spec.column != TimelineModel::What)
            header().resizeSection(spec.column, isShortLag ? std::max(narrowLagWidth, text)
                                                           : std::max(spec.width, text + spec.beside));
    }
    m_isArranging = false;
}

void TimelineColumns::setNarrow(bool isNarrow)
{
    if (isNarrow == m_isNarrow)
        return;
    m_isNarrow = isNarrow;
    applyWidths();
    applyVisibility();
}

void TimelineColumns::applyVisibility()
{
    m_isArranging = true;
    for (const ColumnSpec &spec : columnSpecs) {
        const bool isLeftOut = m_isNarrow && spec.column == TimelineModel::Delta;
        header().setSectionHidden(spec.column, isLeftOut || m_hidden.contains(spec.column));
    }
    m_isArranging = false;
}

void TimelineColumns::setShown(int column, bool isShown)
{
    if (isShown)
        m_hidden.remove(column);
    else
        m_hidden.insert(column);
    applyVisibility();
    Q_EMIT changed();
}

void TimelineColumns::fillMenu(QMenu *menu)
{
    for (const ColumnSpec &spec : columnSpecs) {
        if (!spec.mayBeHidden)
            continue;
        const int column = spec.column;
        const QString title = m_table.model()->headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString();
        QAction *action = menu->addAction(
            title.isEmpty() ? m_table.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() : title);
        action->setCheckable(true);
        action->setChecked(!m_hidden.contains(column));
        connect(action, &QAction::toggled, this, [this, column](bool isShown) { setShown(column, isShown); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Restore columns")), &QAction::triggered, this, [this] {
        reset();
        Q_EMIT changed();
    });
}

QByteArray TimelineColumns::save() const
{
    QJsonArray order;
    QJsonObject widths;
    for (int visual = 0; visual < header().count(); ++visual) {
        const int column = header().logicalIndex(visual);
        order.append(column);
        if (column != TimelineModel::What && !header().isSectionHidden(column))
            widths.insert(QString::number(column), header().sectionSize(column));
    }
    QJsonArray hidden;
    for (const int column : m_hidden)
        hidden.append(column);
    return QJsonDocument(QJsonObject{{u"order"_s, order}, {u"widths"_s, widths}, {u"hidden"_s, hidden}})
        .toJson(QJsonDocument::Compact);
}

bool TimelineColumns::restore(const QByteArray &state)
{
    const QJsonObject object = QJsonDocument::fromJson(state).object();
    const QJsonArray order = object.value(u"order").toArray();
    if (order.size() != header().count())
        return false;
    QSet<int> seen;
    for (const QJsonValue &column : order)
        seen.insert(column.toInt(-1));
    for (int column = 0; column < header().count(); ++column) {
        if (!seen.contains(column))
            return false;
    }
    m_isArranging = true;
    for (int visual = 0; visual < order.size(); ++visual)
        header().moveSection(header().visualIndex(order.at(visual).toInt()), visual);
    const QJsonObject widths = object.value(u"widths").toObject();
    for (auto it = widths.begin(); it != widths.end(); ++it)
        header().resizeSection(it.key().toInt(), std::max(header().minimumSectionSize(), it.value().toInt()));
    m_isArranging = false;
    m_hidden.clear();
    const QJsonArray hidden = object.value(u"hidden").toArray();
    for (const QJsonValue &column : hidden)
        m_hidden.insert(column.toInt());
    m_hidden.remove(TimelineModel::Time);
    m_hidden.remove(TimelineModel::What);
    applyVisibility();
    return true;
}

} // namespace gm::timelineview
