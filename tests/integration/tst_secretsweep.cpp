// No secret of a session is found anywhere it could be read later: logs, frames, history, problems, JSONL, files.
#include "app/eventwriter.h"
#include "core/base/logging.h"
#include "core/base/redact.h"
#include "core/diagnostics/connectionhistory.h"
#include "core/diagnostics/framelog.h"
#include "core/diagnostics/problem.h"
#include "core/sandbox/totp.h"
#include "tests/integration/browserplayer.h"
#include "tests/integration/harness.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrlQuery>

using namespace gm;
using namespace gm::test;
using namespace Qt::Literals::StringLiterals;

namespace
{

/// Every text that must not be seen again.
class Secrets
{
public:
    void add(const QString &text)
    {
        if (text.size() >= 8)
            m_texts.insert(text.toUtf8());
    }
    /// A short code: looked for as a word of its own, since its digits may well stand in a longer number.
    void addCode(const QString &digits) { m_codes.insert(digits); }
    /// Strings under the names of secrets, at any depth.
    void addFrom(const QJsonValue &value)
    {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (it.value().isString() && base::isSecretField(it.key()))
                add(it.value().toString());
            addFrom(it.value());
        }
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array)
            addFrom(item);
    }
    [[nodiscard]] QSet<QByteArray> texts() const { return m_texts; }
    /// The first secret found in @p where; empty: none.
    [[nodiscard]] QByteArray foundIn(const QByteArray &where) const
    {
        for (const QByteArray &text : m_texts) {
            if (where.contains(text))
                return text;
        }
        for (const QString &code : m_codes) {
            if (QRegularExpression(u"\\b%1\\b"_s.arg(code)).match(QString::fromUtf8(where)).hasMatch())
                return code.toUtf8();
        }
        return {};
    }

private:
    QSet<QByteArray> m_texts;
    QSet<QString> m_codes;
};

/// Passes requests on and learns the secrets in their bodies.
class ListeningHttp final : public net::HttpClient
{
public:
    explicit ListeningHttp(Secrets &secrets)
        : m_secrets(secrets)
    {
    }
    QFuture<base::Result<net::HttpReply>> send(const net::HttpRequest &request) override
    {
        m_secrets.addFrom(QJsonDocument::fromJson(request.body).object());
        return m_client.send(request).then([this](const base::Result<net::HttpReply> &reply) {
            if (reply)
                m_secrets.addFrom(QJsonDocument::fromJson(reply->body).object());
            return reply;
        });
    }

private:
    Secrets &m_secrets;
    net::QtHttpClient m_client;
};

/// Passes frames on and learns the secrets in them and in the address.
class ListeningSocket final : public net::WebSocket
{
public:
    explicit ListeningSocket(Secrets &secrets)
        : m_secrets(secrets)
        , m_socket(net::QtWebSocketFactory().create())
    {
        connect(m_socket.get(), &net::WebSocket::opened, this, &net::WebSocket::opened);
        connect(m_socket.get(), &net::WebSocket::closed, this, &net::WebSocket::closed);
        connect(m_socket.get(), &net::WebSocket::textReceived, this, [this](const QString &text) {
            m_secrets.addFrom(QJsonDocument::fromJson(text.toUtf8()).object());
            Q_EMIT textReceived(text);
        });
    }
    void open(const QUrl &url) override
    {
        const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
        for (const auto &[name, value] : items) {
            if (base::isSecretField(name))
                m_secrets.add(value);
        }
        m_socket->open(url);
    }
    void sendText(const QString &text) override
    {
        m_secrets.addFrom(QJsonDocument::fromJson(text.toUtf8()).object());
        m_socket->sendText(text);
    }
    void sendBinary(const QByteArray &bytes) override { m_socket->sendBinary(bytes); }
    void close() override { m_socket->close(); }
    void abort() override { m_socket->abort(); }

private:
    Secrets &m_secrets;
    std::unique_ptr<net::WebSocket> m_socket;
};

class ListeningSockets final : public net::WebSocketFactory
{
public:
    explicit ListeningSockets(Secrets &secrets)
        : m_secrets(secrets)
    {
    }
    std::unique_ptr<net::WebSocket> create() override { return std::make_unique<ListeningSocket>(m_secrets); }

private:
    Secrets &m_secrets;
};

QByteArray logged; // what a message handler can reach

void keepLog(QtMsgType, const QMessageLogContext &, const QString &message)
{
    // As core/base's handler does it: masked before it goes anywhere.
    logged += base::redactText(message).toUtf8() + '\n';
}

/// Through the browser, by mailed code, and with a second step: each has secrets of its own.
bool signsInEveryOtherWay(Harness &harness, Secrets &secrets)
{
    using Kind = supabase::SignInStep::Kind;
    supabase::SignIn &signIn = harness.monitor().interactiveSignIn();
    const auto reaches = [&signIn](Kind kind) { return until([&] { return signIn.step().kind == kind; }); };

    signIn.beginProvider(u"google"_s);
    if (!reaches(Kind::AwaitingBrowser))
        return false;
    const BrowserPage page = BrowserPlayer().signIn(signIn.step().browser.url, harness.addresses().email);
    secrets.add(QUrlQuery(page.url).queryItemValue(u"state"_s));
    secrets.add(QUrlQuery(page.url).queryItemValue(u"code"_s));
    if (page.status != 200 || !reaches(Kind::Done))
        return false;

    signIn.requestEmailCode(harness.addresses().email);
    if (!reaches(Kind::AwaitingCode))
        return false;
    const auto mails =
        QJsonDocument::fromJson(harness.control("GET", u"/mail?email="_s + harness.addresses().email).body).array();
    const QString code = mails.first().toObject().value(u"code").toString();
    secrets.addCode(code);
    secrets.addCode(u"918273"_s);
    signIn.verifyEmailCode(base::Secret(u"918273"_s)); // refused
    if (!reaches(Kind::AwaitingCode))
        return false;
    signIn.verifyEmailCode(base::Secret(code));
    if (!reaches(Kind::Done))
        return false;

    secrets.add(harness.addresses().secondPassword);
    secrets.add(harness.addresses().totpSecret);
    signIn.beginPassword(harness.addresses().secondEmail, base::Secret(harness.addresses().secondPassword));
    if (!reaches(Kind::AwaitingTotp))
        return false;
    const QByteArray key = sandbox::fromBase32(harness.addresses().totpSecret);
    const QString totp = sandbox::totpCode(key, QDateTime::currentMSecsSinceEpoch());
    secrets.addCode(totp);
    signIn.verifyTotp(base::Secret(totp));
    return reaches(Kind::Done);
}

} // namespace

class TstSecretSweep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noSecretIsFoundAfterASession();
};

void TstSecretSweep::noSecretIsFoundAfterASession()
{
    // given: a session with everything that carries a secret: sign-in, token, resume, renewal, refusals
    QLoggingCategory::setFilterRules(u"gm.*=true"_s);
    const auto previous = qInstallMessageHandler(keepLog);
    Secrets secrets;
    ListeningHttp http(secrets);
    ListeningSockets sockets(secrets);
    Harness harness({.http = &http, .sockets = &sockets});
    QVERIFY(harness.isReady());
    secrets.add(harness.addresses().password);
    secrets.add(harness.addresses().ablyKey);
    const auto id = harness.quiet();
    app::EventWriter writer(harness.monitor().store(), harness.monitor().runs(), harness.monitor().titles());
    QByteArray printed;
    QObject::connect(&harness.monitor(), &monitor::Monitor::connectionChanged, &harness.monitor(),
                     [&](const ably::ConnectionChange &change) {
                         printed += writer.connectionLine(change) + writer.connectionText(change);
                     });
    QObject::connect(&harness.monitor().problems(), &diagnostics::ProblemList::reported, &harness.monitor(),
                     [&](const diagnostics::Problem &problem) {
                         printed += writer.problemLine(problem) + writer.problemText(problem);
                     });

    // when
    QVERIFY(!harness.fault({{u"fault"_s, u"drop-socket"_s}}).isEmpty());
    QVERIFY(until([&] { return harness.monitor().history().resumesTried() == 1 && harness.isConnected(); }));
    QVERIFY(!harness.fault({{u"fault"_s, u"auth-now"_s}}).isEmpty());
    QVERIFY(until([&] {
        return harness.monitor().history().entries().back().kind == diagnostics::ConnectionEntry::Kind::Notice;
    }));
    QVERIFY(
        !harness
             .fault({{u"fault"_s, u"http-status"_s}, {u"route"_s, u"/api/chat/realtime/token"_s}, {u"status"_s, 500}})
             .isEmpty());
    QVERIFY(!harness.fault({{u"fault"_s, u"expire-token"_s}}).isEmpty());
    QVERIFY(until([&] { return harness.hasProblem(u"GM-TOKEN-500"_s); }));
    QVERIFY(!harness.signIn(u"a-wrong-password"_s));
    secrets.add(u"a-wrong-password"_s);
    harness.clearFaults();
    QVERIFY(signsInEveryOtherWay(harness, secrets));
    qInstallMessageHandler(previous);

    // then: there is something to look for, and none of it is found
    QVERIFY2(secrets.texts().size() >= 8, qPrintable(QString::number(secrets.texts().size())));
    QCOMPARE(secrets.foundIn(logged), QByteArray());
    QCOMPARE(secrets.foundIn(printed), QByteArray());
    for (const diagnostics::FrameRecord &frame : harness.monitor().frames().frames())
        QCOMPARE(secrets.foundIn(frame.text), QByteArray());
    for (const diagnostics::ConnectionEntry &entry : harness.monitor().history().entries())
        QCOMPARE(secrets.foundIn((entry.what + entry.reason + entry.meaning + entry.host).toUtf8()), QByteArray());
    QDirIterator files(harness.folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(secrets.foundIn(file.readAll()), QByteArray());
    }
}

QTEST_GUILESS_MAIN(TstSecretSweep)
#include "tst_secretsweep.moc"
