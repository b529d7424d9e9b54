// redact: what must be masked, and what must stay as it came.
#include "core/base/redact.h"

#include <QTest>

using namespace gm::base;

class TstRedact : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void masksSecretsInText_data();
    void masksSecretsInText();
    void leavesOrdinaryTextAlone();
};

void TstRedact::masksSecretsInText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("secret");
    QTest::newRow("bearer") << QStringLiteral("Authorization: Bearer abc.DEF-123") << QStringLiteral("abc.DEF-123");
    QTest::newRow("jwt") << QStringLiteral("got eyJhbGciOi.eyJzdWIi.c2ln today") << QStringLiteral("eyJhbGciOi");
    QTest::newRow("ably key") << QStringLiteral("key gnStg1.k7Qx2A:c2VjcmV0c2VjcmV0c2Vj") << QStringLiteral("c2VjcmV0");
    QTest::newRow("pair") << QStringLiteral("access_token=s3cr3tValue&v=6") << QStringLiteral("s3cr3tValue");
    QTest::newRow("json pair") << QStringLiteral("{\"refresh_token\": \"s3cr3tValue\"}")
                               << QStringLiteral("s3cr3tValue");
}

void TstRedact::masksSecretsInText()
{
    QFETCH(QString, text);
    QFETCH(QString, secret);
    QVERIFY(text.contains(secret));

    const QString masked = redactText(text);

    QVERIFY2(!masked.contains(secret), qPrintable(masked));
    QVERIFY(masked.contains(maskedText));
    QCOMPARE(redactText(masked), masked);
}

void TstRedact::leavesOrdinaryTextAlone()
{
    const QString text =
        QStringLiteral("Published status to conversation:2f90d3c7-61be-4c11-9d0a-7be1c40d2a35 - complete");
    QCOMPARE(redactText(text), text);
}

QTEST_GUILESS_MAIN(TstRedact)
#include "tst_redact.moc"
