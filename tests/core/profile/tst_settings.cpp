// settings: the table holds, values survive, and what makes no sense is not believed.
#include "core/profile/settings.h"

#include <QFile>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gm::profile;
using namespace Qt::StringLiterals;

class TstSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void hasOneRowForEachSetting();
    void startsWithTheDefaults();
    void survivesTheProcess();
    void keepsProfilesApart();
    void forgetsAProfile();
    void tellsOfChangesOnly();
    void resets();
    void ignoresNonsense_data();
    void ignoresNonsense();
    void seesTheOtherProcessSignOut();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
};

void TstSettings::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_file = m_dir->filePath(u"config/settings.ini"_s);
}

void TstSettings::hasOneRowForEachSetting()
{
    QSet<int> settings;
    QSet<QString> keys;
    for (const SettingInfo &row : Settings::table()) {
        settings.insert(int(row.setting));
        keys.insert(QString::fromLatin1(row.key));
        QVERIFY(row.allowed.isEmpty() || row.allowed.contains(row.fallback.toString()));
    }
    QCOMPARE(settings.size(), int(Setting::ConversationNames) + 1);
    QCOMPARE(settings.size(), Settings::table().size());
    QCOMPARE(keys.size(), settings.size());
}

void TstSettings::startsWithTheDefaults()
{
    const Settings settings(m_file);

    for (const SettingInfo &row : Settings::table())
        QCOMPARE(settings.value(row.setting, u"Staging"_s), row.fallback);
    QCOMPARE(settings.value(Setting::ArchiveEnabled).toBool(), false);
}

void TstSettings::survivesTheProcess()
{
    const QVariantMap names{{u"2f90"_s, u"Rust = jobs; \"ção\""_s}};
    {
        Settings settings(m_file);
        settings.setValue(Setting::Theme, u"dark"_s);
        settings.setValue(Setting::MemoryBudgetMiB, 256);
        settings.setValue(Setting::Notifications, true);
        settings.setValue(Setting::WindowGeometry, QByteArray("\x00\xff;,\"", 5));
        settings.setValue(Setting::WatchedIds, QStringList{u"only one"_s}, u"A"_s);
        settings.setValue(Setting::ConversationNames, names, u"A"_s);
    }

    const Settings settings(m_file);

    QCOMPARE(settings.value(Setting::Theme).toString(), u"dark"_s);
    QCOMPARE(settings.value(Setting::MemoryBudgetMiB).toInt(), 256);
    QCOMPARE(settings.value(Setting::Notifications).toBool(), true);
    QCOMPARE(settings.value(Setting::WindowGeometry).toByteArray(), QByteArray("\x00\xff;,\"", 5));
    QCOMPARE(settings.value(Setting::WatchedIds, u"A"_s).toStringList(), QStringList{u"only one"_s});
    QCOMPARE(settings.value(Setting::ConversationNames, u"A"_s).toMap(), names);
}

void TstSettings::keepsProfilesApart()
{
    Settings settings(m_file);

    settings.setValue(Setting::LastEmail, u"ana@example.com"_s, u"A/B"_s);
    settings.setValue(Setting::LastEmail, u"bob@example.com"_s, u"A"_s);

    QCOMPARE(settings.value(Setting::LastEmail, u"A/B"_s).toString(), u"ana@example.com"_s);
    QCOMPARE(settings.value(Setting::LastEmail, u"A"_s).toString(), u"bob@example.com"_s);
    QCOMPARE(settings.value(Setting::LastEmail, u"B"_s).toString(), QString());
}

void TstSettings::forgetsAProfile()
{
    Settings settings(m_file);
    settings.setValue(Setting::LastEmail, u"ana@example.com"_s, u"A"_s);
    settings.setValue(Setting::LastEmail, u"bob@example.com"_s, u"AB"_s);
    settings.setValue(Setting::LastProfile, u"A"_s);

    settings.forgetProfile(u"A"_s);

    QCOMPARE(settings.value(Setting::LastEmail, u"A"_s).toString(), QString());
    QCOMPARE(settings.value(Setting::LastEmail, u"AB"_s).toString(), u"bob@example.com"_s);
    QCOMPARE(settings.value(Setting::LastProfile).toString(), u"A"_s);
}

void TstSettings::tellsOfChangesOnly()
{
    Settings settings(m_file);
    QSignalSpy changes(&settings, &Settings::changed);

    settings.setValue(Setting::Theme, u"system"_s);
    settings.setValue(Setting::Theme, u"dark"_s, u"ignored"_s);
    settings.setValue(Setting::Theme, u"dark"_s);
    settings.setValue(Setting::LastEmail, u"ana@example.com"_s, u"A"_s);

    QCOMPARE(changes.size(), 2);
    QCOMPARE(changes[0][0].value<Setting>(), Setting::Theme);
    QCOMPARE(changes[0][1].toString(), QString());
    QCOMPARE(changes[1][1].toString(), u"A"_s);
}

void TstSettings::resets()
{
    Settings settings(m_file);
    settings.setValue(Setting::Theme, u"dark"_s);
    QSignalSpy changes(&settings, &Settings::changed);

    settings.reset(Setting::Theme);
    settings.reset(Setting::Theme);

    QCOMPARE(settings.value(Setting::Theme).toString(), u"system"_s);
    QCOMPARE(changes.size(), 1);
}

void TstSettings::ignoresNonsense_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("setting");
    QTest::newRow("word that is none") << QByteArray("[window]\ntheme=pink\n") << int(Setting::Theme);
    QTest::newRow("no number") << QByteArray("[memory]\nbudgetMiB=lots\n") << int(Setting::MemoryBudgetMiB);
    QTest::newRow("negative") << QByteArray("[memory]\nlimitMiB=-1\n") << int(Setting::MemoryLimitMiB);
    QTest::newRow("no yes or no") << QByteArray("[archive]\nenabled=maybe\n") << int(Setting::ArchiveEnabled);
}

void TstSettings::ignoresNonsense()
{
    QFETCH(QByteArray, content);
    QFETCH(int, setting);
    const QString path = m_dir->filePath(u"settings.ini"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();

    const Settings settings(path);

    QCOMPARE(settings.value(Setting(setting)), Settings::table()[setting].fallback);
}

void TstSettings::seesTheOtherProcessSignOut()
{
    Settings first(m_file);
    Settings second(m_file);

    first.setValue(Setting::SignedInUser, u"user-1"_s, u"A"_s);
    QCOMPARE(second.value(Setting::SignedInUser, u"A"_s).toString(), u"user-1"_s);
    second.reset(Setting::SignedInUser, u"A"_s);

    QCOMPARE(first.value(Setting::SignedInUser, u"A"_s).toString(), QString());
}

QTEST_GUILESS_MAIN(TstSettings)
#include "tst_settings.moc"
