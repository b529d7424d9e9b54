/// The list of conversations: "Watching" and "Not watched", each with its state in one line.
#pragma once

#include "core/base/clock.h"
#include "core/genie/conversation.h"
#include "core/timeline/conversationstate.h"
#include "core/timeline/titles.h"
#include "ui/models/keyedmodel.h"

#include <QAbstractListModel>
#include <QSet>

#include <memory>

namespace gm::models
{

struct ConversationLine;

/// Rows: a group row before each group that is not empty, then its conversations. Watched ones are ordered stuck, error,
/// active, finished, and inside each by last event; not watched ones as the backend lists them. GUI thread.
class ConversationsModel : public KeyedModel<QAbstractListModel>
{
    Q_OBJECT

public:
    enum Roles {
        RowTypeRole = Qt::UserRole, ///< RowType.
        ConversationRole,           ///< base::ConversationId; invalid in group rows.
        CountRole,                  ///< Of a group: how many it has.
        IsWatchedRole,
        StateRole,        ///< State, decides icon and colour.
        SecondLineRole,   ///< QString: the state's word with what belongs to it, "searching 12 s", "complete".
        SecondTailRole,   ///< QString: what follows in weaker colour, "· 14 opportunities".
        UnseenRole,       ///< qint64: events not seen yet, a stream counts once.
        NeedsMonoRole,    ///< bool: it has no title, and shows its id.
        ChannelFaultRole, ///< QString: why it cannot be watched; empty: nothing is wrong.
    };
    enum class RowType { Group, Conversation };
    Q_ENUM(RowType)
    enum class State {
        NoEvents,
        Started,
        Answering,
        WaitingForUser,
        Searching,
        Processing,
        Other,
        Complete,
        Error,
        Stuck,
        Refused,
        NotWatched
    };
    Q_ENUM(State)

    struct Sources {
        const timeline::ConversationStates &states;
        const timeline::Titles &titles;
        base::Clock &clock;
    };
    explicit ConversationsModel(const Sources &sources, QObject *parent = nullptr);
    ~ConversationsModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    /// The backend's list and the ids watched, in their order.
    void setConversations(const QList<genie::Conversation> &listed, const QList<base::ConversationId> &watched);
    /// Shows only rows whose title or id contains @p text.
    void setFind(const QString &text);
    /// Runs the detector calls stuck.
    void setStuck(const QSet<base::ConversationId> &stuck);
    /// Why a watched conversation's channel was refused; empty takes it back.
    void setFault(const base::ConversationId &id, const QString &fault);
    /// While held, rows keep their order: the pointer is over the list.
    void setOrderHeld(bool held);
    void setUtc(bool utc);

    [[nodiscard]] int rowOf(const base::ConversationId &id) const; ///< −1: not in the list.
    [[nodiscard]] base::ConversationId conversationAt(int row) const;

private:
    struct Row;
    struct Data;

    void scheduleUpdate();
    void update();
    void tick();
    [[nodiscard]] QList<Row> wantedRows() const;
    [[nodiscard]] Row watchedRow(const base::ConversationId &id) const;
    [[nodiscard]] bool isFound(const base::ConversationId &id) const;
    void sortWatched(QList<Row> &watched) const;
    [[nodiscard]] QVariant groupValue(const Row &row, int role) const;
    [[nodiscard]] QVariant conversationValue(const Row &row, int role) const;
    [[nodiscard]] ConversationLine secondLine(const Row &row) const;
    [[nodiscard]] QString speak(const Row &row) const;
    std::unique_ptr<Data> m_data;
};

} // namespace gm::models
