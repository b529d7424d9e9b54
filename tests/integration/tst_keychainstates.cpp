// A whole sign-in on a computer whose keychain is there, absent, locked or hung: withkeyring.sh names the case.
#include "core/base/systemclock.h"
#include "core/profile/keychainstore.h"
#include "tests/integration/harness.h"

#include <QSignalSpy>

#include <csignal>

using namespace gm;
using namespace gm::test;
using namespace Qt::Literals::StringLiterals;

class TstKeychainStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsInWhateverTheKeychainDoes();
};

void TstKeychainStates::signsInWhateverTheKeychainDoes()
{
    // given
    const QHash<QByteArray, QString> problems{{"unlocked", QString()},
                                              {"locked", u"GM-KEYCHAIN-LOCKED"_s},
                                              {"noservice", u"GM-KEYCHAIN-NONE"_s},
                                              {"nobus", u"GM-KEYCHAIN-NONE"_s},
                                              {"hung", u"GM-KEYCHAIN-TIMEOUT"_s}};
    const QByteArray state = qgetenv("GM_KEYCHAIN_CASE");
    QVERIFY(problems.contains(state));
    const QString problem = problems.value(state);
    if (state == "hung")
        QCOMPARE(::kill(qEnvironmentVariableIntValue("GM_KEYRING_PID"), SIGSTOP), 0);
    base::SystemClock clock;
    profile::KeychainStore keychain(clock);
    Harness harness({.isConnected = false, .secrets = &keychain});
    QSignalSpy notStored(&harness.monitor(), &monitor::Monitor::sessionNotStored);

    // when
    const auto begun = clock.now();
    QVERIFY(harness.signIn());
    const auto took = clock.now() - begun;

    // then: signed in and connected in any case, and told when it is for this session only
    QVERIFY(until([&] { return harness.isConnected(); }));
    QCOMPARE(harness.monitor().isSessionStored(), problem.isEmpty());
    QCOMPARE(notStored.size(), problem.isEmpty() ? 0 : 1);
    if (!problem.isEmpty()) {
        const auto error = notStored[0][0].value<base::Error>();
        QCOMPARE(error.id, problem);
        QVERIFY2(error.next.contains(u"until you close Genie Monitor"), qPrintable(error.toText()));
        QVERIFY(!error.why.isEmpty());
        QVERIFY(harness.hasProblem(problem));
    }
    // The deadline is ours: the keyring's own would be 50 s.
    if (state == "hung")
        QVERIFY2(took >= std::chrono::seconds(5) && took < std::chrono::seconds(20),
                 qPrintable(QString::number(took.count())));
}

QTEST_GUILESS_MAIN(TstKeychainStates)
#include "tst_keychainstates.moc"
