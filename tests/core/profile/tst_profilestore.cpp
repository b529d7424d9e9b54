// profilestore: profiles survive, and a file that cannot be understood is never overwritten.
#include "core/profile/profilestore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gm::profile;
using namespace Qt::StringLiterals;

class TstProfileStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isEmptyBeforeTheFirst();
    void addsListsAndRemoves();
    void replaces();
    void findsByNameWhateverTheCase();
    void saysWhichThereAre();
    void keepsADamagedFile_data();
    void keepsADamagedFile();
    void reportsAFolderItCannotWrite();

private:
    [[nodiscard]] static Profile profile(const QString &name);

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
};

void TstProfileStore::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_file = m_dir->filePath(u"config/profiles.json"_s);
}

Profile TstProfileStore::profile(const QString &name)
{
    return {.name = name,
            .supabaseUrl = QUrl(u"https://genie.supabase.example"_s),
            .anonKey = u"anon"_s,
            .backendUrl = QUrl(u"http://localhost:8000"_s),
            .ablyEndpoint = u"nonprod:sandbox"_s,
            .channels = {{.channel = u"conversation:*"_s, .isDelta = true},
                         {.channel = u"conversation:secret"_s, .hasKey = true}}};
}

void TstProfileStore::isEmptyBeforeTheFirst()
{
    QVERIFY(ProfileStore(m_file).list()->isEmpty());
    QVERIFY(!QFile::exists(m_file));
}

void TstProfileStore::addsListsAndRemoves()
{
    ProfileStore store(m_file);

    QVERIFY(store.add(profile(u"Staging"_s)));
    QVERIFY(store.add(profile(u"Produção"_s)));
    QCOMPARE(store.add(profile(u"staging"_s)).error().id, u"GM-PROFILE-EXISTS"_s);

    QCOMPARE(*ProfileStore(m_file).list(), (QList{profile(u"Staging"_s), profile(u"Produção"_s)}));
    QVERIFY(store.remove(u"Staging"_s));
    QCOMPARE(*store.list(), QList{profile(u"Produção"_s)});
    QCOMPARE(store.remove(u"Staging"_s).error().id, u"GM-PROFILE-UNKNOWN"_s);
}

void TstProfileStore::replaces()
{
    ProfileStore store(m_file);
    QVERIFY(store.add(profile(u"A"_s)));
    QVERIFY(store.add(profile(u"B"_s)));

    QVERIFY(store.replace(u"A"_s, profile(u"C"_s)));
    QVERIFY(store.replace(u"C"_s, profile(u"c"_s)));
    QCOMPARE(store.replace(u"c"_s, profile(u"B"_s)).error().id, u"GM-PROFILE-EXISTS"_s);
    QCOMPARE(store.replace(u"A"_s, profile(u"D"_s)).error().id, u"GM-PROFILE-UNKNOWN"_s);

    QCOMPARE(*store.list(), (QList{profile(u"c"_s), profile(u"B"_s)}));
}

void TstProfileStore::findsByNameWhateverTheCase()
{
    ProfileStore store(m_file);
    QVERIFY(store.add(profile(u"Staging"_s)));

    QCOMPARE(store.get(u" staging "_s)->name, u"Staging"_s);
}

void TstProfileStore::saysWhichThereAre()
{
    ProfileStore store(m_file);
    QVERIFY(store.get(u"X"_s).error().next.contains(u"sandbox"));
    QVERIFY(store.add(profile(u"A"_s)));
    QVERIFY(store.add(profile(u"B"_s)));

    const auto missing = store.get(u"X"_s);

    QCOMPARE(missing.error().id, u"GM-PROFILE-UNKNOWN"_s);
    QVERIFY(missing.error().toText().contains(u"A, B"));
}

void TstProfileStore::keepsADamagedFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("why");
    QTest::newRow("too long") << QByteArray(1024 * 1024 + 1, ' ') << u"It is longer than 1 MiB."_s;
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("cut off") << QByteArray(R"({"version":1,"profiles":[{"na)") << QString();
    QTest::newRow("list") << QByteArray("[]") << u"profiles: a list was expected."_s;
    QTest::newRow("newer") << QByteArray(R"({"version":2,"profiles":[]})")
                           << u"A newer version of this program wrote it."_s;
    QTest::newRow("wrong address") << QByteArray(
                                          R"({"version":1,"profiles":[{"name":"A","supabaseUrl":"http://x.example",
        "anonKey":"k","backendUrl":"https://b.example"}]})")
                                   << u"Profile 1, Supabase address: Plain http is used for this computer only."_s;
    QTest::newRow("secret by hand") << QByteArray(
                                           R"({"version":1,"profiles":[{"name":"A","supabaseUrl":"https://x.example",
        "anonKey":"sb_secret_x","backendUrl":"https://b.example"}]})")
                                    << u"Profile 1, Public key: This key is a secret and is not stored."_s;
}

void TstProfileStore::keepsADamagedFile()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, why);
    const QString path = m_dir->filePath(u"damaged.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    ProfileStore store(path);

    const auto list = store.list();
    const auto added = store.add(profile(u"B"_s));

    QCOMPARE(list.error().id, u"GM-PROFILES-DAMAGED"_s);
    QVERIFY(list.error().next.contains(u"damaged.json"));
    if (!why.isEmpty())
        QCOMPARE(list.error().why, why);
    QVERIFY(!added);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content);
}

void TstProfileStore::reportsAFolderItCannotWrite()
{
    QFile inTheWay(m_dir->filePath(u"config"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));

    const auto added = ProfileStore(m_file).add(profile(u"A"_s));

    QCOMPARE(added.error().id, u"GM-PROFILES-FILE"_s);
    QVERIFY(!added.error().why.isEmpty());
}

QTEST_GUILESS_MAIN(TstProfileStore)
#include "tst_profilestore.moc"
