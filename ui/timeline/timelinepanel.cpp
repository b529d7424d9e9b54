#include "ui/timeline/timelinepanel.h"

#include "ui/common/followpill.h"
#include "ui/common/selection.h"
#include "ui/common/toast.h"
#include "ui/common/uistate.h"
#include "ui/models/eventclip.h"
#include "ui/models/format.h"
#include "ui/timeline/conversationdelegate.h"
#include "ui/timeline/emptytimeline.h"
#include "ui/timeline/kinddelegate.h"
#include "ui/timeline/lagdelegate.h"
#include "ui/timeline/timelinecolumns.h"
#include "ui/timeline/timelinestrip.h"
#include "ui/timeline/timelinetable.h"
#include "ui/timeline/whatdelegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>

namespace gm::timelineview
{

using namespace Qt::StringLiterals;
using common::TextRole;
using common::Theme;
using models::TimelineModel;

TimelinePanel::TimelinePanel(const common::ThemeProvider &themes, common::Selection &selection, common::UiState &state,
                             QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_selection(selection)
    , m_state(state)
    , m_table(new TimelineTable(themes, this))
    , m_pill(new common::FollowPill(themes, m_table))
    , m_empty(new EmptyTimeline(themes, m_table))
    , m_toast(new common::Toast(themes, state, m_table))
    , m_strip(new TimelineStrip(themes, this))
{
    setObjectName(u"timelinePanel"_s);
    m_table->setObjectName(u"timelineTable"_s);
    m_table->setAccessibleName(tr("Timeline, events"));
    setFocusProxy(m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_table);
    installDelegates();
    wireTable();
    wireShared();
    m_strip->hide();
    showEmptyState();
}

void TimelinePanel::installDelegates()
{
    const auto plain = [this](TimelineModel::Column column, TextRole role, QColor Theme::*ink) {
        m_table->setItemDelegateForColumn(column, new PlainDelegate(m_themes, role, ink, m_table));
    };
    plain(TimelineModel::Time, TextRole::Small, &Theme::text2);
    plain(TimelineModel::Delta, TextRole::Small, &Theme::text3);
    plain(TimelineModel::Run, TextRole::Small, &Theme::text2);
    plain(TimelineModel::Role, TextRole::Small, &Theme::text2);
    plain(TimelineModel::Published, TextRole::Small, &Theme::text2);
    plain(TimelineModel::Bytes, TextRole::Small, &Theme::text3);
    for (const TimelineModel::Column column :
         {TimelineModel::EventId, TimelineModel::ClientId, TimelineModel::Serial}) {
        auto *ids = new PlainDelegate(m_themes, TextRole::Mono, &Theme::text2, m_table);
        ids->setElideMode(Qt::ElideMiddle);
        m_table->setItemDelegateForColumn(column, ids);
    }
    m_lagDelegate = new LagDelegate(m_themes, m_table);
    m_table->setItemDelegateForColumn(TimelineModel::Conversation,
                                      new ConversationDelegate(m_themes, m_selection, m_table));
    m_table->setItemDelegateForColumn(TimelineModel::Kind, new KindDelegate(m_themes, m_table));
    m_table->setItemDelegateForColumn(TimelineModel::What, new WhatDelegate(m_themes, m_table->openStreams(), m_table));
    m_table->setItemDelegateForColumn(TimelineModel::Lag, m_lagDelegate);
}

void TimelinePanel::wireTable()
{
    connect(m_table, &TimelineTable::rowChosen, this, &TimelinePanel::onRowChosen);
    connect(m_table, &TimelineTable::userScrolled, this, [this](bool isAtEnd) {
        m_follow.scrolled(isAtEnd);
        showFollowing();
    });
    connect(m_table, &TimelineTable::followRequested, this, &TimelinePanel::follow);
    connect(m_table, &TimelineTable::pauseRequested, this, [this] { m_state.setPaused(!m_state.isPaused()); });
    connect(m_table, &TimelineTable::showConnectionRequested, this,
            [this] { m_selection.showPanel(u"dock.connection"_s); });
    connect(m_table, &TimelineTable::detailsRequested, this, [this] { m_selection.showPanel(u"dock.inspector"_s); });
    connect(m_table, &TimelineTable::streamDetailsRequested, this,
            [this] { m_selection.showPanel(u"dock.inspector"_s); });
    connect(m_table, &TimelineTable::copyRequested, this, &TimelinePanel::copyAs);
    connect(m_table, &QWidget::customContextMenuRequested, this, &TimelinePanel::showMenu);
    connect(m_pill, &QAbstractButton::clicked, this, &TimelinePanel::follow);
    connect(m_strip, &TimelineStrip::columnsRequested, this, &TimelinePanel::showColumnsMenu);
    connect(m_empty, &EmptyTimeline::watchAllRequested, this, &TimelinePanel::watchAllRequested);
    connect(m_empty, &EmptyTimeline::connectRequested, this, &TimelinePanel::connectRequested);
    connect(m_empty, &EmptyTimeline::clearFilterRequested, this, [this] { m_selection.setFilter({}); });
    m_table->installEventFilter(this);
}

void TimelinePanel::wireShared()
{
    connect(&m_selection, &common::Selection::eventChanged, this, &TimelinePanel::onEventChanged);
    connect(&m_selection, &common::Selection::conversationChanged, m_table->viewport(), qOverload<>(&QWidget::update));
    connect(&m_selection, &common::Selection::filterChanged, this, &TimelinePanel::applyFilter);
    connect(&m_selection, &common::Selection::revealRequested, this, [this](base::RowIndex event) {
        onEventChanged(event);
        m_table->setFocus();
    });
    connect(&m_state, &common::UiState::roomChanged, this, &TimelinePanel::applyRoom);
    connect(&m_state, &common::UiState::followingChanged, this, [this](bool isOn) {
        if (isOn == m_follow.isFollowing())
            return;
        if (isOn)
            follow();
        else
            m_follow.stop();
        showFollowing();
    });
    connect(&m_state, &common::UiState::pausedChanged, this, [this](bool isPaused) {
        if (m_sources.model)
            m_sources.model->setPaused(isPaused);
        showFollowing();
    });
    connect(&m_state, &common::UiState::timesChanged, this, [this] {
        if (m_sources.model)
            m_sources.model->setUtc(m_state.showsUtc());
    });
}

void TimelinePanel::setSources(const Sources &sources)
{
    if (m_sources.model)
        m_sources.model->disconnect(this);
    delete m_columns;
    m_columns = nullptr;
    m_sources = sources;
    m_follow = {};
    m_table->setModel(sources.model);
    if (TimelineModel *model = sources.model) {
        m_columns = new TimelineColumns(*m_table);
        m_columns->restore(m_columnsState);
        connect(m_columns, &TimelineColumns::changed, this, [this] {
            m_columnsState = m_columns->save();
            Q_EMIT columnsChanged();
        });
        connect(model, &QAbstractItemModel::rowsInserted, this,
                [this](const QModelIndex &, int first, int last) { onRowsInserted(first, last); });
        connect(model, &QAbstractItemModel::modelReset, this, [this] {
            m_follow.restarted();
            m_seenEvents = m_sources.store->size();
            onEventChanged(m_selection.event());
            showEmptyState();
            showFollowing();
        });
        connect(model, &TimelineModel::totalsChanged, this, &TimelinePanel::showTotals);
        model->setUtc(m_state.showsUtc());
        model->setPaused(m_state.isPaused());
        applyFilter(m_selection.filter());
        m_seenEvents = sources.store->size();
    }
    applyRoom();
    showTotals();
    showFollowing();
}

void TimelinePanel::setSituation(const Situation &situation)
{
    m_situation = situation;
    showTotals();
}

void TimelinePanel::onRowChosen(int row)
{
    const base::RowIndex event = m_sources.model->storeRow(row);
    if (!event.isValid())
        return;
    m_follow.rowChosen(row == m_sources.model->rowCount() - 1);
    showFollowing();
    m_selection.setEvent(event, base::ConversationId(m_sources.store->conversation(event)),
                         m_sources.runs->idOf(event));
}

void TimelinePanel::onEventChanged(base::RowIndex event)
{
    if (!m_sources.model || !event.isValid())
        return;
    const int row = m_sources.model->rowOf(event);
    if (row >= 0 && row != m_table->currentRow())
        m_table->goToRow(row);
}

void TimelinePanel::onRowsInserted(int first, int last)
{
    int events = 0;
    for (int row = last; row >= first && !m_follow.isFollowing(); --row) {
        const base::RowIndex event = m_sources.model->storeRow(row);
        if (event.isValid() && event.value() < m_seenEvents)
            break;
        events += event.isValid() ? 1 : 0;
    }
    m_follow.appended(events);
    if (m_follow.isFollowing())
        m_seenEvents = m_sources.store->size();
    showEmptyState();
    showFollowing();
}

void TimelinePanel::applyFilter(const QString &text)
{
    if (!m_sources.model || m_sources.model->filter().text() == text)
        return;
    // A filter that cannot be read is explained at the field; the last good one stays in force.
    if (const base::Result<timeline::Filter> filter = timeline::Filter::parse(text))
        m_sources.model->setFilter(*filter);
}

void TimelinePanel::applyRoom()
{
    const bool isNarrow = m_state.isNarrow();
    m_table->setNarrow(isNarrow);
    m_lagDelegate->setShowsBar(!isNarrow);
    m_strip->setNarrow(isNarrow);
    if (m_columns)
        m_columns->setNarrow(isNarrow);
}

void TimelinePanel::follow()
{
    m_state.setPaused(false);
    m_follow.follow();
    m_table->goToEnd();
    showFollowing();
}

void TimelinePanel::showFollowing()
{
    if (m_follow.isFollowing() && m_sources.store)
        m_seenEvents = m_sources.store->size();
    m_table->setStaysAtEnd(m_follow.isFollowing());
    m_state.setFollowing(m_follow.isFollowing());
    const qint64 heldBack = m_sources.model && m_state.isPaused() ? m_sources.model->heldBack() : 0;
    m_pill->setCount(m_follow.unseen() + int(heldBack));
    placeOverlays();
}

void TimelinePanel::showTotals()
{
    const qint64 events = m_sources.store ? m_sources.store->size() : 0;
    m_strip->setTotals(events, m_situation.watched);
    if (m_state.isPaused())
        showFollowing();
    showEmptyState();
}

void TimelinePanel::showEmptyState()
{
    EmptyTimeline::Facts facts{.isConnected = m_situation.isConnected,
                               .watched = m_situation.watched,
                               .listed = m_situation.listed,
                               .filter = m_selection.filter()};
    if (m_sources.model) {
        facts.rows = m_sources.model->totals().shown;
        facts.filteredOut = m_sources.model->totals().filteredOut;
    }
    m_empty->show(facts);
    placeOverlays();
}

void TimelinePanel::placeOverlays()
{
    const QRect view = m_table->viewport()->geometry();
    m_empty->setGeometry(view);
    if (!m_table->model())
        return;
    const int right =
        m_table->columnViewportPosition(TimelineModel::What) + m_table->columnWidth(TimelineModel::What) - 8;
    m_pill->move(view.left() + std::min(right, view.width() - 12) - m_pill->width(),
                 view.top() + view.height() - 8 - m_pill->height());
    m_pill->raise();
}

bool TimelinePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::Resize)
        placeOverlays();
    return QWidget::eventFilter(watched, event);
}

QWidget *TimelinePanel::stripActions() const
{
    return m_strip;
}

QByteArray TimelinePanel::saveColumns() const
{
    return m_columns ? m_columns->save() : m_columnsState;
}

void TimelinePanel::restoreColumns(const QByteArray &state)
{
    m_columnsState = state;
    if (m_columns)
        m_columns->restore(state);
}

void TimelinePanel::showColumnsMenu()
{
    if (!m_columns)
        return;
    QMenu menu(this);
    menu.setObjectName(u"timelineColumnsMenu"_s);
    m_columns->fillMenu(&menu);
    menu.exec(m_strip->menuPosition());
}

void TimelinePanel::showMenu(const QPoint &position)
{
    const int row = m_table->rowAt(position.y());
    if (row < 0 || !m_sources.model->storeRow(row).isValid())
        return;
    m_table->goToRow(row);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"timelineMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto addCopy = [this, menu](const QString &text, const QString &shortcut, models::ClipForm form) {
        QAction *action = menu->addAction(text);
        action->setShortcut(QKeySequence(shortcut));
        connect(action, &QAction::triggered, this, [this, form] { copyAs(form); });
    };
    addCopy(tr("Copy as text"), u"Ctrl+C"_s, models::ClipForm::Text);
    addCopy(tr("Copy as JSON"), u"Ctrl+Shift+C"_s, models::ClipForm::Json);
    addCopy(tr("Copy as curl"), u"Ctrl+Shift+U"_s, models::ClipForm::Curl);
    menu->addSeparator();
    const base::ConversationId conversation = m_selection.conversation();
    connect(menu->addAction(tr("Show only this conversation")), &QAction::triggered, this,
            [this, conversation] { m_selection.setFilter(u"conversation:"_s + conversation.text()); });
    connect(menu->addAction(tr("Show in Inspector")), &QAction::triggered, this,
            [this] { m_selection.showPanel(u"dock.inspector"_s); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void TimelinePanel::copyAs(models::ClipForm form)
{
    const int row = m_table->currentRow();
    const base::RowIndex event = m_sources.model && row >= 0 ? m_sources.model->storeRow(row) : base::RowIndex();
    if (!event.isValid())
        return;
    const timeline::Event copied = m_sources.store->at(event);
    QGuiApplication::clipboard()->setText(models::clipOf(copied, m_sources.titles->nameOf(copied->conversation), form));
    m_toast->say(tr("Copied"));
}

} // namespace gm::timelineview
