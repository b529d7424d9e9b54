// totp: the vectors of RFC 6238 and RFC 4648, and the steps that are let pass.
#include "core/sandbox/totp.h"

#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;

class TstTotp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void computesTheCodesOfTheRfc_data();
    void computesTheCodesOfTheRfc();
    void letsOneStepPassOnEitherSide_data();
    void letsOneStepPassOnEitherSide();
    void writesSecretsInBase32_data();
    void writesSecretsInBase32();
};

void TstTotp::computesTheCodesOfTheRfc_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("code"); // the last six of the RFC's eight digits
    QTest::newRow("1970") << qint64(59) << u"287082"_s;
    QTest::newRow("2005") << qint64(1111111109) << u"081804"_s;
    QTest::newRow("2005, next step") << qint64(1111111111) << u"050471"_s;
    QTest::newRow("2009") << qint64(1234567890) << u"005924"_s;
    QTest::newRow("2033") << qint64(2000000000) << u"279037"_s;
    QTest::newRow("2603") << qint64(20000000000) << u"353130"_s;
}

void TstTotp::computesTheCodesOfTheRfc()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, code);

    QCOMPARE(sandbox::totpCode("12345678901234567890", seconds * 1000), code);
}

void TstTotp::letsOneStepPassOnEitherSide_data()
{
    QTest::addColumn<int>("steps");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("two before") << -2 << false;
    QTest::newRow("one before") << -1 << true;
    QTest::newRow("this one") << 0 << true;
    QTest::newRow("one after") << 1 << true;
    QTest::newRow("two after") << 2 << false;
}

void TstTotp::letsOneStepPassOnEitherSide()
{
    QFETCH(int, steps);
    QFETCH(bool, isGood);
    constexpr qint64 now = 1'762'437'827'000;

    const QString code = sandbox::totpCode("secret", now + steps * 30'000);

    QCOMPARE(sandbox::isTotpCode("secret", code, now), isGood);
}

void TstTotp::writesSecretsInBase32_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QByteArray() << QString();
    QTest::newRow("f") << QByteArray("f") << u"MY"_s;
    QTest::newRow("fo") << QByteArray("fo") << u"MZXQ"_s;
    QTest::newRow("foobar") << QByteArray("foobar") << u"MZXW6YTBOI"_s;
}

void TstTotp::writesSecretsInBase32()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);

    QCOMPARE(sandbox::toBase32(bytes), text);
}

QTEST_GUILESS_MAIN(TstTotp)
#include "tst_totp.moc"
