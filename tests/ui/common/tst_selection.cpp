#include "ui/common/selection.h"
#include "ui/common/uistate.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace gm::common;
using namespace Qt::StringLiterals;

class TstSelection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEventBringsItsRunAndConversation();
    void sayingTheSameTwiceIsSilent();
    void clearKeepsTheFilter();
    void roomIsToldOnce();
};

void TstSelection::anEventBringsItsRunAndConversation()
{
    Selection selection;
    QStringList order;
    connect(&selection, &Selection::conversationChanged, this, [&] { order << u"conversation"_s; });
    connect(&selection, &Selection::runChanged, this, [&] { order << u"run"_s; });
    connect(&selection, &Selection::eventChanged, this, [&] { order << u"event"_s; });

    selection.setEvent(base::RowIndex(7), base::ConversationId(u"a"_s), base::RunId(u"a#1"_s));

    QCOMPARE(order, (QStringList{u"conversation"_s, u"run"_s, u"event"_s}));
    QCOMPARE(selection.event().value(), 7);
    QCOMPARE(selection.conversation().text(), u"a"_s);
}

void TstSelection::sayingTheSameTwiceIsSilent()
{
    Selection selection;
    selection.setFilter(u"kind:status"_s);
    QSignalSpy changed(&selection, &Selection::filterChanged);

    selection.setFilter(u"kind:status"_s);

    QCOMPARE(changed.count(), 0);
}

void TstSelection::clearKeepsTheFilter()
{
    Selection selection;
    selection.setFilter(u"rust"_s);
    selection.setEvent(base::RowIndex(1), base::ConversationId(u"a"_s));

    selection.clear();

    QVERIFY(!selection.event().isValid());
    QVERIFY(selection.conversation().isEmpty());
    QCOMPARE(selection.filter(), u"rust"_s);
}

void TstSelection::roomIsToldOnce()
{
    UiState state;
    QSignalSpy changed(&state, &UiState::roomChanged);

    state.setRoom(true, false);
    state.setRoom(true, false);
    state.setRoom(true, true);

    QCOMPARE(changed.count(), 2);
    QVERIFY(state.isNarrow() && state.isLow());
}

QTEST_GUILESS_MAIN(TstSelection)
#include "tst_selection.moc"
