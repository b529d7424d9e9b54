#include "ui/inspector/inspectorpanel.h"

#include "core/diagnostics/framelog.h"
#include "tests/support/events.h"
#include "tests/ui/story.h"
#include "ui/common/fieldgrid.h"
#include "ui/common/selection.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"
#include "ui/inspector/datatree.h"
#include "ui/inspector/pathsteps.h"
#include "ui/inspector/pathview.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QTest>

using namespace gm;
using namespace gm::inspector;
using namespace Qt::StringLiterals;

namespace
{

struct Fixture {
    Fixture()
    {
        state.setShowsUtc(true);
        panel.resize(336, 700);
        panel.setSources({&story.store, &story.runs, &story.streams, &story.titles, &frames});
        panel.show();
    }
    void choose(base::RowIndex row)
    {
        selection.setEvent(row, base::ConversationId(story.store.conversation(row)), story.runs.idOf(row));
    }
    [[nodiscard]] QString field(const QString &name) const
    {
        return panel.findChild<common::FieldGrid *>(u"eventFields"_s)->valueOf(name);
    }
    [[nodiscard]] QString text(const QString &objectName) const
    {
        return panel.findChild<QPlainTextEdit *>(objectName)->toPlainText();
    }

    test::Story story;
    diagnostics::FrameLog frames{diagnostics::FrameLog::Limits{}};
    common::ThemeProvider themes;
    common::Selection selection;
    common::UiState state;
    InspectorPanel panel{themes, selection, state};
};

const QByteArray status = R"({"status":"complete","message":"Found 14","metadata":{"count":14}})";

} // namespace

class TstInspectorPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void teachesWhileNothingIsSelected()
    {
        Fixture f;

        QVERIFY(f.panel.findChild<QWidget *>(u"inspectorEmpty"_s)->isVisible());
        QVERIFY(!f.panel.titleActions()->isEnabled());
    }

    void showsTheFieldsOfTheCurrentEvent()
    {
        Fixture f;
        const base::RowIndex row = f.story.add(u"14:02:51.227"_s, u"Talks in Lisbon"_s, u"status"_s, status, 39);

        f.choose(row);

        QCOMPARE(f.field(u"id"_s), u"uR8kLhqB3Y:0"_s);
        QCOMPARE(f.field(u"published"_s), u"14:02:51.188"_s);
        QVERIFY(f.field(u"received"_s).startsWith(u"14:02:51.227 lag 39"_s));
        QVERIFY(f.field(u"run"_s).startsWith(u"run 1 of 1"_s));
        QCOMPARE(f.field(u"flags"_s), u"none"_s);
        QVERIFY(f.panel.titleActions()->isEnabled());
    }

    void showsVersionsSummariesAndEncodings_G19()
    {
        Fixture f;
        const base::RowIndex first = f.story.add(u"14:02:51.227"_s, u"Talks in Lisbon"_s, u"status"_s, status);
        const base::RowIndex row = f.story.store.append(test::changed(f.story.store.at(first), [](auto &fields) {
            fields.action = timeline::EventAction::Update;
            fields.flags = timeline::EventFlag::Superseded;
            fields.wireEncoding = u"utf-8/cipher+aes-256-cbc/vcdiff/base64"_s;
            fields.encoding = u"utf-8/cipher+aes-256-cbc"_s;
            fields.wireBytes = 32;
            fields.revision = std::make_shared<timeline::Revision>(
                timeline::Revision{.serial = u"01762437771190-000@e91B:001"_s,
                                   .clientId = u"editor"_s,
                                   .description = u"a typo"_s,
                                   .annotations = R"({"summary":{"like:total.v1":{"total":3}}})",
                                   .deltaFrom = u"uR8kLhqB3Y:0"_s});
        }));

        f.choose(first);
        QCOMPARE(f.field(u"action"_s), QString());
        QCOMPARE(f.field(u"version"_s), QString());
        f.choose(row);

        QCOMPARE(f.field(u"action"_s), u"changed"_s);
        QCOMPARE(f.field(u"version"_s), u"01762437771190-000@e91B:001 a newer one came before"_s);
        QCOMPARE(f.field(u"changed by"_s), u"editor"_s);
        QCOMPARE(f.field(u"because"_s), u"a typo"_s);
        QVERIFY(f.field(u"summary"_s).contains(u"like:total.v1"));
        QCOMPARE(f.field(u"delta of"_s), u"uR8kLhqB3Y:0 32 bytes came"_s);
        QCOMPARE(f.field(u"came as"_s), u"utf-8/cipher+aes-256-cbc/vcdiff/base64 undone in part"_s);
        QCOMPARE(f.field(u"encoding"_s), u"utf-8/cipher+aes-256-cbc encrypted: no key that fits"_s);
    }

    void showsTheDataAsATree()
    {
        Fixture f;
        f.choose(f.story.add(u"14:02:51.227"_s, u"Talks in Lisbon"_s, u"status"_s, status));

        const auto *tree = f.panel.findChild<DataTree *>();
        const QAbstractItemModel &data = *tree->model();

        QCOMPARE(data.rowCount(), 3);
        QCOMPARE(data.index(0, 0).data().toString(), u"status"_s);
        QCOMPARE(data.index(0, 1).data().toString(), u"\"complete\""_s);
        QVERIFY(tree->isExpanded(data.index(2, 0)));
    }

    void copiesThePathOfAValue()
    {
        Fixture f;
        f.choose(f.story.add(u"14:02:51.227"_s, u"Talks in Lisbon"_s, u"status"_s, status));
        auto *tree = f.panel.findChild<DataTree *>();
        tree->setCurrentIndex(tree->model()->index(0, 0, tree->model()->index(2, 0)));

        QTest::keyClick(tree, Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);

        QCOMPARE(QGuiApplication::clipboard()->text(), u"metadata.count"_s);
    }

    void rawIsIndentedOrExactlyAsReceived()
    {
        Fixture f;
        f.choose(f.story.add(u"14:02:51.227"_s, u"Talks in Lisbon"_s, u"status"_s, status));

        f.panel.showSection(InspectorPanel::Section::Raw);

        QVERIFY(f.text(u"rawText"_s).contains(u"\n    \"status\""_s) ||
                f.text(u"rawText"_s).contains(u"\n    \"message\""_s));

        f.panel.findChild<QAbstractButton *>(u"rawAsReceived"_s)->click();

        QCOMPARE(f.text(u"rawText"_s), QString::fromUtf8(status));
    }

    void undecodableDataIsShownAsItCame()
    {
        Fixture f;
        f.choose(f.story.add(u"14:02:51.227"_s, u"Talks in Lisbon"_s, u"status"_s, "{not json"));

        f.panel.showSection(InspectorPanel::Section::Raw);

        QCOMPARE(f.text(u"rawText"_s), u"{not json"_s);
        QVERIFY(f.field(u"flags"_s).contains(u"wrong-shape"_s));
    }

    void aFrameThatIsNotKnownIsSaidSo()
    {
        Fixture f;
        f.choose(f.story.add(u"14:02:51.227"_s, u"Talks in Lisbon"_s, u"status"_s, status));

        f.panel.showSection(InspectorPanel::Section::Frame);

        QVERIFY(!f.panel.findChild<QPlainTextEdit *>(u"frameText"_s)->isVisible());
    }

    void aStreamShowsItsWholeTextWhileItGrows()
    {
        Fixture f;
        f.story.stream(u"14:02:25.000"_s, u"Talks in Lisbon"_s, u"m-1"_s, u"Happy to help."_s, 4);
        f.choose(base::RowIndex(0));

        QCOMPARE(f.text(u"eventStreamText"_s), u"Happy to help."_s);

        f.story.stream(u"14:02:26.000"_s, u"Talks in Lisbon"_s, u"m-1"_s, u" Which stage?"_s, 2);

        QCOMPARE(f.text(u"eventStreamText"_s), u"Happy to help. Which stage?"_s);
    }

    void pathNamesWhatLeftNoTrace()
    {
        Fixture f;
        f.choose(f.story.add(u"14:02:51.227"_s, u"Talks in Lisbon"_s, u"status"_s, status, 39));

        const QString words = f.panel.findChild<PathView *>()->accessibleDescription();

        QVERIFY2(words.startsWith(u"Published: no evidence, Accepted by Ably: 14:02:51.188"_s), qPrintable(words));
    }

    void pathGivesDifferencesOnlyWhereTheyMeanSomething()
    {
        const QList<PathStep> steps = pathSteps({.publishedMs = 204, .acceptedMs = 188, .receivedMs = 227});

        QCOMPARE(steps.size(), 4);
        QVERIFY(!steps.at(1).differenceMs); // the log line is written after the call has returned
        QCOMPARE(steps.at(2).differenceMs, std::optional<qint64>(39));
        QVERIFY(!steps.at(3).atMs);
    }
};

QTEST_MAIN(TstInspectorPanel)
#include "tst_inspectorpanel.moc"
