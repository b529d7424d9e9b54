#include "ui/models/problemsmodel.h"

#include "ui/models/format.h"

#include <array>

namespace gm::models
{

using diagnostics::Problem;

namespace
{

QString severityWord(diagnostics::Severity severity)
{
    switch (severity) {
    case diagnostics::Severity::Error:
        return ProblemsModel::tr("error");
    case diagnostics::Severity::Warning:
        return ProblemsModel::tr("warning");
    case diagnostics::Severity::Note:
        break;
    }
    return ProblemsModel::tr("note");
}

/// Numbers stand at the right, in the header too.
int alignmentOf(int column)
{
    const bool isRight = column == ProblemsModel::Since;
    return int((isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

ProblemsModel::ProblemsModel(const diagnostics::ProblemList &list, const timeline::Titles &titles, QObject *parent)
    : KeyedModel(parent)
    , m_list(list)
    , m_titles(titles)
{
    connect(&list, &diagnostics::ProblemList::changed, this, &ProblemsModel::refresh);
    connect(&titles, &timeline::Titles::titleChanged, this, &ProblemsModel::refresh);
    refresh();
}

void ProblemsModel::refresh()
{
    replaceRows(m_problems, m_list.problems(), ColumnCount, [](const Problem &problem) { return problem.key(); });
}

void ProblemsModel::setUtc(bool utc)
{
    m_isUtc = utc;
    refresh();
}

int ProblemsModel::rowOf(const QString &key) const
{
    for (int i = 0; i < m_problems.size(); ++i) {
        if (m_problems[i].key() == key)
            return i;
    }
    return -1;
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_problems.size());
}

int ProblemsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ProblemsModel::text(const Problem &problem, int column) const
{
    switch (column) {
    case Severity:
        return severityWord(problem.severity);
    case What:
        return problem.what;
    case Conversation:
        if (problem.conversations.isEmpty())
            return nothing();
        return problem.conversations.size() == 1 ? m_titles.nameOf(problem.conversations.first())
                                                 : tr("%1 conversations").arg(problem.conversations.size());
    case Since:
        return formatTimeShort(problem.sinceMs, m_isUtc ? Zone::Utc : Zone::Local);
    default:
        return {};
    }
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Problem &problem = m_problems[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(problem, index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    case Qt::AccessibleTextRole:
        return QStringList{text(problem, Severity), problem.what, text(problem, Conversation), text(problem, Since)}
            .join(QStringLiteral(", "));
    case SeverityRole:
        return int(problem.severity);
    case KeyRole:
        return problem.key();
    case CodeRole:
        return problem.reference.isEmpty() ? problem.code
                                           : QString(problem.code + QStringLiteral(", ") + problem.reference);
    case WhyRole:
        return problem.why;
    case NextRole:
        return problem.next;
    case ConversationsRole:
        return QVariant::fromValue(problem.conversations);
    default:
        return {};
    }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    const std::array names{tr("Severity"), tr("Problem"), tr("Conversation"), tr("Since")};
    static_assert(names.size() == ColumnCount);
    return names[size_t(section)];
}

} // namespace gm::models
