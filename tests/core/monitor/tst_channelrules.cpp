// Channel options of a profile: which entry holds, and keys out of the keychain.
#include "core/monitor/channelrules.h"
#include "core/profile/memorystore.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace gm::monitor;
using namespace Qt::StringLiterals;
using base::ChannelName;
using base::Secret;

namespace
{

const Secret key128{u"WUP6u0K7MXI5Zeo0VppPwg=="_s};
const Secret key256{u"_-__AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxw"_s};

profile::Profile staging()
{
    profile::Profile profile;
    profile.name = u"Staging"_s;
    profile.channels = {{.channel = u"conversation:*"_s, .isDelta = true, .hasKey = true},
                        {.channel = u"conversation:secret"_s, .hasKey = true},
                        {.channel = u"other:room"_s, .isDelta = true}};
    return profile;
}

} // namespace

class TstChannelRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesEachChannelItsOwn()
    {
        profile::MemoryStore secrets;
        std::ignore = secrets.write(profile::channelKeyName(u"Staging"_s, u"conversation:*"_s), key128);
        std::ignore = secrets.write(profile::channelKeyName(u"Staging"_s, u"conversation:secret"_s), key256);
        ChannelRules rules(secrets, staging());
        bool isLoaded = false;
        rules.whenLoaded([&isLoaded] { isLoaded = true; });
        QTRY_VERIFY(isLoaded);

        QCOMPARE(rules.keyOf(ChannelName(u"conversation:42"_s)).bits(), 128);
        QCOMPARE(rules.keyOf(ChannelName(u"conversation:secret"_s)).bits(), 256); // its name goes before the pattern
        QVERIFY(!rules.keyOf(ChannelName(u"other:room"_s)).isValid());
        QVERIFY(!rules.keyOf(ChannelName(u"elsewhere"_s)).isValid());
        QCOMPARE(rules.paramsOf(ChannelName(u"conversation:42"_s)),
                 (QMap<QString, QString>{{u"delta"_s, u"vcdiff"_s}}));
        QVERIFY(rules.paramsOf(ChannelName(u"conversation:secret"_s)).isEmpty());
        QVERIFY(rules.paramsOf(ChannelName(u"elsewhere"_s)).isEmpty());
    }

    void asksNobodyWhereThereAreNoKeys()
    {
        profile::MemoryStore secrets;
        ChannelRules rules(secrets, profile::Profile{});
        int calls = 0;

        rules.whenLoaded([&calls] { ++calls; });
        rules.whenLoaded([&calls] { ++calls; });

        QCOMPARE(calls, 2);
    }

    void tellsOfAKeyThatIsNotThere()
    {
        profile::MemoryStore secrets;
        std::ignore = secrets.write(profile::channelKeyName(u"Staging"_s, u"conversation:*"_s), key128);
        ChannelRules rules(secrets, staging());
        QSignalSpy unreadable(&rules, &ChannelRules::keyUnreadable);
        bool isLoaded = false;

        rules.whenLoaded([&isLoaded] { isLoaded = true; });

        QTRY_VERIFY(isLoaded);
        QCOMPARE(unreadable.size(), 1);
        QCOMPARE(unreadable.first().first().toString(), u"conversation:secret"_s);
        QVERIFY(!rules.keyOf(ChannelName(u"conversation:secret"_s)).isValid());
    }
};

QTEST_GUILESS_MAIN(TstChannelRules)
#include "tst_channelrules.moc"
