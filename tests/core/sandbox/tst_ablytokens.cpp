#include "core/sandbox/ablytokens.h"

#include "core/sandbox/wire.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fixedrandom.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace gm;
using namespace gm::sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstAblyTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exchangesWhatItSigned();
    void signsTheSixFieldsOnLinesOfTheirOwn();
    void grantsAnHourByDefault();
    void acceptsNumbersAsDecimalText();
    void refusesRequests_data();
    void refusesRequests();
    void takesANonceOnce();
    void endsATokenInTime();
    void endsAllTokensNow();
    void honoursARevokedKey();
    void checksKeys_data();
    void checksKeys();
    void checksTokens_data();
    void checksTokens();
    void acceptsAJwt();
    void refusesJwts_data();
    void refusesJwts();
    void takesTheTokenOutOfAJwt();

private:
    struct Fixture {
        test::FakeClock clock;
        test::FixedRandom random;
        AblyTokens tokens{clock, random};

        [[nodiscard]] QCborMap request(qint64 ttlMs = 60'000)
        {
            const QJsonObject capability{{u"conversation:*"_s, QJsonArray{u"subscribe"_s}}};
            return QCborMap::fromJsonObject(tokens.signTokenRequest(capability, u"user-1"_s, ttlMs));
        }
        /// Signs again after a change, as an official client does.
        void sign(QCborMap &request) const
        {
            QByteArray text;
            for (const auto field :
                 {"keyName"_L1, "ttl"_L1, "capability"_L1, "clientId"_L1, "timestamp"_L1, "nonce"_L1}) {
                const QCborValue value = request.value(field);
                text += (value.isInteger() ? QByteArray::number(value.toInteger()) : value.toString().toUtf8()) + '\n';
            }
            const QByteArray secret = tokens.key().section(u':', 1).toUtf8();
            const QByteArray mac = QMessageAuthenticationCode::hash(text, secret, QCryptographicHash::Sha256);
            request.insert("mac"_L1, QString::fromLatin1(mac.toBase64()));
        }
        [[nodiscard]] QString issue(qint64 ttlMs = 60'000)
        {
            return textIn(*tokens.exchange(tokens.keyName(), request(ttlMs), false), "token"_L1);
        }
        [[nodiscard]] QString jwt(const QJsonObject &claims, QJsonObject header = {}, const QString &secret = {}) const
        {
            if (!header.contains(u"alg"_s))
                header.insert(u"alg"_s, u"HS256"_s);
            if (!header.contains(u"kid"_s))
                header.insert(u"kid"_s, tokens.keyName());
            const auto part = [](const QByteArray &bytes) {
                return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
            };
            const QByteArray text = part(QJsonDocument(header).toJson()) + '.' + part(QJsonDocument(claims).toJson());
            const QByteArray key = (secret.isEmpty() ? tokens.key().section(u':', 1) : secret).toUtf8();
            const QByteArray mac = QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256);
            return QString::fromLatin1(text + '.' + part(mac));
        }
        [[nodiscard]] QJsonObject claims() const
        {
            const qint64 nowS = clock.wallMs() / 1000;
            return {{u"iat"_s, nowS}, {u"exp"_s, nowS + 60}};
        }
    };
};

void TstAblyTokens::exchangesWhatItSigned()
{
    Fixture f;

    const auto details = f.tokens.exchange(f.tokens.keyName(), f.request(), false);

    QVERIFY(details.isOk());
    QCOMPARE(textIn(*details, "clientId"_L1), u"user-1"_s);
    QCOMPARE(textIn(*details, "capability"_L1), u"{\"conversation:*\":[\"subscribe\"]}"_s);
    QCOMPARE(integerIn(*details, "issued"_L1), f.clock.wallMs());
    QCOMPARE(integerIn(*details, "expires"_L1), f.clock.wallMs() + 60'000);
    const auto grant = f.tokens.checkToken(textIn(*details, "token"_L1));
    QVERIFY(grant.isOk());
    QVERIFY(grant->capability.allows(u"conversation:1"_s, "subscribe"_L1));
    QVERIFY(!grant->capability.allows(u"conversation:1"_s, "publish"_L1));
}

void TstAblyTokens::signsTheSixFieldsOnLinesOfTheirOwn()
{
    Fixture f;
    QCborMap request = f.request();
    const QString mac = textIn(request, "mac"_L1);

    f.sign(request);

    QCOMPARE(textIn(request, "mac"_L1), mac);
    QVERIFY(textIn(request, "nonce"_L1).size() >= 16);
}

void TstAblyTokens::grantsAnHourByDefault()
{
    Fixture f;
    QCborMap request = f.request();
    request.remove("ttl"_L1);
    request.remove("capability"_L1);
    request.remove("clientId"_L1);
    f.sign(request);

    const auto details = f.tokens.exchange(f.tokens.keyName(), request, false);

    QVERIFY(details.isOk());
    QCOMPARE(integerIn(*details, "expires"_L1), f.clock.wallMs() + 3'600'000);
    QCOMPARE(textIn(*details, "capability"_L1), u"{\"[*]*\":[\"*\"]}"_s);
    QVERIFY(!details->contains("clientId"_L1));
}

void TstAblyTokens::acceptsNumbersAsDecimalText()
{
    Fixture f;
    QCborMap request = f.request();
    request.insert("ttl"_L1, u"5000"_s);
    request.insert("timestamp"_L1, QString::number(f.clock.wallMs()));
    f.sign(request);

    const auto details = f.tokens.exchange(f.tokens.keyName(), request, false);

    QVERIFY(details.isOk());
    QCOMPARE(integerIn(*details, "expires"_L1), f.clock.wallMs() + 5000);
}

void TstAblyTokens::refusesRequests_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QCborValue>("value");
    QTest::addColumn<bool>("isSigned");
    QTest::addColumn<int>("code");

    const qint64 now = test::FakeClock().wallMs();
    QTest::newRow("changed after signing") << u"clientId"_s << QCborValue(u"other"_s) << false << 40101;
    QTest::newRow("clock behind") << u"timestamp"_s << QCborValue(now - 121'000) << true << 40104;
    QTest::newRow("clock ahead") << u"timestamp"_s << QCborValue(now + 121'000) << true << 40104;
    QTest::newRow("short nonce") << u"nonce"_s << QCborValue(u"short"_s) << true << 40101;
    QTest::newRow("more than a day") << u"ttl"_s << QCborValue(86'400'001) << true << 40003;
    QTest::newRow("no time at all") << u"ttl"_s << QCborValue(0) << true << 40003;
    QTest::newRow("another key") << u"keyName"_s << QCborValue(u"genie0.other"_s) << true << 40101;
    QTest::newRow("unreadable capability") << u"capability"_s << QCborValue(u"all"_s) << true << 40003;
    QTest::newRow("empty capability") << u"capability"_s << QCborValue(u"{}"_s) << true << 40160;
    QTest::newRow("no mac") << u"mac"_s << QCborValue(nullptr) << false << 40101;
}

void TstAblyTokens::refusesRequests()
{
    QFETCH(QString, field);
    QFETCH(QCborValue, value);
    QFETCH(bool, isSigned);
    Fixture f;
    QCborMap request = f.request();
    request.insert(field, value);
    if (isSigned)
        f.sign(request);

    const auto details = f.tokens.exchange(f.tokens.keyName(), request, false);

    QVERIFY(!details);
    QTEST(details.error().code, "code");
}

void TstAblyTokens::takesANonceOnce()
{
    Fixture f;
    const QCborMap request = f.request();
    QVERIFY(f.tokens.exchange(f.tokens.keyName(), request, false).isOk());

    const auto again = f.tokens.exchange(f.tokens.keyName(), request, false);

    QVERIFY(!again);
    QCOMPARE(again.error().code, 40105);
}

void TstAblyTokens::endsATokenInTime()
{
    Fixture f;
    const QString token = f.issue(500);
    QVERIFY(f.tokens.checkToken(token).isOk());

    f.clock.advance(500ms);

    const auto grant = f.tokens.checkToken(token);
    QVERIFY(!grant);
    QCOMPARE(grant.error().code, 40142);
    QCOMPARE(grant.error().status, 401);
}

void TstAblyTokens::endsAllTokensNow()
{
    Fixture f;
    const QString token = f.issue();
    const QString jwt = f.jwt(f.claims());

    f.tokens.expireAll({jwt});

    QCOMPARE(f.tokens.checkToken(token).error().code, 40142);
    QCOMPARE(f.tokens.checkToken(jwt).error().code, 40142);
    QVERIFY(f.tokens.checkToken(f.issue()).isOk());
}

void TstAblyTokens::honoursARevokedKey()
{
    Fixture f;
    const QString token = f.issue();

    f.tokens.setKeyRevoked(true);

    QCOMPARE(f.tokens.checkKey(f.tokens.key()).error().code, 40131);
    QCOMPARE(f.tokens.checkToken(token).error().code, 40131);
    QCOMPARE(f.tokens.exchange(f.tokens.keyName(), f.request(), false).error().code, 40131);
    f.tokens.setKeyRevoked(false);
    QVERIFY(f.tokens.checkToken(token).isOk());
}

void TstAblyTokens::checksKeys_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("code");

    QTest::newRow("no key") << u"nonsense"_s << 40005;
    QTest::newRow("unknown app") << u"other.key:secret"_s << 40400;
    QTest::newRow("unknown key") << u"genie0.other:secret"_s << 40130;
    QTest::newRow("wrong secret") << QString() << 40101;
}

void TstAblyTokens::checksKeys()
{
    QFETCH(QString, key);
    Fixture f;
    if (key.isEmpty())
        key = f.tokens.key() % u'x';

    QTEST(f.tokens.checkKey(key).error().code, "code");
    QVERIFY(f.tokens.checkKey(f.tokens.key()).isOk());
}

void TstAblyTokens::checksTokens_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<int>("code");

    QTest::newRow("unreadable") << u"nonsense"_s << 40005;
    QTest::newRow("another app's") << u"other.token"_s << 40400;
    QTest::newRow("unknown") << u"genie0.unknown"_s << 40143;
    QTest::newRow("like a JWT") << u"a.b.c"_s << 40144;
}

void TstAblyTokens::checksTokens()
{
    QFETCH(QString, token);
    Fixture f;

    QTEST(f.tokens.checkToken(token).error().code, "code");
}

void TstAblyTokens::acceptsAJwt()
{
    Fixture f;
    QJsonObject claims = f.claims();
    claims.insert(u"x-ably-capability"_s, u"{\"conversation:*\":[\"subscribe\"]}"_s);
    claims.insert(u"x-ably-clientId"_s, u"user-2"_s);

    const auto grant = f.tokens.checkToken(f.jwt(claims));

    QVERIFY(grant.isOk());
    QCOMPARE(grant->clientId, u"user-2"_s);
    QVERIFY(!grant->capability.allows(u"other"_s, "subscribe"_L1));
    QCOMPARE(grant->expiresMs / 1000, f.clock.wallMs() / 1000 + 60);
}

void TstAblyTokens::refusesJwts_data()
{
    QTest::addColumn<QJsonObject>("claims");
    QTest::addColumn<QJsonObject>("header");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<int>("code");

    const qint64 now = test::FakeClock().wallMs() / 1000;
    const QJsonObject good{{u"iat"_s, now}, {u"exp"_s, now + 60}};
    QTest::newRow("signed with another secret") << good << QJsonObject() << u"other"_s << 40101;
    QTest::newRow("another algorithm") << good << QJsonObject{{u"alg"_s, u"none"_s}} << QString() << 40144;
    QTest::newRow("no key name") << good << QJsonObject{{u"kid"_s, QString()}} << QString() << 40144;
    QTest::newRow("unknown key") << good << QJsonObject{{u"kid"_s, u"genie0.other"_s}} << QString() << 40130;
    QTest::newRow("no end") << QJsonObject{{u"iat"_s, now}} << QJsonObject() << QString() << 40144;
    QTest::newRow("ends before it begins")
        << QJsonObject{{u"iat"_s, now}, {u"exp"_s, now - 1}} << QJsonObject() << QString() << 40144;
    QTest::newRow("longer than a day") << QJsonObject{{u"iat"_s, now}, {u"exp"_s, now + 86'401}} << QJsonObject()
                                       << QString() << 40144;
    QTest::newRow("over") << QJsonObject{{u"iat"_s, now - 60}, {u"exp"_s, now - 1}} << QJsonObject() << QString()
                          << 40142;
}

void TstAblyTokens::refusesJwts()
{
    QFETCH(QJsonObject, claims);
    QFETCH(QJsonObject, header);
    QFETCH(QString, secret);
    Fixture f;

    const auto grant = f.tokens.checkToken(f.jwt(claims, header, secret));

    QVERIFY(!grant);
    QTEST(grant.error().code, "code");
}

void TstAblyTokens::takesTheTokenOutOfAJwt()
{
    Fixture f;
    const QString wrapped = f.jwt(f.claims(), {{u"x-ably-token"_s, f.issue()}}, u"somebody else's secret"_s);

    const auto grant = f.tokens.checkToken(wrapped);

    QVERIFY(grant.isOk());
    QCOMPARE(grant->clientId, u"user-1"_s);
}

QTEST_GUILESS_MAIN(TstAblyTokens)
#include "tst_ablytokens.moc"
