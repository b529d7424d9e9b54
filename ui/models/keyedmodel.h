/// Bringing a short list up to date without losing what is selected in it.
#pragma once

#include <QList>
#include <QSet>

#include <algorithm>

namespace gm::models
{

/// Adds to a model the exchange of its rows for fresh ones: rows are told apart by a key, so views hear of removals,
/// moves and insertions instead of a reset. For lists of hundreds, not of millions.
template <typename Base>
class KeyedModel : public Base
{
protected:
    using Base::Base;

    /// Makes @p rows equal to @p fresh. @p keyOf gives a row's key; keys are different from each other.
    template <typename Row, typename KeyOf>
    void replaceRows(QList<Row> &rows, const QList<Row> &fresh, int columns, KeyOf keyOf)
    {
        removeRowsNotIn(rows, fresh, keyOf);
        reorder(rows, fresh, keyOf);
        for (int i = 0; i < fresh.size(); ++i) {
            if (i < rows.size() && keyOf(rows[i]) == keyOf(fresh[i]))
                continue;
            this->beginInsertRows({}, i, i);
            rows.insert(i, fresh[i]);
            this->endInsertRows();
        }
        rows = fresh;
        if (!rows.isEmpty())
            Q_EMIT this->dataChanged(this->index(0, 0), this->index(int(rows.size()) - 1, columns - 1));
    }

private:
    template <typename Row, typename KeyOf>
    void removeRowsNotIn(QList<Row> &rows, const QList<Row> &fresh, KeyOf keyOf)
    {
        QSet<decltype(keyOf(fresh.first()))> kept;
        for (const Row &row : fresh)
            kept.insert(keyOf(row));
        for (int i = int(rows.size()) - 1; i >= 0; --i) {
            if (kept.contains(keyOf(rows[i])))
                continue;
            this->beginRemoveRows({}, i, i);
            rows.removeAt(i);
            this->endRemoveRows();
        }
    }

    template <typename Row, typename KeyOf>
    void reorder(QList<Row> &rows, const QList<Row> &fresh, KeyOf keyOf)
    {
        const auto placeIn = [&](const QList<Row> &list, const Row &wanted) {
            const auto same = [&](const Row &row) { return keyOf(row) == keyOf(wanted); };
            return std::find_if(list.begin(), list.end(), same) - list.begin();
        };
        QList<Row> ordered;
        for (const Row &row : fresh) {
            if (const auto place = placeIn(rows, row); place < rows.size())
                ordered << rows[place];
        }
        if (std::equal(rows.begin(), rows.end(), ordered.begin(), ordered.end(),
                       [&](const Row &a, const Row &b) { return keyOf(a) == keyOf(b); }))
            return;
        Q_EMIT this->layoutAboutToBeChanged({}, Base::VerticalSortHint);
        const auto before = this->persistentIndexList();
        auto after = before;
        for (auto &index : after)
            index = this->createIndex(int(placeIn(ordered, rows[index.row()])), index.column());
        rows = ordered;
        this->changePersistentIndexList(before, after);
        Q_EMIT this->layoutChanged({}, Base::VerticalSortHint);
    }
};

} // namespace gm::models
