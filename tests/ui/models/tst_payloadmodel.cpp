#include "ui/models/payloadmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using genie::DataForm;
using models::PayloadModel;
using ValueType = PayloadModel::ValueType;

namespace
{

struct Fixture {
    PayloadModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    [[nodiscard]] QString key(int row, const QModelIndex &parent = {}) const
    {
        return model.index(row, PayloadModel::Key, parent).data().toString();
    }
    [[nodiscard]] QString value(int row, const QModelIndex &parent = {}) const
    {
        return model.index(row, PayloadModel::Value, parent).data().toString();
    }
    [[nodiscard]] ValueType type(int row, const QModelIndex &parent = {}) const
    {
        return model.index(row, 0, parent).data(PayloadModel::ValueTypeRole).value<ValueType>();
    }
};

} // namespace

class TstPayloadModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsFieldsInTheirOrder();
    void opensNestedValues();
    void givesPathsAndValuesToCopy();
    void showsASingleValue();
    void showsWhatIsNoTree_data();
    void showsWhatIsNoTree();
    void shortensLongTexts();
    void staysQuickWithManyValues();
};

void TstPayloadModel::showsFieldsInTheirOrder()
{
    Fixture f;
    f.model.setPayload(
        R"({"status":"complete","message":"Found 14","a":true,"n":null,"x":-1.50,"big":18446744073709551615})",
        DataForm::Json);

    QCOMPARE(f.model.rowCount(), 6);
    QCOMPARE(f.key(0), u"status"_s);
    QCOMPARE(f.value(0), u"\"complete\""_s);
    QCOMPARE(f.key(2), u"a"_s);
    QCOMPARE(f.value(2), u"true"_s);
    QCOMPARE(f.value(3), u"null"_s);
    QCOMPARE(f.value(4), u"-1.5"_s);
    QCOMPARE(f.value(5), u"18446744073709551615"_s);
    QCOMPARE(f.type(0), ValueType::Text);
    QCOMPARE(f.type(3), ValueType::Null);
    QCOMPARE(f.type(4), ValueType::Number);
    QVERIFY(f.model.notice().isEmpty());
}

void TstPayloadModel::opensNestedValues()
{
    Fixture f;
    f.model.setPayload(R"({"metadata":{"items":[{"id":"x"},7],"none":{}}})", DataForm::Json);

    const QModelIndex metadata = f.model.index(0, 0);
    QCOMPARE(f.value(0), u"2 fields"_s);
    QVERIFY(f.model.hasChildren(metadata));
    const QModelIndex items = f.model.index(0, 0, metadata);
    QCOMPARE(f.value(0, metadata), u"2 items"_s);
    QCOMPARE(f.model.rowCount(items), 2);
    QCOMPARE(f.key(1, items), u"1"_s);
    QCOMPARE(f.model.parent(f.model.index(1, 1, items)), items);
    QVERIFY(!f.model.hasChildren(f.model.index(1, 0, metadata)));
    QCOMPARE(f.value(1, metadata), u"0 fields"_s);
}

void TstPayloadModel::givesPathsAndValuesToCopy()
{
    Fixture f;
    f.model.setPayload(R"({"metadata":{"items":[{"id":"say \"x\""}]}})", DataForm::Json);
    const QModelIndex metadata = f.model.index(0, 0);
    const QModelIndex items = f.model.index(0, 0, metadata);
    const QModelIndex first = f.model.index(0, 0, items);
    const QModelIndex id = f.model.index(0, 0, first);

    QCOMPARE(id.data(PayloadModel::PathRole).toString(), u"metadata.items[0].id"_s);
    QCOMPARE(id.data(PayloadModel::RawRole).toString(), u"say \"x\""_s);
    QCOMPARE(first.data(PayloadModel::RawRole).toString(), uR"({"id":"say \"x\""})"_s);
}

void TstPayloadModel::showsASingleValue()
{
    Fixture f;
    f.model.setPayload(R"("processing")", DataForm::Json);

    QCOMPARE(f.model.rowCount(), 1);
    QCOMPARE(f.value(0), u"\"processing\""_s);
    QVERIFY(f.model.notice().isEmpty());
}

void TstPayloadModel::showsWhatIsNoTree_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<DataForm>("form");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QString>("value");
    QTest::newRow("broken JSON") << QByteArray(R"({"a":)") << DataForm::Json << 1 << uR"({"a":)"_s;
    QTest::newRow("empty JSON") << QByteArray() << DataForm::Json << 1 << u""_s;
    QTest::newRow("text") << QByteArray("hello\nworld") << DataForm::Text << 1 << u"hello world"_s;
    QTest::newRow("bytes") << QByteArray("\x01\x02\xff", 3) << DataForm::Binary << 1 << u"AQL/"_s;
    QTest::newRow("nothing") << QByteArray() << DataForm::None << 0 << QString();
}

void TstPayloadModel::showsWhatIsNoTree()
{
    QFETCH(QByteArray, payload);
    QFETCH(DataForm, form);
    QFETCH(QString, value);
    Fixture f;
    f.model.setPayload(payload, form);

    QTEST(f.model.rowCount(), "rows");
    QVERIFY(!f.model.notice().isEmpty());
    if (f.model.rowCount() > 0) {
        QCOMPARE(f.value(0), value);
        QCOMPARE(f.type(0), ValueType::Raw);
    }
    f.model.clear();
    QCOMPARE(f.model.rowCount(), 0);
}

void TstPayloadModel::shortensLongTexts()
{
    Fixture f;
    f.model.setPayload("{\"a\":\"" + QByteArray(70'000, 'x') + "\"}", DataForm::Json);

    QVERIFY(f.value(0).size() < 500);
    QVERIFY(f.value(0).endsWith(u"70\u202F000 characters"_s));
    QCOMPARE(f.model.index(0, 0).data(PayloadModel::RawRole).toString().size(), 70'000);
}

void TstPayloadModel::staysQuickWithManyValues()
{
    // Given a list whose items hold lists: only what is opened is made.
    QByteArray payload = "[";
    for (int i = 0; i < 20'000; ++i)
        payload += "[1,2,3],";
    payload.back() = ']';
    PayloadModel model;
    QElapsedTimer timer;
    timer.start();

    model.setPayload(payload, DataForm::Json);

    QCOMPARE(model.rowCount(), 20'000);
    QVERIFY(model.hasChildren(model.index(19'999, 0)));
    QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TstPayloadModel)
#include "tst_payloadmodel.moc"
