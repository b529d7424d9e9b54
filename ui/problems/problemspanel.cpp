#include "ui/problems/problemspanel.h"

#include "ui/common/rowdelegate.h"
#include "ui/common/selection.h"
#include "ui/common/tableview.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"
#include "ui/models/format.h"
#include "ui/models/problemsmodel.h"
#include "ui/problems/noproblems.h"
#include "ui/problems/problemdelegates.h"
#include "ui/problems/problemdetails.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedLayout>

namespace gm::problemspanel
{

using namespace Qt::StringLiterals;
using common::TextRole;
using common::Theme;
using models::ProblemsModel;

namespace
{

constexpr int rowHeight = 28;
constexpr int narrowRowHeight = 24;
constexpr int leastHeight = 48;
constexpr int detailsWidth = 456;
constexpr int tableWidth = 984;

} // namespace

ProblemsPanel::ProblemsPanel(const common::ThemeProvider &themes, common::Selection &selection, common::UiState &state,
                             QWidget *parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_state(state)
    , m_splitter(new QSplitter(Qt::Horizontal))
    , m_table(new common::TableView(themes, rowHeight))
    , m_details(new ProblemDetails(themes))
    , m_none(new NoProblems(themes))
    , m_since(new SinceDelegate(themes, m_table))
{
    setObjectName(u"problemsPanel"_s);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_table->setObjectName(u"problemsTable"_s);
    m_table->setAccessibleName(tr("Problems"));
    m_table->setItemDelegateForColumn(ProblemsModel::Severity, new SeverityDelegate(themes, m_table));
    m_table->setItemDelegateForColumn(ProblemsModel::What,
                                      new common::TextDelegate(themes, TextRole::Body, &Theme::text1, m_table));
    m_table->setItemDelegateForColumn(ProblemsModel::Conversation,
                                      new common::TextDelegate(themes, TextRole::Body, &Theme::text2, m_table));
    m_table->setItemDelegateForColumn(ProblemsModel::Since, m_since);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({tableWidth, detailsWidth});
    m_splitter->setChildrenCollapsible(false);
    m_layout = new QStackedLayout(this);
    m_layout->addWidget(m_none);
    m_layout->addWidget(m_splitter);
    setFocusProxy(m_table);
    // The bottom area may be as low as 80 px: list and details scroll.
    setMinimumHeight(leastHeight);
    m_table->setMinimumHeight(1);
    m_none->setMinimumHeight(1);

    connect(m_table, &QAbstractItemView::clicked, this, &ProblemsPanel::onClicked);
    connect(m_table, &QAbstractItemView::activated, this, &ProblemsPanel::showInTimeline);
    connect(m_details, &ProblemDetails::showInTimelineRequested, this, &ProblemsPanel::showInTimeline);
    connect(m_details, &ProblemDetails::copyRequested, this, [this] {
        if (const int row = m_table->currentIndex().row(); row >= 0)
            QGuiApplication::clipboard()->setText(problemText(m_model->problem(row)));
    });
    connect(&state, &common::UiState::roomChanged, this, &ProblemsPanel::applyRoom);
    connect(&state, &common::UiState::timesChanged, this, &ProblemsPanel::applyZone);
    applyRoom();
}

void ProblemsPanel::setModel(ProblemsModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_currentKey.clear();
    m_table->setModel(model);
    if (model) {
        connect(model, &QAbstractItemModel::modelReset, this, &ProblemsPanel::onModelChanged);
        connect(model, &QAbstractItemModel::rowsInserted, this, &ProblemsPanel::onModelChanged);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &ProblemsPanel::onModelChanged);
        connect(model, &QAbstractItemModel::dataChanged, this, &ProblemsPanel::onModelChanged);
        connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
                [this](const QModelIndex &current) { onRowChosen(current.row()); });
        QHeaderView &header = *m_table->horizontalHeader();
        header.setSectionResizeMode(ProblemsModel::What, QHeaderView::Stretch);
        header.resizeSection(ProblemsModel::Severity, std::max(104, m_table->widthForText(u"000 warning"_s, true)));
        header.resizeSection(ProblemsModel::Conversation,
                             std::max(148, m_table->widthForText(u"Part-time CTO roles"_s)));
        header.resizeSection(ProblemsModel::Since, std::max(72, m_table->widthForText(u"00:00:00"_s, true)));
    }
    applyZone();
    onModelChanged();
}

void ProblemsPanel::onModelChanged()
{
    const int count = m_model ? m_model->rowCount() : 0;
    m_layout->setCurrentWidget(count == 0 ? static_cast<QWidget *>(m_none) : m_splitter);
    if (count > 0) {
        // The problem being read stays the current one wherever it has moved to.
        const int row = std::max(0, m_model->rowOf(m_currentKey));
        m_table->setCurrentIndex(m_model->index(row, ProblemsModel::Severity));
        onRowChosen(row);
    } else {
        m_details->clear();
    }
    Q_EMIT countChanged(count);
}

void ProblemsPanel::onRowChosen(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    m_currentKey = m_model->index(row, 0).data(ProblemsModel::KeyRole).toString();
    m_details->setProblem(m_model->problem(row));
}

void ProblemsPanel::onClicked(const QModelIndex &index)
{
    if (index.column() == ProblemsModel::Since && m_since->showsLink())
        showInTimeline();
}

void ProblemsPanel::showInTimeline()
{
    const int row = m_table->currentIndex().row();
    if (row < 0 || m_model->problem(row).conversations.isEmpty())
        return;
    m_selection.setConversation(m_model->problem(row).conversations.first());
    Q_EMIT showInTimelineRequested(m_model->problem(row).conversations.first(), m_model->problem(row).sinceMs);
}

void ProblemsPanel::setLookedForSince(qint64 sinceMs)
{
    m_sinceMs = sinceMs;
    applyZone();
}

void ProblemsPanel::applyZone()
{
    const models::Zone zone = m_state.showsUtc() ? models::Zone::Utc : models::Zone::Local;
    m_none->setSince(m_sinceMs == 0 ? QString() : models::formatTimeShort(m_sinceMs, zone));
    if (m_model)
        m_model->setUtc(m_state.showsUtc());
}

void ProblemsPanel::step(int direction)
{
    const int count = m_model ? m_model->rowCount() : 0;
    if (count == 0)
        return;
    const int row = (m_table->currentIndex().row() + direction + count) % count;
    m_table->setCurrentIndex(m_model->index(row, ProblemsModel::Severity));
}

void ProblemsPanel::applyRoom()
{
    const bool isNarrow = m_state.isNarrow();
    m_details->setVisible(!isNarrow);
    m_since->setShowsLink(isNarrow);
    m_table->horizontalHeader()->setVisible(!isNarrow);
    m_table->setDefaultRowHeight(isNarrow ? narrowRowHeight : rowHeight);
    m_table->viewport()->update();
}

} // namespace gm::problemspanel
