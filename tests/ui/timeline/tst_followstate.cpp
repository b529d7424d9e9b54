#include "ui/timeline/followstate.h"

#include <QTest>

using namespace gm::timelineview;

class TstFollowState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsNothingWhileFollowing()
    {
        FollowState follow;

        follow.appended(5);

        QVERIFY(follow.isFollowing());
        QVERIFY(!follow.wantsPill());
    }

    void countsWhatArrivesAfterScrollingUp()
    {
        FollowState follow;

        follow.scrolled(false);
        follow.appended(3);
        follow.appended(15);

        QVERIFY(!follow.isFollowing());
        QVERIFY(follow.wantsPill());
        QCOMPARE(follow.unseen(), 18);
    }

    void goesOnWhenTheEndIsReachedAgain()
    {
        FollowState follow;
        follow.scrolled(false);
        follow.appended(3);

        follow.scrolled(true);

        QVERIFY(follow.isFollowing());
        QCOMPARE(follow.unseen(), 0);
    }

    void choosingARowStopsUnlessItIsTheNewest()
    {
        FollowState follow;

        follow.rowChosen(true);
        QVERIFY(follow.isFollowing());

        follow.rowChosen(false);
        QVERIFY(!follow.isFollowing());
    }

    void aFilterMakesNothingNew()
    {
        FollowState follow;
        follow.stop();
        follow.appended(4);

        follow.restarted();

        QVERIFY(!follow.wantsPill());
    }
};

QTEST_GUILESS_MAIN(TstFollowState)
#include "tst_followstate.moc"
