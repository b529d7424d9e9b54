// sessionlock: one process at a time, without blocking, and never for ever.
#include "core/supabase/sessionlock.h"

#include "tests/support/fakeclock.h"

#include <QLockFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gm::supabase;
using namespace std::chrono_literals;
using gm::test::FakeClock;
using Outcome = SessionLock::Outcome;

class TstSessionLock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_outcomes.clear(); }
    void locksAtOnce();
    void waitsForTheOther();
    void givesUpAfter10s();
    void takesOverALeftLock();
    void forgetsTheCallOnRelease();
    void locksNothingWithoutAFile();

private:
    [[nodiscard]] auto note()
    {
        return [this](Outcome outcome) { m_outcomes.append(outcome); };
    }

    QTemporaryDir m_dir;
    QString m_file = m_dir.filePath(QStringLiteral("sub/session.lock"));
    FakeClock m_clock;
    QList<Outcome> m_outcomes;
};

void TstSessionLock::locksAtOnce()
{
    SessionLock lock(m_clock, m_file);

    lock.acquire(note());

    QCOMPARE(m_outcomes, QList{Outcome::Locked});
    QVERIFY(lock.isHeld());
    lock.release();
    QVERIFY(!lock.isHeld());
    QVERIFY(QLockFile(m_file).tryLock(0));
}

void TstSessionLock::waitsForTheOther()
{
    SessionLock first(m_clock, m_file);
    SessionLock second(m_clock, m_file);
    first.acquire(note());

    second.acquire(note());
    m_clock.advance(5s);
    QCOMPARE(m_outcomes.size(), 1);
    first.release();
    m_clock.advance(100ms);

    QCOMPARE(m_outcomes.size(), 2);
    QVERIFY(second.isHeld());
}

void TstSessionLock::givesUpAfter10s()
{
    QLockFile other(m_file);
    QVERIFY(other.lock());
    SessionLock lock(m_clock, m_file);

    lock.acquire(note());
    m_clock.advance(9900ms);
    QVERIFY(m_outcomes.isEmpty());
    m_clock.advance(100ms);

    QCOMPARE(m_outcomes, QList{Outcome::TimedOut});
}

void TstSessionLock::takesOverALeftLock()
{
    // The lock of a process that is gone: a number no process has.
    QFile left(m_file);
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.write("2147483646\nghost\n" + QSysInfo::machineHostName().toUtf8() + "\n");
    left.close();
    SessionLock lock(m_clock, m_file);

    lock.acquire(note());

    QCOMPARE(m_outcomes, QList{Outcome::Locked});
}

void TstSessionLock::forgetsTheCallOnRelease()
{
    QLockFile other(m_file);
    QVERIFY(other.lock());
    SessionLock lock(m_clock, m_file);
    lock.acquire(note());

    lock.release();
    other.unlock();
    m_clock.advance(20s);

    QVERIFY(m_outcomes.isEmpty());
}

void TstSessionLock::locksNothingWithoutAFile()
{
    SessionLock lock(m_clock, {});

    lock.acquire(note());

    QCOMPARE(m_outcomes, QList{Outcome::Locked});
    QVERIFY(!lock.isHeld());
}

QTEST_GUILESS_MAIN(TstSessionLock)
#include "tst_sessionlock.moc"
