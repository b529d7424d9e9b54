// Two processes of the program on one stored session, in a real keyring: both renew it at once, both stay signed in.
#include "core/profile/keychainstore.h"
#include "core/profile/settings.h"
#include "core/profile/standardpaths.h"
#include "tests/integration/programrun.h"

#include <QTest>

using namespace gm::test;
using namespace Qt::StringLiterals;
using gm::base::Secret;

namespace
{

/// Makes the stored session one whose token was over a minute ago, as after a night.
bool ageStoredSession(ProgramHome &home)
{
    gm::profile::KeychainStore store(home.clock);
    const gm::profile::Settings settings(gm::profile::standardPaths(home.folder.path()).settingsFile());
    const QString user = settings.value(gm::profile::Setting::SignedInUser, u"Environment"_s).toString();
    const QString key = gm::profile::sessionKey(QUrl(home.at.supabaseUrl).authority(), user);
    const auto stored = store.read(key);
    if (!QTest::qWaitFor([&] { return stored.isFinished(); }, 20'000) || !stored.result() || !*stored.result())
        return false;
    QJsonObject record = QJsonDocument::fromJson((*stored.result())->reveal().toUtf8()).object();
    record[u"expires_at"_s] = record[u"expires_at"_s].toInteger() - 3660;
    const auto written = store.write(key, Secret(QString::fromUtf8(QJsonDocument(record).toJson())));
    return QTest::qWaitFor([&] { return written.isFinished(); }, 20'000) && written.result().isOk();
}

} // namespace

class TstInstances : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothStaySignedIn();
    void aSignOutOfOneEndsTheOther();
};

void TstInstances::bothStaySignedIn()
{
    // given
    ProgramHome home;
    int code = -1;
    const auto login = home.runToEnd({u"login"_s, u"--email"_s, home.at.email, u"--password-stdin"_s},
                                     home.at.password.toUtf8() + '\n', code);
    QVERIFY2(code == 0, login->errors.constData());
    QVERIFY(ageStoredSession(home));
    // The answer takes its time, so that the second process comes while the first is at it.
    QVERIFY(!home.control(
                     "POST", u"/faults"_s,
                     {{u"fault"_s, u"http-slow"_s}, {u"route"_s, u"refresh"_s}, {u"value"_s, u"2s"_s}, {u"count"_s, 1}})
                 .isEmpty());

    // when
    const QStringList watch{u"watch"_s, u"--conversation"_s, home.at.conversations.first(), u"--for"_s, u"12s"_s};
    const auto first = home.run(watch);
    const auto second = home.run(watch);

    // then: one renewed it, the other took that over
    const int firstCode = first->end();
    const int secondCode = second->end();
    QVERIFY2(firstCode == 0, first->errors.constData());
    QVERIFY2(secondCode == 0, second->errors.constData());
    QCOMPARE(home.calls(u"refresh"_s), 1);
    QCOMPARE(home.sessionsOf(home.at.email), 1);
}

void TstInstances::aSignOutOfOneEndsTheOther()
{
    ProgramHome home;
    int code = -1;
    static_cast<void>(home.runToEnd({u"login"_s, u"--email"_s, home.at.email, u"--password-stdin"_s},
                                    home.at.password.toUtf8() + '\n', code));
    QCOMPARE(code, 0);

    static_cast<void>(home.runToEnd({u"logout"_s}, {}, code));
    QCOMPARE(code, 0);

    const auto watch =
        home.runToEnd({u"watch"_s, u"--conversation"_s, home.at.conversations.first(), u"--for"_s, u"5s"_s}, {}, code);
    QCOMPARE(code, 2);
    QVERIFY2(watch->errors.contains("signed in"), watch->errors.constData());
}

QTEST_GUILESS_MAIN(TstInstances)
#include "tst_instances.moc"
