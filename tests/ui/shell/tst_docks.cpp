#include "ui/shell/docks.h"

#include "ui/common/style.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"
#include "ui/shell/docktitle.h"
#include "ui/shell/tabstrip.h"

#include <QDockWidget>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>

using namespace gm;
using namespace gm::shell;
using namespace Qt::StringLiterals;

namespace
{

/// A window with the docks of the program and a plain widget in each.
struct Fixture {
    explicit Fixture(const QSize &size = {1440, 900})
    {
        window.setCentralWidget(new QWidget(&window));
        docks.addConversations(new QPlainTextEdit(&window), {});
        docks.addInspector(new QPlainTextEdit(&window), new QLabel(u"Event"_s, &window));
        docks.addBottom(u"dock.problems"_s, u"Problems"_s, new QPlainTextEdit(&window));
        docks.addBottom(u"dock.connection"_s, u"Connection"_s, new QPlainTextEdit(&window));
        window.resize(size);
        docks.applyRoom(size);
        window.show();
        settle();
        docks.show(u"dock.problems"_s);
        settle();
    }

    QDockWidget *dock(const QString &name) { return window.findChild<QDockWidget *>(name); }
    QStringList tabsOf(const QString &name)
    {
        QStringList texts;
        const TabStrip *tabs = static_cast<DockTitle *>(dock(name)->titleBarWidget())->tabs();
        for (int i = 0; tabs && i < tabs->count(); ++i)
            texts << tabs->tabText(i);
        return texts;
    }
    /// Layouts and tabs follow in the next turns of the event loop.
    static void settle()
    {
        for (int i = 0; i < 3; ++i)
            QCoreApplication::sendPostedEvents();
        QTest::qWait(0);
    }

    common::ThemeProvider themes;
    common::UiState state;
    QMainWindow window;
    Docks docks{themes, state, &window};
};

} // namespace

class TstDocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bottomPanelsShareOneStrip();
    void aClosedPanelLeavesTheStrip();
    void showBringsAPanelBack();
    void foldingLeavesTheStrip();
    void maximisedPanelTakesTheWindow();
    void inspectorJoinsTheTabsInANarrowWindow();
    void aFloatingInspectorStaysWhereItIs();
    void arrangementIsRestored();
};

void TstDocks::bottomPanelsShareOneStrip()
{
    Fixture f;
    const QStringList both{u"Problems"_s, u"Connection"_s};

    QTRY_COMPARE(f.tabsOf(u"dock.problems"_s), both);
    QTRY_COMPARE(f.tabsOf(u"dock.connection"_s), both);
    QVERIFY(f.tabsOf(u"dock.inspector"_s).isEmpty());
}

void TstDocks::aClosedPanelLeavesTheStrip()
{
    Fixture f;

    f.dock(u"dock.connection"_s)->close();

    QTRY_COMPARE(f.tabsOf(u"dock.problems"_s), QStringList{u"Problems"_s});
}

void TstDocks::showBringsAPanelBack()
{
    Fixture f;
    f.dock(u"dock.connection"_s)->close();

    f.docks.show(u"dock.connection"_s);

    QTRY_VERIFY(!f.dock(u"dock.connection"_s)->visibleRegion().isEmpty());
    QVERIFY(f.dock(u"dock.connection"_s)->widget()->hasFocus() || !f.window.isActiveWindow());
}

void TstDocks::foldingLeavesTheStrip()
{
    Fixture f;
    const int before = f.dock(u"dock.problems"_s)->height();

    f.docks.setFolded(true);
    QTRY_VERIFY(f.dock(u"dock.problems"_s)->height() < 50);
    QVERIFY(!f.dock(u"dock.problems"_s)->widget()->isVisible());

    f.docks.setFolded(false);
    // The layout may round by a strip; what matters is that the panel has its room back.
    QTRY_VERIFY(qAbs(f.dock(u"dock.problems"_s)->height() - before) <= 32);
    QVERIFY(f.dock(u"dock.problems"_s)->widget()->isVisible());
}

void TstDocks::maximisedPanelTakesTheWindow()
{
    Fixture f;
    const int before = f.dock(u"dock.problems"_s)->height();

    f.docks.toggleMaximised();
    QTRY_VERIFY(f.dock(u"dock.problems"_s)->height() > 800);
    QVERIFY(!f.dock(u"dock.conversations"_s)->isVisible());
    QVERIFY(!f.window.centralWidget()->isVisible());

    f.docks.toggleMaximised();
    QTRY_COMPARE(f.dock(u"dock.problems"_s)->height(), before);
    QVERIFY(f.dock(u"dock.conversations"_s)->isVisible());
    QVERIFY(f.window.centralWidget()->isVisible());
}

void TstDocks::inspectorJoinsTheTabsInANarrowWindow()
{
    Fixture f;
    const QStringList all{u"Problems"_s, u"Inspector"_s, u"Connection"_s};

    f.docks.applyRoom({1024, 640});
    QVERIFY(f.state.isNarrow() && f.state.isLow());
    QTRY_COMPARE(f.tabsOf(u"dock.problems"_s), all);
    QTRY_COMPARE(f.tabsOf(u"dock.inspector"_s), all);

    f.docks.applyRoom({1440, 900});
    QTRY_COMPARE(f.window.dockWidgetArea(f.dock(u"dock.inspector"_s)), Qt::RightDockWidgetArea);
    QTRY_VERIFY(f.tabsOf(u"dock.inspector"_s).isEmpty());
}

void TstDocks::aFloatingInspectorStaysWhereItIs()
{
    Fixture f;
    f.dock(u"dock.inspector"_s)->setFloating(true);

    f.docks.applyRoom({1024, 640});

    QVERIFY(f.dock(u"dock.inspector"_s)->isFloating());
}

void TstDocks::arrangementIsRestored()
{
    Fixture first;
    first.dock(u"dock.conversations"_s)->close();
    first.docks.toggleMaximised(); // what is maximised is not remembered
    const QByteArray state = first.docks.save();

    Fixture second;
    second.docks.restore(state);

    QVERIFY(second.dock(u"dock.conversations"_s)->isHidden());
    QVERIFY(second.window.centralWidget()->isVisible());
}

QTEST_MAIN(TstDocks)
#include "tst_docks.moc"
