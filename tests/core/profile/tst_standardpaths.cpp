// standardpaths: everything below one folder when asked, and locks where every process of the user looks.
#include "core/profile/standardpaths.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace gm::profile;
using namespace Qt::StringLiterals;

class TstStandardPaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsEverythingBelowTheGivenFolder();
    void usesThePlatformsPlaces();
    void sharesLocksAmongConfigFolders();
    void findsAPlaceForLocksWithoutARuntimeFolder();
};

void TstStandardPaths::putsEverythingBelowTheGivenFolder()
{
    const Paths paths = standardPaths(u"some/where/"_s);

    const QString base = QDir::current().absoluteFilePath(u"some/where"_s);
    QCOMPARE(paths.configDir, base);
    QCOMPARE(paths.profilesFile(), QString(base + u"/profiles.json"));
    QCOMPARE(paths.settingsFile(), QString(base + u"/settings.ini"));
    QVERIFY(paths.dataDir.startsWith(base));
    QVERIFY(paths.cacheDir.startsWith(base));
    QVERIFY(!QFile::exists(base));
}

void TstStandardPaths::usesThePlatformsPlaces()
{
    const Paths paths = standardPaths();

    QVERIFY(paths.configDir.endsWith(u"/app.genie.Monitor"));
    QVERIFY(paths.dataDir.endsWith(u"/app.genie.Monitor"));
    QVERIFY(paths.configDir != paths.dataDir);
}

void TstStandardPaths::sharesLocksAmongConfigFolders()
{
    const Paths a = standardPaths(u"a"_s);
    const Paths b = standardPaths(u"b"_s);

    QCOMPARE(a.sessionLockFile(u"genie.supabase.example"_s), b.sessionLockFile(u"genie.supabase.example"_s));
    QVERIFY(a.sessionLockFile(u"x:1/y"_s) != a.sessionLockFile(u"x:2/y"_s));
    QCOMPARE(QFileInfo(a.sessionLockFile(u"x:1/y"_s)).path(), a.lockDir);
}

void TstStandardPaths::findsAPlaceForLocksWithoutARuntimeFolder()
{
    const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
    QTemporaryDir runtime;

    qputenv("XDG_RUNTIME_DIR", runtime.path().toLocal8Bit());
    QVERIFY(standardPaths().lockDir.startsWith(runtime.path()));
    qputenv("XDG_RUNTIME_DIR", QByteArray(runtime.path().toLocal8Bit() + "/gone"));
    const QString without = standardPaths().lockDir;
    qputenv("XDG_RUNTIME_DIR", before);

    QVERIFY(!without.startsWith(runtime.path()));
    QVERIFY(QDir::isAbsolutePath(without));
}

QTEST_GUILESS_MAIN(TstStandardPaths)
#include "tst_standardpaths.moc"
