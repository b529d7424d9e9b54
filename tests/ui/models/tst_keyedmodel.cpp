#include "ui/models/keyedmodel.h"

#include <QAbstractItemModelTester>
#include <QAbstractListModel>
#include <QSignalSpy>
#include <QTest>

#include <random>

namespace
{

/// Numbers, each its own key.
class NumbersModel : public gm::models::KeyedModel<QAbstractListModel>
{
public:
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(rows.size()); }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(rows[index.row()]) : QVariant();
    }
    void set(const QList<int> &fresh)
    {
        replaceRows(rows, fresh, 1, [](int number) { return number; });
    }
    QList<int> rows;
};

} // namespace

class TstKeyedModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsAnyListToAnyOther();
};

void TstKeyedModel::bringsAnyListToAnyOther()
{
    std::mt19937 engine(2);
    NumbersModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QList<int> numbers{0, 1, 2, 3, 4, 5, 6, 7};
    for (int round = 0; round < 300; ++round) {
        QList<QPersistentModelIndex> marks;
        for (int row = 0; row < model.rows.size(); ++row)
            marks << QPersistentModelIndex(model.index(row));
        const QList<int> before = model.rows;

        std::shuffle(numbers.begin(), numbers.end(), engine);
        model.set(numbers.first(qsizetype(engine() % 9)));

        // A mark stays on its number, or is gone with it.
        for (int i = 0; i < marks.size(); ++i) {
            QCOMPARE(marks[i].isValid(), model.rows.contains(before[i]));
            if (marks[i].isValid())
                QCOMPARE(marks[i].data().toInt(), before[i]);
        }
    }
    QCOMPARE(reset.count(), 0);
}

QTEST_GUILESS_MAIN(TstKeyedModel)
#include "tst_keyedmodel.moc"
