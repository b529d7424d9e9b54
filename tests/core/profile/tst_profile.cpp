// profile: what may be watched, and which keys never get in.
#include "core/profile/profile.h"

#include <QTest>

using namespace gm::profile;
using namespace Qt::StringLiterals;

namespace
{

ProfileDraft goodDraft()
{
    return {.name = u"Staging"_s,
            .supabaseUrl = u"https://genie-staging.supabase.example"_s,
            .anonKey = u"sb_publishable_abc"_s,
            .backendUrl = u"http://localhost:8000"_s,
            .ablyEndpoint = QString()};
}

QString jwtOfRole(const QByteArray &role)
{
    constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray header = "{\"alg\":\"HS256\"}";
    const QByteArray payload = "{\"role\":\"" + role + "\"}";
    return QString::fromLatin1(header.toBase64(form) + "." + payload.toBase64(form) + ".c2ln");
}

} // namespace

class TstProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAGoodOne();
    void checksEveryField_data();
    void checksEveryField();
    void checksChannelsByTheirNames();
    void takesFormsPeopleWrite_data();
    void takesFormsPeopleWrite();
    void refusesServiceKeys_data();
    void refusesServiceKeys();
    void reportsAllMistakesInOrder();
    void survivesItsDraft();
};

void TstProfile::takesAGoodOne()
{
    const ProfileCheck check = checkProfile(goodDraft());

    QVERIFY(check.isOk());
    QCOMPARE(check.profile.name, u"Staging"_s);
    QCOMPARE(check.profile.backendUrl, QUrl(u"http://localhost:8000"_s));
}

void TstProfile::checksEveryField_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    const auto row = [](const char *title, ProfileField field, const QString &text, const QString &id) {
        QTest::newRow(title) << int(field) << text << id;
    };
    row("no name", ProfileField::Name, u"  "_s, u"GM-PROFILE-NAME"_s);
    row("long name", ProfileField::Name, QString(65, u'n'), u"GM-PROFILE-NAME"_s);
    row("no address", ProfileField::SupabaseUrl, QString(), u"GM-PROFILE-URL"_s);
    row("no scheme", ProfileField::SupabaseUrl, u"genie.supabase.example"_s, u"GM-PROFILE-URL"_s);
    row("other scheme", ProfileField::SupabaseUrl, u"ftp://genie.example"_s, u"GM-PROFILE-URL"_s);
    row("no host", ProfileField::BackendUrl, u"https://"_s, u"GM-PROFILE-URL"_s);
    row("bad port", ProfileField::BackendUrl, u"https://genie.example:99999"_s, u"GM-PROFILE-URL"_s);
    row("password in it", ProfileField::BackendUrl, u"https://ana:pw@genie.example"_s, u"GM-PROFILE-URL"_s);
    row("query", ProfileField::BackendUrl, u"https://genie.example/?token=1"_s, u"GM-PROFILE-URL"_s);
    row("http abroad", ProfileField::SupabaseUrl, u"http://genie.example"_s, u"GM-PROFILE-HTTP"_s);
    row("http in the same network", ProfileField::BackendUrl, u"http://192.168.1.5:8000"_s, u"GM-PROFILE-HTTP"_s);
    row("http, looks like loopback", ProfileField::BackendUrl, u"http://127.0.0.1.evil.example"_s,
        u"GM-PROFILE-HTTP"_s);
    row("no key", ProfileField::AnonKey, QString(), u"GM-PROFILE-KEY"_s);
    row("blank in the key", ProfileField::AnonKey, u"abc def"_s, u"GM-PROFILE-KEY"_s);
    row("port without scheme", ProfileField::AblyEndpoint, u"localhost:8080"_s, u"GM-PROFILE-ENDPOINT"_s);
    row("blank in the endpoint", ProfileField::AblyEndpoint, u"my endpoint"_s, u"GM-PROFILE-ENDPOINT"_s);
    row("dots", ProfileField::AblyEndpoint, u"a..b"_s, u"GM-PROFILE-ENDPOINT"_s);
    row("path", ProfileField::AblyEndpoint, u"https://ably.example/x"_s, u"GM-PROFILE-URL"_s);
    row("ws", ProfileField::AblyEndpoint, u"wss://ably.example"_s, u"GM-PROFILE-URL"_s);
    row("http abroad", ProfileField::AblyEndpoint, u"http://ably.example"_s, u"GM-PROFILE-HTTP"_s);
}

void TstProfile::checksEveryField()
{
    QFETCH(int, field);
    QFETCH(QString, text);
    QFETCH(QString, id);
    ProfileDraft draft = goodDraft();
    const QList<QString *> fields{&draft.name, &draft.supabaseUrl, &draft.anonKey, &draft.backendUrl,
                                  &draft.ablyEndpoint};
    *fields[field] = text;

    const ProfileCheck check = checkProfile(draft);

    QCOMPARE(check.errors.size(), 1);
    QCOMPARE(int(check.errors[0].field), field);
    QCOMPARE(check.errors[0].error.id, id);
    QVERIFY(!check.errors[0].error.what.isEmpty());
    QVERIFY(!check.errors[0].error.next.isEmpty());
    QVERIFY(!fieldLabel(check.errors[0].field).isEmpty());
}

void TstProfile::checksChannelsByTheirNames()
{
    const auto check = [](const QString &channel) {
        ProfileDraft draft = goodDraft();
        draft.channels = {{.channel = channel, .isDelta = true}};
        return checkProfile(draft);
    };

    QCOMPARE(check(u" conversation:*\n"_s).profile.channels.first().channel, u"conversation:*"_s);
    for (const QString &bad : {u""_s, u":a"_s, u"[meta]a"_s, u",a"_s, u"two words"_s, QString(300, u'x')}) {
        QVERIFY2(!check(bad).isOk(), qPrintable(bad));
        QCOMPARE(check(bad).errors.first().error.id, u"GM-PROFILE-CHANNEL"_s);
    }
}

void TstProfile::takesFormsPeopleWrite_data()
{
    QTest::addColumn<QString>("backend");
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("kept");
    QTest::newRow("blanks") << u" https://genie.example/ "_s << u" main "_s << u"main"_s;
    QTest::newRow("nonprod") << u"http://127.0.0.1:8000"_s << u"nonprod:sandbox"_s << u"nonprod:sandbox"_s;
    QTest::newRow("host") << u"http://[::1]:8000"_s << u"realtime.ably.example"_s << u"realtime.ably.example"_s;
    QTest::newRow("address") << u"http://127.1.2.3"_s << u"http://127.0.0.1:4000/"_s << u"http://127.0.0.1:4000"_s;
    QTest::newRow("localhost") << u"HTTPS://Genie.Example/api"_s << u"localhost"_s << u"localhost"_s;
    QTest::newRow("IP") << u"https://genie.example"_s << u"127.0.0.1"_s << u"127.0.0.1"_s;
}

void TstProfile::takesFormsPeopleWrite()
{
    QFETCH(QString, backend);
    QFETCH(QString, endpoint);
    QFETCH(QString, kept);
    ProfileDraft draft = goodDraft();
    draft.backendUrl = backend;
    draft.ablyEndpoint = endpoint;

    const ProfileCheck check = checkProfile(draft);

    QVERIFY2(check.isOk(), check.isOk() ? "" : qPrintable(check.errors[0].error.toText()));
    QCOMPARE(check.profile.ablyEndpoint, kept);
}

void TstProfile::refusesServiceKeys_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<bool>("isRefused");
    QTest::newRow("secret key") << QString(u"sb_secret_"_s + u"abc") << true;
    QTest::newRow("service role") << jwtOfRole("service_role") << true;
    QTest::newRow("Ably key") << u"gnStg1.k7Qx2A:c2VjcmV0c2VjcmV0"_s << true;
    QTest::newRow("anon") << jwtOfRole("anon") << false;
    QTest::newRow("publishable") << u"sb_publishable_x"_s << false;
    QTest::newRow("a kind of tomorrow") << u"sb_readonly_x"_s << false;
}

void TstProfile::refusesServiceKeys()
{
    QFETCH(QString, key);
    QFETCH(bool, isRefused);
    ProfileDraft draft = goodDraft();
    draft.anonKey = key;

    const ProfileCheck check = checkProfile(draft);

    QCOMPARE(check.isOk(), !isRefused);
    if (isRefused) {
        QCOMPARE(check.errors[0].error.id, u"GM-PROFILE-SECRET"_s);
        QVERIFY(!check.errors[0].error.toText().contains(key));
        QVERIFY(check.profile.anonKey.isEmpty());
    }
}

void TstProfile::reportsAllMistakesInOrder()
{
    const ProfileCheck check = checkProfile({});

    QCOMPARE(check.errors.size(), 4);
    QCOMPARE(check.errors[0].field, ProfileField::Name);
    QCOMPARE(check.errors[3].field, ProfileField::BackendUrl);
}

void TstProfile::survivesItsDraft()
{
    const Profile profile = checkProfile(goodDraft()).profile;

    QCOMPARE(checkProfile(toDraft(profile)).profile, profile);
}

QTEST_GUILESS_MAIN(TstProfile)
#include "tst_profile.moc"
