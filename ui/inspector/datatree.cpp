#include "ui/inspector/datatree.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/themeprovider.h"
#include "ui/inspector/datadelegate.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>

namespace gm::inspector
{

using namespace Qt::StringLiterals;
using models::PayloadModel;

namespace
{

constexpr int indent = 16;
constexpr int keyWidth = 112;
constexpr int lineHeight = 20;
constexpr int mostRows = 24;
constexpr int chevronSide = 14;

constexpr QKeyCombination copyValueKeys{Qt::ControlModifier, Qt::Key_C};
constexpr QKeyCombination copyPathKeys{Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_P};

} // namespace

DataTree::DataTree(const common::ThemeProvider &themes, QWidget *parent)
    : QTreeView(parent)
    , m_themes(themes)
    , m_model(new PayloadModel(this))
{
    setObjectName(u"eventData"_s);
    setAccessibleName(tr("Event data"));
    setModel(m_model);
    setItemDelegate(new DataDelegate(themes, this));
    setHeaderHidden(true);
    setFrameShape(NoFrame);
    setIndentation(indent);
    setUniformRowHeights(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    header()->setSectionResizeMode(PayloadModel::Key, QHeaderView::Interactive);
    header()->setStretchLastSection(true);
    header()->resizeSection(PayloadModel::Key, keyWidth + indent);
    connect(this, &QTreeView::expanded, this, &QWidget::updateGeometry);
    connect(this, &QTreeView::collapsed, this, &QWidget::updateGeometry);
    connect(&themes, &common::ThemeProvider::changed, viewport(), qOverload<>(&QWidget::update));
}

void DataTree::setPayload(const QByteArray &payload, genie::DataForm form)
{
    m_model->setPayload(payload, form);
    expandToDepth(1);
    int width = keyWidth;
    const QFontMetrics metrics(common::fontFor(common::TextRole::Mono));
    for (int row = 0; row < m_model->rowCount(); ++row)
        width =
            std::max(width, metrics.horizontalAdvance(m_model->index(row, PayloadModel::Key).data().toString()) + 8);
    header()->resizeSection(PayloadModel::Key, std::min(width, 2 * keyWidth) + indent);
    updateGeometry();
}

int DataTree::rowsInSight(const QModelIndex &parent) const
{
    int rows = 0;
    for (int row = 0; row < m_model->rowCount(parent) && rows < mostRows; ++row) {
        const QModelIndex index = m_model->index(row, 0, parent);
        rows += 1 + (isExpanded(index) ? rowsInSight(index) : 0);
    }
    return std::min(rows, mostRows);
}

QSize DataTree::sizeHint() const
{
    const int height = common::heightFor(lineHeight, common::fontFor(common::TextRole::Mono));
    return {QTreeView::sizeHint().width(), std::max(1, rowsInSight({})) * height + 2};
}

void DataTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (!m_model->hasChildren(index))
        return;
    const QPointF corner(rect.right() + 1 - chevronSide, rect.top() + (rect.height() - chevronSide) / 2.0);
    common::paintIcon(painter, corner, chevronSide,
                      isExpanded(index) ? common::Icon::ChevronDown : common::Icon::ChevronRight,
                      m_themes.theme().text2);
}

void DataTree::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (selectionModel()->isSelected(index))
        painter->fillRect(option.rect, hasFocus() ? m_themes.theme().bgSelected : m_themes.theme().bgSelectedInactive);
    QTreeView::drawRow(painter, option, index);
}

bool DataTree::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const QKeyCombination keys = static_cast<QKeyEvent *>(event)->keyCombination();
        if (keys == copyValueKeys || keys == copyPathKeys) {
            event->accept();
            return true;
        }
    }
    return QTreeView::event(event);
}

void DataTree::keyPressEvent(QKeyEvent *event)
{
    if (event->keyCombination() == copyValueKeys)
        copy(PayloadModel::RawRole);
    else if (event->keyCombination() == copyPathKeys)
        copy(PayloadModel::PathRole);
    else
        QTreeView::keyPressEvent(event);
}

void DataTree::copy(int role)
{
    const QModelIndex index = currentIndex();
    if (!index.isValid())
        return;
    QGuiApplication::clipboard()->setText(index.data(role).toString());
    Q_EMIT copied();
}

void DataTree::contextMenuEvent(QContextMenuEvent *event)
{
    if (!indexAt(event->pos()).isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this, menu](const QString &text, QKeyCombination keys, int role) {
        QAction *action = menu->addAction(text);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, [this, role] { copy(role); });
    };
    add(tr("Copy value"), copyValueKeys, PayloadModel::RawRole);
    add(tr("Copy path"), copyPathKeys, PayloadModel::PathRole);
    menu->popup(event->globalPos());
}

} // namespace gm::inspector
