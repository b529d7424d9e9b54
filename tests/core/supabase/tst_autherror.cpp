// autherror: Supabase's refusals in every shape, worded for people and sorted for the session.
#include "core/supabase/autherror.h"

#include <QTest>

using namespace gm::base;
using namespace gm::net;
using namespace gm::supabase;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(gm::supabase::AuthFault)

class TstAuthError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryShape_data();
    void readsEveryShape();
    void wordsAWrongPassword();
    void wordsOtherRefusals_data();
    void wordsOtherRefusals();
    void saysHowLongToWait_data();
    void saysHowLongToWait();
    void wordsFaults_data();
    void wordsFaults();
    void sortsForTheSession_data();
    void sortsForTheSession();
    void keepsSecretsOut();
};

static HttpReply reply(int status, const QByteArray &body, const QList<HttpHeader> &headers = {})
{
    return {
        .status = status, .headers = headers, .body = body, .url = QUrl(u"https://genie.supabase.example/auth/v1"_s)};
}

void TstAuthError::readsEveryShape_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("id");
    QTest::newRow("A: code") << 400 << QByteArray(R"({"code":"user_banned","message":"m"})") << QByteArray()
                             << u"user_banned"_s;
    QTest::newRow("B: error_code beside a number")
        << 400 << QByteArray(R"({"code":400,"error_code":"user_banned","msg":"m"})") << QByteArray()
        << u"user_banned"_s;
    QTest::newRow("C: OAuth") << 400 << QByteArray(R"({"error":"invalid_request","error_description":"d"})")
                              << QByteArray() << u"invalid_request"_s;
    QTest::newRow("D: the database's code")
        << 400 << QByteArray(R"({"code":"P0001","message":"no","hint":null,"detail":null})") << QByteArray()
        << u"GM-SUPABASE-400"_s;
    QTest::newRow("E: gateway") << 401 << QByteArray(R"({"message":"Invalid API key","hint":"Double check"})")
                                << QByteArray() << u"Invalid API key"_s;
    QTest::newRow("E: gateway, empty") << 401 << QByteArray() << QByteArray() << u"GM-SUPABASE-KEY"_s;
    QTest::newRow("E: gateway, words") << 404 << QByteArray(R"({"error":"no Route matched"})") << QByteArray()
                                       << u"GM-SUPABASE-404"_s;
    QTest::newRow("E: page") << 404 << QByteArray("<html>") << QByteArray() << u"GM-SUPABASE-HTML"_s;
    QTest::newRow("F: very old") << 400
                                 << QByteArray(
                                        R"({"error":"invalid_grant","error_description":"Invalid Refresh Token"})")
                                 << QByteArray() << u"invalid_grant"_s;
    QTest::newRow("F: weak password without a code")
        << 422 << QByteArray(R"({"msg":"weak","weak_password":{"reasons":["length"]}})") << QByteArray()
        << u"weak_password"_s;
    QTest::newRow("code in the header alone")
        << 400 << QByteArray("nothing to read") << QByteArray("session_expired") << u"session_expired"_s;
    QTest::newRow("5xx with a code") << 504 << QByteArray(R"({"code":"request_timeout","message":"m"})") << QByteArray()
                                     << u"request_timeout"_s;
    QTest::newRow("5xx page") << 502 << QByteArray("<html>") << QByteArray() << u"GM-SUPABASE-502"_s;
    QTest::newRow("redirect") << 302 << QByteArray() << QByteArray() << u"GM-SUPABASE-REDIRECT"_s;
}

void TstAuthError::readsEveryShape()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, header);
    QFETCH(QString, id);
    QList<HttpHeader> headers;
    if (!header.isEmpty())
        headers.append(HttpHeader{"X-Sb-Error-Code", header});

    const Error error = errorFromReply(reply(status, body, headers));

    QCOMPARE(error.id, id);
    QCOMPARE(error.status, status);
    QCOMPARE(error.code, 0);
    QVERIFY(!error.what.isEmpty());
    QVERIFY(!error.next.isEmpty());
}

void TstAuthError::wordsAWrongPassword()
{
    const Error error =
        errorFromReply(reply(400, R"({"code":"invalid_credentials","message":"Invalid login credentials"})"));

    QCOMPARE(error.what, u"Email or password is not right."_s);
    QCOMPARE(error.why, u"Supabase refused them."_s);
    QCOMPARE(error.next, u"Check both, or set a new password in the web app."_s);
    QCOMPARE(error.reference(), u"invalid_credentials, 400"_s);
}

void TstAuthError::wordsOtherRefusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("text");
    QTest::newRow("not confirmed")
        << 400 << QByteArray(R"({"code":"email_not_confirmed"})")
        << u"This email is not confirmed yet. Open the link in the mail first. (email_not_confirmed, 400)"_s;
    QTest::newRow("switched off") << 400 << QByteArray(R"({"code":"provider_disabled"})")
                                  << u"This way to sign in is switched off for this Supabase project. "
                                     "Choose another way to sign in. (provider_disabled, 400)"_s;
    QTest::newRow("unknown code")
        << 418 << QByteArray(R"({"code":"brand_new","message":"It says so"})")
        << u"Supabase refused this. It says so Try again. If it stays, quote the code to whoever runs "
           "the project. (brand_new, 418)"_s;
    QTest::newRow("key") << 401 << QByteArray(R"({"message":"Invalid API key"})")
                         << u"The public key in the profile is not accepted. It answered 401 \"Invalid API key\". "
                            "Copy it again from Supabase. (Invalid API key, 401)"_s;
}

void TstAuthError::wordsOtherRefusals()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, text);

    QCOMPARE(errorFromReply(reply(status, body)).toText(), text);
}

void TstAuthError::saysHowLongToWait_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("retryAfter");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("next");
    const QByteArray rate = R"({"code":"over_request_rate_limit","message":"Request rate limit reached"})";
    QTest::newRow("told by the header") << rate << QByteArray("58") << 58 << u"Wait 58 s, then try again."_s;
    QTest::newRow("not told") << rate << QByteArray() << 0 << u"Wait a minute, then try again."_s;
    QTest::newRow("nonsense") << rate << QByteArray("soon") << 0 << u"Wait a minute, then try again."_s;
    QTest::newRow("mail, told in words")
        << QByteArray(
               R"({"code":"over_email_send_rate_limit","message":"you can only request this after 34 seconds."})")
        << QByteArray() << 34 << u"Wait 34 s, then try again."_s;
    QTest::newRow("mail, not told") << QByteArray(R"({"code":"over_email_send_rate_limit","message":"too often"})")
                                    << QByteArray() << 60 << u"Wait 60 s, then try again."_s;
    QTest::newRow("gateway") << QByteArray() << QByteArray() << 0 << u"Wait a minute, then try again."_s;
}

void TstAuthError::saysHowLongToWait()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, retryAfter);
    QFETCH(int, seconds);
    QFETCH(QString, next);
    QList<HttpHeader> headers;
    if (!retryAfter.isEmpty())
        headers.append(HttpHeader{"Retry-After", retryAfter});

    const Error error = errorFromReply(reply(429, body, headers));

    QCOMPARE(error.what, u"Too many tries."_s);
    QCOMPARE(error.retryAfterS, seconds);
    QCOMPARE(error.next, next);
}

void TstAuthError::wordsFaults_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("why");
    QTest::newRow("timeout") << int(TimedOut) << u"GM-SUPABASE-TIMEOUT"_s
                             << u"genie.supabase.example gave no reply in 10 s."_s;
    QTest::newRow("refused") << int(ConnectionRefused) << u"GM-SUPABASE-REFUSED"_s
                             << u"Nothing listens at genie.supabase.example (connection refused)."_s;
    QTest::newRow("host") << int(HostNotFound) << u"GM-SUPABASE-HOST"_s
                          << u"The host genie.supabase.example is not known."_s;
    QTest::newRow("tls") << int(TlsFailed) << u"GM-SUPABASE-TLS"_s
                         << u"The certificate of genie.supabase.example is not trusted."_s;
    QTest::newRow("lost") << int(ConnectionLost) << u"GM-SUPABASE-LOST"_s
                          << u"genie.supabase.example closed the connection before its answer was whole."_s;
    QTest::newRow("http") << int(PlainHttpRefused) << u"GM-SUPABASE-PLAIN-HTTP"_s
                          << u"Plain http is used for this computer only."_s;
    QTest::newRow("proxy") << int(ProxyFailed) << u"GM-SUPABASE-NETWORK"_s << u"details"_s;
}

void TstAuthError::wordsFaults()
{
    QFETCH(int, code);
    QFETCH(QString, id);
    QFETCH(QString, why);

    const Error error = errorFromFault({.code = code, .what = u"details"_s}, QUrl(u"https://genie.supabase.example"_s),
                                       std::chrono::seconds(10));

    QCOMPARE(error.id, id);
    QCOMPARE(error.why, why);
    QCOMPARE(error.reference(), id);
    QCOMPARE(error.cause->code, code);
}

void TstAuthError::sortsForTheSession_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<AuthFault>("fault");
    const auto row = [](const char *title, int status, const QString &id, AuthFault fault) {
        QTest::newRow(title) << Error{.status = status, .id = id} << fault;
    };
    row("no answer", 0, u"GM-SUPABASE-TIMEOUT"_s, AuthFault::Transient);
    row("malformed 200", 200, u"GM-SUPABASE-REPLY"_s, AuthFault::Transient);
    row("page", 403, u"GM-SUPABASE-HTML"_s, AuthFault::Transient);
    row("redirect", 307, u"GM-SUPABASE-REDIRECT"_s, AuthFault::Transient);
    row("rate limit", 429, u"over_request_rate_limit"_s, AuthFault::Transient);
    row("conflict", 409, u"conflict"_s, AuthFault::Transient);
    row("5xx whatever the code", 500, u"refresh_token_not_found"_s, AuthFault::Transient);
    row("hook", 400, u"unknown"_s, AuthFault::Transient);
    row("used", 400, u"refresh_token_already_used"_s, AuthFault::TokenRefused);
    row("not found", 400, u"refresh_token_not_found"_s, AuthFault::TokenRefused);
    row("expired", 400, u"session_expired"_s, AuthFault::SessionOver);
    row("banned", 403, u"user_banned"_s, AuthFault::SessionOver);
    row("gateway", 401, u"Invalid API key"_s, AuthFault::Configuration);
    row("forbidden", 403, u"GM-SUPABASE-KEY"_s, AuthFault::Configuration);
    row("plain http", 0, u"GM-SUPABASE-PLAIN-HTTP"_s, AuthFault::Configuration);
    row("other", 400, u"bad_json"_s, AuthFault::Refused);
    row("no route", 404, u"GM-SUPABASE-404"_s, AuthFault::Refused);
}

void TstAuthError::sortsForTheSession()
{
    QFETCH(Error, error);
    QFETCH(AuthFault, fault);

    QCOMPARE(int(faultOfRefresh(error)), int(fault));
}

void TstAuthError::keepsSecretsOut()
{
    const Error error = errorFromReply(reply(401, R"({"message":"bad token=s3cr3tValue given"})"));

    QVERIFY(!error.toText().contains(u"s3cr3t"));
}

QTEST_GUILESS_MAIN(TstAuthError)
#include "tst_autherror.moc"
