// envimport: the files Genie's developers have, and the secrets in them that must not get in.
#include "core/profile/envimport.h"

#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

using namespace gm::profile;
using namespace Qt::StringLiterals;

class TstEnvImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsABackendFile();
    void readsAFrontendFile();
    void readsEveryForm_data();
    void readsEveryForm();
    void prefersPlainNames();
    void refusesSecrets_data();
    void refusesSecrets();
    void saysWhatItDid_data();
    void saysWhatItDid();
    void saysWhenItIsAnotherKindOfFile_data();
    void saysWhenItIsAnotherKindOfFile();
    void readsFiles();
    void readsTheEnvironment();
    void namesTheVariableThatIsWrong();
};

void TstEnvImport::readsABackendFile()
{
    const auto import = importEnv("# Ably\n"
                                  "ABLY_API_KEY=gnStg1.k7Qx2A:c2VjcmV0c2VjcmV0\n"
                                  "\n"
                                  "SUPABASE_URL=https://genie.supabase.example\n"
                                  "SUPABASE_ANON_KEY=\"anon-key\"\n"
                                  "SUPABASE_JWT_SECRET='super-secret-jwt'\n"
                                  "API_URL=http://localhost:8000\n"
                                  "LOG_LEVEL=debug\n");

    QVERIFY(import);
    QCOMPARE(import->draft.supabaseUrl, u"https://genie.supabase.example"_s);
    QCOMPARE(import->draft.anonKey, u"anon-key"_s);
    QCOMPARE(import->draft.backendUrl, u"http://localhost:8000"_s);
    QCOMPARE(import->refused, (QStringList{u"ABLY_API_KEY"_s, u"SUPABASE_JWT_SECRET"_s}));
    QCOMPARE(import->summary(),
             u"Read 3 values. Refused 2 secrets that this program never stores: ABLY_API_KEY, SUPABASE_JWT_SECRET."_s);
}

void TstEnvImport::readsAFrontendFile()
{
    const auto import = importEnv("VITE_API_URL=http://localhost:8000\r\n"
                                  "VITE_SUPABASE_URL=https://genie.supabase.example\r\n"
                                  "VITE_SUPABASE_ANON_KEY=anon-key\r\n");

    QCOMPARE(import->draft.backendUrl, u"http://localhost:8000"_s);
    QCOMPARE(import->draft.supabaseUrl, u"https://genie.supabase.example"_s);
    QCOMPARE(import->draft.anonKey, u"anon-key"_s);
    QCOMPARE(import->summary(), u"Read 3 values."_s);
    QVERIFY(checkProfile({.name = u"x"_s,
                          .supabaseUrl = import->draft.supabaseUrl,
                          .anonKey = import->draft.anonKey,
                          .backendUrl = import->draft.backendUrl})
                .isOk());
}

void TstEnvImport::readsEveryForm_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("value");
    QTest::newRow("plain") << QByteArray("SUPABASE_ANON_KEY=abc") << u"abc"_s;
    QTest::newRow("blanks") << QByteArray("  SUPABASE_ANON_KEY = abc  ") << u"abc"_s;
    QTest::newRow("export") << QByteArray("export SUPABASE_ANON_KEY=abc") << u"abc"_s;
    QTest::newRow("single quotes") << QByteArray("SUPABASE_ANON_KEY='a\\n#b'") << u"a\\n#b"_s;
    QTest::newRow("double quotes") << QByteArray(R"(SUPABASE_ANON_KEY="a\"b\\c#d" # end)") << u"a\"b\\c#d"_s;
    QTest::newRow("line end in quotes") << QByteArray(R"(SUPABASE_ANON_KEY="a\nb")") << u"a\nb"_s;
    QTest::newRow("comment") << QByteArray("SUPABASE_ANON_KEY=abc # mine") << u"abc"_s;
    QTest::newRow("hash inside") << QByteArray("SUPABASE_ANON_KEY=abc#def") << u"abc#def"_s;
    QTest::newRow("equals inside") << QByteArray("SUPABASE_ANON_KEY=abc==") << u"abc=="_s;
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbfSUPABASE_ANON_KEY=abc") << u"abc"_s;
    QTest::newRow("publishable") << QByteArray("NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY=abc") << u"abc"_s;
    QTest::newRow("react") << QByteArray("REACT_APP_SUPABASE_ANON_KEY=abc") << u"abc"_s;
    QTest::newRow("ours") << QByteArray("GENIE_MONITOR_ANON_KEY=abc") << u"abc"_s;
    QTest::newRow("empty is not set") << QByteArray("SUPABASE_ANON_KEY=\nVITE_SUPABASE_ANON_KEY=abc") << u"abc"_s;
}

void TstEnvImport::readsEveryForm()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, value);

    const auto import = importEnv(line);

    QVERIFY(import);
    QCOMPARE(import->draft.anonKey, value);
    QCOMPARE(import->read.size(), 1);
}

void TstEnvImport::prefersPlainNames()
{
    const auto import = importEnv("VITE_SUPABASE_URL=https://b.example\nSUPABASE_URL=https://a.example\n");

    QCOMPARE(import->draft.supabaseUrl, u"https://a.example"_s);
    QCOMPARE(import->read, QStringList{u"SUPABASE_URL"_s});
}

void TstEnvImport::refusesSecrets_data()
{
    QTest::addColumn<QByteArray>("line");
    constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray serviceJwt = QByteArray("{\"alg\":\"HS256\"}").toBase64(form) + "." +
                                  QByteArray("{\"role\":\"service_role\"}").toBase64(form) + ".c2ln";
    QTest::newRow("JWT secret") << QByteArray("SUPABASE_JWT_SECRET=s3cr3t");
    QTest::newRow("JWT secret, plain") << QByteArray("JWT_SECRET=s3cr3t");
    QTest::newRow("service role") << QByteArray("SUPABASE_SERVICE_ROLE_KEY=s3cr3t");
    QTest::newRow("service key, prefixed") << QByteArray("VITE_SUPABASE_SERVICE_KEY=s3cr3t");
    QTest::newRow("Ably key") << QByteArray("ABLY_API_KEY=s3cr3t");
    QTest::newRow("Ably key, lower case") << QByteArray("ably_key=s3cr3t");
    QTest::newRow("service key under the anon name") << QByteArray("SUPABASE_ANON_KEY=" + serviceJwt);
    QTest::newRow("secret key under the anon name") << QByteArray("SUPABASE_ANON_KEY=sb_secret_s3cr3t");
    QTest::newRow("Ably key under another name") << QByteArray("REALTIME=gnStg1.k7Qx2A:s3cr3ts3cr3t");
}

void TstEnvImport::refusesSecrets()
{
    QFETCH(QByteArray, line);

    const auto import = importEnv(line);

    QCOMPARE(import->refused, QStringList{QString::fromLatin1(line.first(line.indexOf('=')))});
    QVERIFY(import->read.isEmpty());
    QVERIFY(import->draft.anonKey.isEmpty());
    QVERIFY(!import->summary().contains(QString::fromLatin1(line.mid(line.indexOf('=') + 1))));
}

void TstEnvImport::saysWhatItDid_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("summary");
    QTest::newRow("one") << QByteArray("SUPABASE_URL=https://a.example") << u"Read 1 value."_s;
    QTest::newRow("one secret") << QByteArray("API_URL=https://a.example\nABLY_API_KEY=x")
                                << u"Read 1 value. Refused 1 secret that this program never stores: ABLY_API_KEY."_s;
    QTest::newRow("an empty secret is none")
        << QByteArray("API_URL=https://a.example\nABLY_API_KEY=") << u"Read 1 value."_s;
    QTest::newRow("nothing of use") << QByteArray("LOG_LEVEL=debug")
                                    << u"Read no value: none of the names a profile needs is set."_s;
    QTest::newRow("other lines") << QByteArray("API_URL=https://a.example\nhello\nX='open\n")
                                 << u"Read 1 value. Left out what is no assignment, in line 2, 3."_s;
}

void TstEnvImport::saysWhatItDid()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, summary);

    QCOMPARE(importEnv(text)->summary(), summary);
}

void TstEnvImport::saysWhenItIsAnotherKindOfFile_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("comments") << QByteArray("# nothing\n\n");
    QTest::newRow("prose") << QByteArray("Dear all,\nthis is a letter.\n");
    QTest::newRow("json") << QByteArray("{\n  \"a\": 1\n}\n");
    QTest::newRow("bytes") << QByteArray("\x89PNG\r\n\x1a\n\x00\x00", 10);
}

void TstEnvImport::saysWhenItIsAnotherKindOfFile()
{
    QFETCH(QByteArray, text);

    QCOMPARE(importEnv(text).error().id, u"GM-ENV-EMPTY"_s);
}

void TstEnvImport::readsFiles()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(u".env"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("SUPABASE_URL=https://a.example\n");
    file.close();

    QCOMPARE(importEnvFile(file.fileName())->draft.supabaseUrl, u"https://a.example"_s);
    QCOMPARE(importEnvFile(dir.filePath(u"none"_s)).error().id, u"GM-ENV-FILE"_s);
    QCOMPARE(importEnvFile(dir.path()).error().id, u"GM-ENV-FILE"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(1024 * 1024 + 1, 'x'));
    file.close();
    QCOMPARE(importEnvFile(file.fileName()).error().id, u"GM-ENV-FILE"_s);
}

void TstEnvImport::readsTheEnvironment()
{
    QProcessEnvironment environment;
    QVERIFY(!profileFromEnvironment(environment)->has_value());

    environment.insert(u"GENIE_MONITOR_SUPABASE_URL"_s, u"https://a.example"_s);
    environment.insert(u"GENIE_MONITOR_ANON_KEY"_s, u"k"_s);
    QCOMPARE(profileFromEnvironment(environment).error().id, u"GM-PROFILE-ENVIRONMENT"_s);
    QVERIFY(profileFromEnvironment(environment).error().why.contains(u"GENIE_MONITOR_BACKEND_URL"));
    environment.insert(u"GENIE_MONITOR_BACKEND_URL"_s, u"http://localhost:8000"_s);

    const auto profile = profileFromEnvironment(environment);

    QVERIFY(profile->has_value());
    QCOMPARE((*profile)->backendUrl, QUrl(u"http://localhost:8000"_s));
    QVERIFY((*profile)->ablyEndpoint.isEmpty());
}

void TstEnvImport::namesTheVariableThatIsWrong()
{
    QProcessEnvironment environment;
    environment.insert(u"GENIE_MONITOR_SUPABASE_URL"_s, u"http://a.example"_s);
    environment.insert(u"GENIE_MONITOR_ANON_KEY"_s, u"k"_s);
    environment.insert(u"GENIE_MONITOR_BACKEND_URL"_s, u"http://localhost:8000"_s);

    const auto profile = profileFromEnvironment(environment);

    QCOMPARE(profile.error().id, u"GM-PROFILE-HTTP"_s);
    QVERIFY(profile.error().what.startsWith(u"GENIE_MONITOR_SUPABASE_URL: "));
}

QTEST_GUILESS_MAIN(TstEnvImport)
#include "tst_envimport.moc"
