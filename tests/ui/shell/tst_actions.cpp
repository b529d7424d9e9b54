#include "ui/shell/actions.h"
#include "ui/shell/faultsmenu.h"

#include "ui/common/themeprovider.h"

#include <QLineEdit>
#include <QMainWindow>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace gm::shell;
using namespace Qt::StringLiterals;

class TstActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noShortcutMeansTwoThings();
    void everyActionHasWordsNameAndGroup();
    void lettersWorkWhileAViewHasTheFocus();
    void lettersStayInTextFields();
    void spaceStillPressesAButton();
    void toolTipsNameTheShortcut();
    void faultsAreBodiesOfTheControlApi();
};

void TstActions::noShortcutMeansTwoThings()
{
    common::ThemeProvider themes;
    QMainWindow window;
    Actions actions(themes, &window);
    QSet<QString> seen;

    for (const ActionGroup group : Actions::groups()) {
        for (const QAction *action : actions.inGroup(group)) {
            for (const QKeySequence &keys : action->shortcuts()) {
                QVERIFY2(!seen.contains(keys.toString()), qPrintable(keys.toString()));
                QVERIFY2(!keys.toString().isEmpty(), qPrintable(action->objectName()));
                seen.insert(keys.toString());
            }
        }
    }
    QVERIFY(seen.size() > 15);
}

void TstActions::everyActionHasWordsNameAndGroup()
{
    common::ThemeProvider themes;
    QMainWindow window;
    Actions actions(themes, &window);
    qsizetype inGroups = 0;

    for (const ActionGroup group : Actions::groups()) {
        QVERIFY(!groupName(group).isEmpty());
        for (const QAction *action : actions.inGroup(group)) {
            QVERIFY(!action->text().isEmpty());
            QVERIFY(action->objectName().startsWith(u"action."));
            ++inGroups;
        }
    }
    QCOMPARE(inGroups, window.actions().size());
}

void TstActions::lettersWorkWhileAViewHasTheFocus()
{
    common::ThemeProvider themes;
    QMainWindow window;
    auto *view = new QWidget(&window);
    view->setFocusPolicy(Qt::StrongFocus);
    window.setCentralWidget(view);
    Actions actions(themes, &window);
    QSignalSpy followed(actions[ActionId::Follow], &QAction::triggered);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    view->setFocus();

    QTest::keyClick(view, Qt::Key_F);

    QCOMPARE(followed.count(), 1);
}

void TstActions::lettersStayInTextFields()
{
    common::ThemeProvider themes;
    QMainWindow window;
    auto *edit = new QLineEdit(&window);
    window.setCentralWidget(edit);
    Actions actions(themes, &window);
    QSignalSpy followed(actions[ActionId::Follow], &QAction::triggered);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    edit->setFocus();

    QTest::keyClicks(edit, u"f "_s);

    QCOMPARE(followed.count(), 0);
    QCOMPARE(edit->text(), u"f "_s);
}

void TstActions::spaceStillPressesAButton()
{
    common::ThemeProvider themes;
    QMainWindow window;
    auto *button = new QPushButton(u"Press"_s, &window);
    window.setCentralWidget(button);
    Actions actions(themes, &window);
    QSignalSpy paused(actions[ActionId::Pause], &QAction::triggered);
    QSignalSpy clicked(button, &QPushButton::clicked);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    button->setFocus();

    QTest::keyClick(button, Qt::Key_Space);

    QCOMPARE(paused.count(), 0);
    QCOMPARE(clicked.count(), 1);
}

void TstActions::toolTipsNameTheShortcut()
{
    common::ThemeProvider themes;
    QMainWindow window;
    Actions actions(themes, &window);

    QCOMPARE(actions[ActionId::ConnectOrDisconnect]->toolTip(), u"Connect (Ctrl+D)"_s);
    actions.setFace(ActionId::ConnectOrDisconnect, u"Disconnect"_s, common::Icon::Disconnected);
    QCOMPARE(actions[ActionId::ConnectOrDisconnect]->toolTip(), u"Disconnect (Ctrl+D)"_s);
    QCOMPARE(Actions::iconOf(actions[ActionId::ConnectOrDisconnect]), common::Icon::Disconnected);
}

void TstActions::faultsAreBodiesOfTheControlApi()
{
    FaultsMenu menu;
    QSignalSpy chosen(&menu, &FaultsMenu::faultsChosen);
    int total = 0;

    for (QAction *group : menu.actions()) {
        if (!group->menu())
            continue;
        for (QAction *fault : group->menu()->actions()) {
            fault->trigger();
            ++total;
        }
    }

    QCOMPARE(chosen.count(), total);
    for (const QList<QVariant> &arguments : chosen) {
        const auto bodies = arguments[1].value<QList<QJsonObject>>();
        QVERIFY2(!bodies.isEmpty(), qPrintable(arguments[0].toString()));
        for (const QJsonObject &body : bodies)
            QVERIFY2(!body[u"fault"_s].toString().isEmpty(), qPrintable(arguments[0].toString()));
    }
}

QTEST_MAIN(TstActions)
#include "tst_actions.moc"
