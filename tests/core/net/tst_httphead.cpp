// The head of a request: what is read, and with which status the rest is refused.
#include "core/net/httphead.h"

#include <QTest>

using namespace gm::net;
using namespace Qt::Literals::StringLiterals;

namespace
{

int statusOf(const QByteArray &head)
{
    const auto parsed = parseHead(head);
    const auto *refusal = std::get_if<HeadRefusal>(&parsed);
    return refusal ? refusal->status : 200;
}

QByteArray headers(int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += "\r\nX-" + QByteArray::number(i) + ": 1";
    return lines;
}

} // namespace

class TstHttpHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheHead();
    void refuses_data();
    void refuses();
};

void TstHttpHead::readsTheHead()
{
    const auto parsed = parseHead("POST /keys/a%2Eb/requestToken?x=1%262&y HTTP/1.1\r\nHost: localhost\r\n"
                                  "Content-Length: 12\r\ncontent-length: 12\r\nX-Empty:");

    const auto &request = std::get<ServerRequest>(parsed);
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.path, u"/keys/a.b/requestToken"_s);
    QCOMPARE(request.rawPath, QByteArray("/keys/a%2Eb/requestToken"));
    QCOMPARE(request.query.queryItemValue(u"x"_s, QUrl::FullyDecoded), u"1&2"_s);
    QCOMPARE(request.header("host"), QByteArray("localhost"));
    QCOMPARE(request.header("x-empty"), QByteArray());
    QCOMPARE(bodyBytes(request), 12);
}

void TstHttpHead::refuses_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");

    const QByteArray get = "GET / HTTP/1.1";
    QTest::newRow("nothing") << QByteArray() << 400;
    QTest::newRow("another protocol") << QByteArray("GET / RTSP/1.0") << 400;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0") << 400;
    QTest::newRow("no target") << QByteArray("GET HTTP/1.1") << 400;
    QTest::newRow("no method") << QByteArray(" / HTTP/1.1") << 400;
    QTest::newRow("a line that is no header") << get + "\r\nnonsense" << 400;
    QTest::newRow("a folded line") << get + "\r\nX: a\r\n b: c" << 400;
    QTest::newRow("a blank before the colon") << get + "\r\nContent-Length : 3" << 400;
    QTest::newRow("a header without a name") << get + "\r\n: 3" << 400;
    QTest::newRow("a length that is none") << get + "\r\nContent-Length: 3x" << 400;
    QTest::newRow("a length with a sign") << get + "\r\nContent-Length: +3" << 400;
    QTest::newRow("a length below zero") << get + "\r\nContent-Length: -3" << 400;
    QTest::newRow("a length beyond 64 bits") << get + "\r\nContent-Length: 99999999999999999999" << 400;
    QTest::newRow("two lengths") << get + "\r\nContent-Length: 3\r\nContent-Length: 4" << 400;
    QTest::newRow("a body in chunks") << get + "\r\nTransfer-Encoding: chunked" << 411;
    QTest::newRow("the longest body") << get + "\r\nContent-Length: " + QByteArray::number(maxRequestBytes) << 200;
    QTest::newRow("a body too long") << get + "\r\nContent-Length: " + QByteArray::number(maxRequestBytes + 1) << 413;
    QTest::newRow("a target too long") << "GET /" + QByteArray(maxTargetBytes, 'a') + " HTTP/1.1" << 414;
    QTest::newRow("the most headers") << get + headers(maxHeaders) << 200;
    QTest::newRow("too many headers") << get + headers(maxHeaders + 1) << 431;
}

void TstHttpHead::refuses()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    QCOMPARE(statusOf(head), status);
}

QTEST_GUILESS_MAIN(TstHttpHead)
#include "tst_httphead.moc"
