/// The problems that hold now: Severity, Problem, Conversation, Since.
#pragma once

#include "core/diagnostics/problem.h"
#include "core/timeline/titles.h"
#include "ui/models/keyedmodel.h"

#include <QAbstractTableModel>

namespace gm::models
{

/// Shows the list in its own order, worst first, then newest. GUI thread.
class ProblemsModel : public KeyedModel<QAbstractTableModel>
{
    Q_OBJECT

public:
    enum Column { Severity, What, Conversation, Since, ColumnCount };
    enum Roles {
        SeverityRole = Qt::UserRole, ///< diagnostics::Severity as int.
        KeyRole,                     ///< QString: stays the same while the problem does.
        CodeRole,                    ///< QString: the code to quote, with its reference.
        WhyRole,
        NextRole,
        ConversationsRole, ///< QList<base::ConversationId>.
    };

    ProblemsModel(const diagnostics::ProblemList &list, const timeline::Titles &titles, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const diagnostics::Problem &problem(int row) const { return m_problems[row]; }
    [[nodiscard]] int rowOf(const QString &key) const; ///< −1: not in the list.
    void setUtc(bool utc);

private:
    void refresh();
    [[nodiscard]] QString text(const diagnostics::Problem &problem, int column) const;

    const diagnostics::ProblemList &m_list;
    const timeline::Titles &m_titles;
    QList<diagnostics::Problem> m_problems;
    bool m_isUtc = false;
};

} // namespace gm::models
