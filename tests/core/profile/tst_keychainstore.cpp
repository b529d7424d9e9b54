// keychainstore: against a real keyring and without one. withkeyring.sh prepares the case and names it in GM_KEYCHAIN_CASE.
#include "core/profile/keychainstore.h"

#include "core/base/systemclock.h"
#include "core/profile/memorystore.h"
#include "tests/support/fakeclock.h"

#include <QTest>

#include <csignal>

using namespace gm::base;
using namespace gm::profile;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using gm::test::FakeClock;

namespace
{

enum class Case { Plain, Unlocked, Locked, NoService, NoBus, Hung };

Case currentCase()
{
    const QByteArray name = qgetenv("GM_KEYCHAIN_CASE");
    if (name == "unlocked")
        return Case::Unlocked;
    if (name == "locked")
        return Case::Locked;
    if (name == "noservice")
        return Case::NoService;
    if (name == "nobus")
        return Case::NoBus;
    return name == "hung" ? Case::Hung : Case::Plain;
}

/// Waits for a job of the real keychain.
template <typename T>
Result<T> wait(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
        return Error{.id = u"never finished"_s};
    return future.result();
}

const QString key = sessionKey(u"genie.supabase.example"_s, u"user-1"_s);

} // namespace

/// Each test asks first which case it is in: together the runs cover all of them.
class TstKeychainStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesProgramProjectAndUserInTheKey();
    void forgetsInMemory();
    void keepsSecrets();
    void noticesWhatWasNotKept();
    void writesNothingIntoALockedOne();
    void saysWhenThereIsNone();
    void givesUpAfter5s();

private:
    void expectNone(KeychainStore &store);
};

void TstKeychainStore::namesProgramProjectAndUserInTheKey()
{
    QCOMPARE(key, u"app.genie.Monitor/session/genie.supabase.example/user-1"_s);
    QVERIFY(sessionKey(u"a"_s, u"b"_s) != sessionKey(u"a"_s, u"c"_s));
    QVERIFY(sessionKey(u"a"_s, u"b"_s) != sessionKey(u"b"_s, u"b"_s));
}

void TstKeychainStore::forgetsInMemory()
{
    MemoryStore store;

    QVERIFY(store.write(key, Secret(u"s"_s)).result());
    QCOMPARE(store.read(key).result()->value(), Secret(u"s"_s));
    QVERIFY(!store.isPersistent());
    QVERIFY(store.remove(key).result());
    QVERIFY(store.remove(key).result());
    QVERIFY(!store.read(key).result()->has_value());
    QVERIFY(!MemoryStore().read(key).result()->has_value());
}

void TstKeychainStore::keepsSecrets()
{
    if (currentCase() != Case::Unlocked)
        return;
    SystemClock clock;
    KeychainStore store(clock);
    const Secret record(u"{\"v\":1,\"email\":\"josé@example.com\",\"token\":\""_s + QString(2500, u'x') + u"\"}");
    QCOMPARE(store.availability(), StoreAvailability::Unknown);

    QVERIFY(!wait(store.read(key))->has_value());
    QCOMPARE(store.availability(), StoreAvailability::Available);
    const auto written = wait(store.write(key, record));
    QVERIFY2(written, written ? "" : qPrintable(written.error().toText()));
    QCOMPARE(wait(KeychainStore(clock).read(key))->value(), record);
    QVERIFY(wait(store.write(key, Secret(u"newer"_s))));
    QCOMPARE(wait(store.read(key))->value(), Secret(u"newer"_s));
    QVERIFY(!wait(store.read(key + u"x"))->has_value());

    QVERIFY(wait(store.remove(key)));
    QVERIFY(wait(store.remove(key)));
    QVERIFY(!wait(store.read(key))->has_value());
    QVERIFY(store.isPersistent());
}

void TstKeychainStore::noticesWhatWasNotKept()
{
    if (currentCase() != Case::Unlocked)
        return;
    SystemClock clock;
    KeychainStore store(clock);
    KeychainStore another(clock);

    // Jobs of a process run one after the other: the other's write comes before the first one reads back.
    const auto ours = store.write(key, Secret(u"ours"_s));
    const auto theirs = another.write(key, Secret(u"theirs"_s));

    QVERIFY(wait(theirs));
    const auto written = wait(ours);
    QVERIFY(!written);
    QCOMPARE(written.error().id, u"GM-KEYCHAIN-LOST"_s);
    QVERIFY(written.error().next.contains(u"until you close Genie Monitor"_s));
}

void TstKeychainStore::writesNothingIntoALockedOne()
{
    if (currentCase() != Case::Locked)
        return;
    SystemClock clock;
    KeychainStore store(clock);

    const auto written = wait(store.write(key, Secret(u"s"_s)));

    QVERIFY(!written);
    QCOMPARE(written.error().id, u"GM-KEYCHAIN-LOCKED"_s);
    QVERIFY(!written.error().why.isEmpty());
    QVERIFY(written.error().next.contains(u"until you close Genie Monitor"_s));
    QCOMPARE(store.availability(), StoreAvailability::Unavailable);
}

void TstKeychainStore::expectNone(KeychainStore &store)
{
    const auto read = wait(store.read(key));
    const auto written = wait(store.write(key, Secret(u"s"_s)));

    QVERIFY(!read);
    QCOMPARE(read.error().id, u"GM-KEYCHAIN-NONE"_s);
    QVERIFY(!written);
    QCOMPARE(written.error().id, u"GM-KEYCHAIN-NONE"_s);
    QCOMPARE(written.error().what, u"No keychain on this computer."_s);
    QVERIFY(!written.error().why.isEmpty());
    QCOMPARE(store.availability(), StoreAvailability::Unavailable);
}

void TstKeychainStore::saysWhenThereIsNone()
{
    if (currentCase() != Case::NoService && currentCase() != Case::NoBus)
        return;
    SystemClock clock;
    KeychainStore store(clock);

    expectNone(store);
}

void TstKeychainStore::givesUpAfter5s()
{
    if (currentCase() != Case::Hung)
        return;
    const int daemon = qEnvironmentVariableIntValue("GM_KEYRING_PID");
    QVERIFY(daemon > 1);
    FakeClock clock;
    KeychainStore store(clock);
    QVERIFY(wait(store.write(key, Secret(u"before"_s))));
    QCOMPARE(::kill(daemon, SIGSTOP), 0);

    // The keyring has stopped; the program's own 5 s pass at once.
    const auto write = store.write(key, Secret(u"after"_s));
    QCoreApplication::processEvents();
    clock.advance(4999ms);
    QVERIFY(!write.isFinished());
    clock.advance(1ms);
    QVERIFY(write.isFinished());
    QCOMPARE(write.result().error().id, u"GM-KEYCHAIN-TIMEOUT"_s);
    QCOMPARE(store.availability(), StoreAvailability::Unavailable);

    // Behind a stuck job nobody waits again.
    const auto read = store.read(key);
    QVERIFY(read.isFinished());
    QCOMPARE(read.result().error().id, u"GM-KEYCHAIN-TIMEOUT"_s);

    // The late answer still counts.
    QCOMPARE(::kill(daemon, SIGCONT), 0);
    QTRY_COMPARE_WITH_TIMEOUT(store.availability(), StoreAvailability::Available, 20'000);
    QCOMPARE(wait(store.read(key))->value(), Secret(u"after"_s));
}

QTEST_GUILESS_MAIN(TstKeychainStore)
#include "tst_keychainstore.moc"
