#include "ui/shell/filterfield.h"

#include "ui/common/notice.h"
#include "ui/common/selection.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"

#include <QLineEdit>
#include <QTest>
#include <QVBoxLayout>

using namespace gm;
using namespace Qt::StringLiterals;

namespace
{

struct Fixture {
    Fixture()
    {
        window.resize(900, 300);
        (new QVBoxLayout(&window))->addWidget(field);
        window.show();
        field->edit()->setFocus();
    }
    void type(const QString &text)
    {
        field->edit()->selectAll();
        QTest::keyClicks(field->edit(), text);
        QTest::keyClick(field->edit(), Qt::Key_Return);
    }
    QString mistake()
    {
        const auto *notice = window.findChild<common::Notice *>();
        return notice && !notice->isHidden() ? notice->plainText() : QString();
    }

    common::ThemeProvider themes;
    common::Selection selection;
    QWidget window;
    shell::FilterField *field = new shell::FilterField(themes, selection);
};

} // namespace

class TstFilterField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodFilterIsShared();
    void aMistakeKeepsTheLastFilter();
    void escapeClears();
    void othersCanSetIt();
};

void TstFilterField::aGoodFilterIsShared()
{
    Fixture f;

    f.type(u"kind:status"_s);

    QCOMPARE(f.selection.filter(), u"kind:status"_s);
    QVERIFY(!common::isFieldRefused(f.field->edit()));
}

void TstFilterField::aMistakeKeepsTheLastFilter()
{
    Fixture f;
    f.type(u"kind:status"_s);

    f.type(u"lag:>fast"_s);

    QCOMPARE(f.selection.filter(), u"kind:status"_s);
    QVERIFY(common::isFieldRefused(f.field->edit()));
    QVERIFY2(f.mistake().contains(u"The last filter stays in force."), qPrintable(f.mistake()));
}

void TstFilterField::escapeClears()
{
    Fixture f;
    f.type(u"kind:status"_s);

    QTest::keyClick(f.field->edit(), Qt::Key_Escape);

    QVERIFY(f.selection.filter().isEmpty());
    QVERIFY(f.field->edit()->text().isEmpty());
}

void TstFilterField::othersCanSetIt()
{
    Fixture f;

    f.selection.setFilter(u"status:error"_s);

    QCOMPARE(f.field->edit()->text(), u"status:error"_s);
}

QTEST_MAIN(TstFilterField)
#include "tst_filterfield.moc"
