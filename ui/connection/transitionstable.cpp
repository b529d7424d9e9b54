#include "ui/connection/transitionstable.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/themeprovider.h"
#include "ui/connection/connectiondelegates.h"
#include "ui/models/transitionsmodel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QUrl>

namespace gm::connectionpanel
{

using namespace Qt::StringLiterals;
using common::TextRole;
using common::Theme;
using models::TransitionsModel;

namespace
{

constexpr int rowHeight24 = 24;
constexpr int linkHeight = 24;
constexpr int margin = 6;
constexpr int iconSide = 14;

} // namespace

TransitionsTable::TransitionsTable(const common::ThemeProvider &themes, QWidget *parent)
    : TableView(themes, rowHeight24, parent)
    , m_themes(themes)
{
    setObjectName(u"transitionsTable"_s);
    setAccessibleName(tr("Connection history"));
    const auto line = [this](int column, TextRole role, QColor Theme::*ink) {
        setItemDelegateForColumn(column, new FirstLineDelegate(m_themes, role, ink, this));
    };
    line(TransitionsModel::Time, TextRole::Small, &Theme::text2);
    line(TransitionsModel::For, TextRole::Small, &Theme::text2);
    line(TransitionsModel::What, TextRole::Body, &Theme::text1);
    setItemDelegateForColumn(TransitionsModel::State, new TransitionStateDelegate(themes, this));
    setItemDelegateForColumn(TransitionsModel::Code, new CodeDelegate(themes, this));
}

void TransitionsTable::setModel(QAbstractItemModel *model)
{
    m_open = QPersistentModelIndex();
    TableView::setModel(model);
    if (!model)
        return;
    QHeaderView &header = *horizontalHeader();
    header.setSectionResizeMode(TransitionsModel::What, QHeaderView::Stretch);
    header.resizeSection(TransitionsModel::Time, std::max(104, widthForText(u"00:00:00.000"_s, true)));
    header.resizeSection(TransitionsModel::State, std::max(136, widthForText(u"000 token renewed"_s)));
    header.resizeSection(TransitionsModel::For, std::max(88, widthForText(u"00 m 00 s"_s)));
    header.resizeSection(TransitionsModel::Code, std::max(84, widthForText(u"00000"_s, true)));
    connect(model, &QAbstractItemModel::modelReset, this, &TransitionsTable::openRow);
}

QString TransitionsTable::explanationOf(const QModelIndex &index)
{
    QStringList parts{index.data(TransitionsModel::MeaningRole).toString(),
                      index.data(TransitionsModel::NextRole).toString()};
    parts.removeAll(QString());
    return parts.join(u' ');
}

QString TransitionsTable::explanation() const
{
    return m_open.isValid() ? explanationOf(m_open) : QString();
}

void TransitionsTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    TableView::currentChanged(current, previous);
    if (current.row() != previous.row())
        openRow();
}

void TransitionsTable::openRow()
{
    if (m_open.isValid())
        setRowHeight(m_open.row(), verticalHeader()->defaultSectionSize());
    m_open = currentIndex();
    const QString text = explanation();
    if (!text.isEmpty()) {
        const QRect place = textPlace(m_open.row());
        const QFontMetrics metrics(common::fontFor(TextRole::Small));
        const int textHeight =
            metrics.boundingRect(QRect(0, 0, place.width(), 10'000), int(Qt::AlignLeft) | Qt::TextWordWrap, text)
                .height();
        const int links = linkText().isEmpty() ? 0 : common::heightFor(linkHeight);
        setRowHeight(m_open.row(), verticalHeader()->defaultSectionSize() + textHeight + links + margin);
    }
    viewport()->update();
}

QRect TransitionsTable::textPlace(int row) const
{
    const int left = columnViewportPosition(TransitionsModel::State) + 8;
    const int top = rowViewportPosition(row) + verticalHeader()->defaultSectionSize();
    const int links = linkText().isEmpty() ? 0 : common::heightFor(linkHeight);
    return {left, top, std::max(1, viewport()->width() - 12 - left),
            std::max(0, rowHeight(row) - verticalHeader()->defaultSectionSize() - links - margin)};
}

QString TransitionsTable::linkText() const
{
    if (!m_open.isValid() || m_open.data(TransitionsModel::HelpRole).toUrl().isEmpty())
        return {};
    return tr("Help for %1").arg(m_open.sibling(m_open.row(), TransitionsModel::Code).data().toString());
}

QRect TransitionsTable::linkPlace(int row) const
{
    const QString text = linkText();
    if (text.isEmpty() || !m_open.isValid() || row != m_open.row() || explanation().isEmpty())
        return {};
    const QRect above = textPlace(row);
    const int width = iconSide + 6 + QFontMetrics(common::fontFor(TextRole::Small)).horizontalAdvance(text);
    return {above.left(), above.bottom() + 1, width, common::heightFor(linkHeight)};
}

void TransitionsTable::paintEvent(QPaintEvent *event)
{
    TableView::paintEvent(event);
    if (!m_open.isValid() || explanation().isEmpty())
        return;
    QPainter painter(viewport());
    const Theme &theme = m_themes.theme();
    painter.setFont(common::fontFor(TextRole::Small));
    painter.setPen(theme.text2);
    painter.drawText(textPlace(m_open.row()), int(Qt::AlignLeft | Qt::AlignTop) | Qt::TextWordWrap, explanation());
    if (const QRect link = linkPlace(m_open.row()); !link.isEmpty()) {
        common::paintIcon(&painter, QPointF(link.left(), link.top() + (link.height() - iconSide) / 2.0), iconSide,
                          common::Icon::External, theme.link);
        painter.setPen(theme.link);
        painter.drawText(link.adjusted(iconSide + 6, 0, 8, 0), Qt::AlignLeft | Qt::AlignVCenter, linkText());
    }
}

void TransitionsTable::resizeEvent(QResizeEvent *event)
{
    TableView::resizeEvent(event);
    openRow();
}

void TransitionsTable::mousePressEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (event->button() == Qt::LeftButton && linkPlace(rowAt(position.y())).contains(position)) {
        Q_EMIT helpRequested(m_open.data(TransitionsModel::HelpRole).toUrl());
        return;
    }
    TableView::mousePressEvent(event);
}

void TransitionsTable::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    viewport()->setCursor(linkPlace(rowAt(position.y())).contains(position) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    TableView::mouseMoveEvent(event);
}

void TransitionsTable::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && !linkText().isEmpty())
        Q_EMIT helpRequested(m_open.data(TransitionsModel::HelpRole).toUrl());
    else
        TableView::keyPressEvent(event);
}

} // namespace gm::connectionpanel
