#include "ui/models/conversationsmodel.h"

#include "ui/models/conversationlines.h"
#include "ui/models/format.h"

#include <tuple>

namespace gm::models
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ConversationId;

namespace
{

constexpr auto updateEvery = 60ms;
constexpr auto tickWhileShort = 250ms; ///< Tenths of a second are shown below ten seconds.
constexpr auto tickWhileLong = 1'000ms;
constexpr qint64 shortMs = 10'000;

/// Stuck, error, active, finished, silent.
int rankOf(ConversationsModel::State state)
{
    using State = ConversationsModel::State;
    switch (state) {
    case State::Stuck:
        return 0;
    case State::Error:
    case State::Refused:
        return 1;
    case State::Complete:
        return 3;
    case State::NoEvents:
    case State::NotWatched:
        return 4;
    default:
        return 2;
    }
}

} // namespace

struct ConversationsModel::Row {
    RowType type = RowType::Conversation;
    bool isWatched = false;
    ConversationId id{}; ///< Empty in groups.
    State state = State::NotWatched;
    timeline::ConversationState summary{};
    int count = 0; ///< Of a group.

    [[nodiscard]] std::pair<bool, ConversationId> key() const { return {isWatched, id}; }
};

struct ConversationsModel::Data {
    Sources sources;
    QList<genie::Conversation> listed{};
    QList<ConversationId> watched{};
    QSet<ConversationId> stuck{};
    QHash<ConversationId, QString> faults{};
    QString find{};
    QList<Row> rows{};
    bool isOrderHeld = false;
    bool isUpdateScheduled = false;
    bool isUtc = false;
    base::TimerHandle updateTimer{};
    base::TimerHandle tickTimer{};
};

ConversationsModel::ConversationsModel(const Sources &sources, QObject *parent)
    : KeyedModel(parent)
    , m_data(std::make_unique<Data>(Data{.sources = sources}))
{
    connect(&sources.states, &timeline::ConversationStates::changed, this, &ConversationsModel::scheduleUpdate);
    connect(&sources.titles, &timeline::Titles::titleChanged, this, &ConversationsModel::scheduleUpdate);
}

ConversationsModel::~ConversationsModel() = default;

int ConversationsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_data->rows.size());
}

QVariant ConversationsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_data->rows[index.row()];
    if (role == RowTypeRole)
        return QVariant::fromValue(row.type);
    if (role == IsWatchedRole)
        return row.isWatched;
    if (row.type == RowType::Group)
        return groupValue(row, role);
    return conversationValue(row, role);
}

QVariant ConversationsModel::groupValue(const Row &row, int role) const
{
    const QString name = row.isWatched ? tr("Watching") : tr("Not watched");
    if (role == Qt::DisplayRole)
        return name;
    if (role == CountRole)
        return row.count;
    if (role == Qt::AccessibleTextRole)
        return tr("%1, %2", "group and how many").arg(name).arg(row.count);
    return {};
}

QVariant ConversationsModel::conversationValue(const Row &row, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return m_data->sources.titles.nameOf(row.id);
    case Qt::ToolTipRole:
        return row.id.text();
    case Qt::AccessibleTextRole:
        return speak(row);
    case ConversationRole:
        return QVariant::fromValue(row.id);
    case StateRole:
        return QVariant::fromValue(row.state);
    case SecondLineRole:
        return secondLine(row).word;
    case SecondTailRole:
        return secondLine(row).tail;
    case UnseenRole:
        return row.summary.unseen;
    case NeedsMonoRole:
        return m_data->sources.titles.titleOf(row.id).isEmpty();
    case ChannelFaultRole:
        return m_data->faults.value(row.id);
    default:
        return {};
    }
}

ConversationLine ConversationsModel::secondLine(const Row &row) const
{
    const base::Clock &clock = m_data->sources.clock;
    if (row.state == State::Refused)
        return {.word = m_data->faults.value(row.id)};
    if (row.state != State::NotWatched)
        return lineOf(row.summary, row.state == State::Stuck, clock.now().count());
    for (const genie::Conversation &conversation : m_data->listed) {
        if (conversation.id != row.id)
            continue;
        const qint64 changedMs = conversation.updatedMs != 0 ? conversation.updatedMs : conversation.createdMs;
        QStringList parts{conversation.status};
        if (changedMs != 0)
            parts << formatRelativeDay(changedMs, clock.wallMs(), m_data->isUtc ? Zone::Utc : Zone::Local);
        parts.removeAll(QString());
        return {.word = parts.join(u" \u00B7 "_s)};
    }
    return {};
}

QString ConversationsModel::speak(const Row &row) const
{
    const bool showsPhase = row.state != State::NotWatched && row.state != State::Refused;
    QStringList parts{m_data->sources.titles.nameOf(row.id),
                      showsPhase
                          ? speakLine(row.summary, row.state == State::Stuck, m_data->sources.clock.now().count())
                          : secondLine(row).word};
    if (!row.isWatched)
        parts << tr("not watched");
    if (row.summary.unseen == 1)
        parts << tr("1 new event");
    else if (row.summary.unseen > 1)
        parts << tr("%1 new events").arg(row.summary.unseen);
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

Qt::ItemFlags ConversationsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags common = Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    return m_data->rows[index.row()].type == RowType::Group ? common : common | Qt::ItemIsSelectable;
}

void ConversationsModel::setConversations(const QList<genie::Conversation> &listed,
                                          const QList<ConversationId> &watched)
{
    m_data->listed = listed;
    m_data->watched = watched;
    update();
}

void ConversationsModel::setFind(const QString &text)
{
    m_data->find = text.trimmed();
    update();
}

void ConversationsModel::setStuck(const QSet<ConversationId> &stuck)
{
    if (std::exchange(m_data->stuck, stuck) != stuck)
        scheduleUpdate();
}

void ConversationsModel::setFault(const ConversationId &id, const QString &fault)
{
    if (fault.isEmpty())
        m_data->faults.remove(id);
    else
        m_data->faults.insert(id, fault);
    scheduleUpdate();
}

void ConversationsModel::setOrderHeld(bool held)
{
    if (std::exchange(m_data->isOrderHeld, held) && !held)
        update();
}

void ConversationsModel::setUtc(bool utc)
{
    m_data->isUtc = utc;
    update();
}

int ConversationsModel::rowOf(const ConversationId &id) const
{
    for (int i = 0; i < rowCount(); ++i) {
        if (m_data->rows[i].type == RowType::Conversation && m_data->rows[i].id == id)
            return i;
    }
    return -1;
}

ConversationId ConversationsModel::conversationAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_data->rows[row].id : ConversationId();
}

void ConversationsModel::scheduleUpdate()
{
    if (std::exchange(m_data->isUpdateScheduled, true))
        return;
    m_data->updateTimer = m_data->sources.clock.after(updateEvery, [this] { update(); });
}

void ConversationsModel::update()
{
    m_data->isUpdateScheduled = false;
    m_data->updateTimer.cancel();
    replaceRows(m_data->rows, wantedRows(), 1, [](const Row &row) { return row.key(); });
    tick();
}

void ConversationsModel::tick()
{
    const qint64 now = m_data->sources.clock.now().count();
    bool isAnyRunning = false;
    bool isAnyShort = false;
    for (int i = 0; i < rowCount(); ++i) {
        const Row &row = m_data->rows[i];
        if (!isRunning(row.state))
            continue;
        isAnyRunning = true;
        isAnyShort = isAnyShort || now - row.summary.sinceMonoMs < shortMs;
        Q_EMIT dataChanged(index(i), index(i), {SecondLineRole, Qt::AccessibleTextRole});
    }
    m_data->tickTimer.cancel();
    if (isAnyRunning)
        m_data->tickTimer =
            m_data->sources.clock.after(isAnyShort ? tickWhileShort : tickWhileLong, [this] { tick(); });
}

ConversationsModel::Row ConversationsModel::watchedRow(const ConversationId &id) const
{
    Row row{.isWatched = true, .id = id, .summary = m_data->sources.states.of(id)};
    if (m_data->faults.contains(id))
        row.state = State::Refused;
    else if (m_data->stuck.contains(id))
        row.state = State::Stuck;
    else
        row.state = stateOf(row.summary);
    return row;
}

bool ConversationsModel::isFound(const ConversationId &id) const
{
    return m_data->find.isEmpty() || id.text().contains(m_data->find, Qt::CaseInsensitive) ||
           m_data->sources.titles.titleOf(id).contains(m_data->find, Qt::CaseInsensitive);
}

QList<ConversationsModel::Row> ConversationsModel::wantedRows() const
{
    QList<Row> watched;
    for (const ConversationId &id : m_data->watched) {
        if (isFound(id))
            watched << watchedRow(id);
    }
    sortWatched(watched);
    QList<Row> others;
    for (const genie::Conversation &conversation : m_data->listed) {
        if (!m_data->watched.contains(conversation.id) && isFound(conversation.id))
            others << Row{.id = conversation.id};
    }
    QList<Row> rows;
    if (!watched.isEmpty())
        rows << Row{.type = RowType::Group, .isWatched = true, .count = int(watched.size())} << watched;
    if (!others.isEmpty())
        rows << Row{.type = RowType::Group, .count = int(others.size())} << others;
    return rows;
}

void ConversationsModel::sortWatched(QList<Row> &watched) const
{
    if (m_data->isOrderHeld) {
        // As they stand now; new ones at the end.
        const auto place = [this](const Row &row) {
            const int known = rowOf(row.id);
            return known < 0 ? std::numeric_limits<int>::max() : known;
        };
        std::stable_sort(watched.begin(), watched.end(),
                         [&](const Row &a, const Row &b) { return place(a) < place(b); });
        return;
    }
    std::stable_sort(watched.begin(), watched.end(), [](const Row &a, const Row &b) {
        return std::tuple(rankOf(a.state), -a.summary.lastEventMs) <
               std::tuple(rankOf(b.state), -b.summary.lastEventMs);
    });
}

} // namespace gm::models
