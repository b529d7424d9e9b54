// pkce: the pair of RFC 7636.
#include "core/supabase/pkce.h"

#include <QRegularExpression>
#include <QTest>

using namespace gm::base;
using namespace gm::supabase;
using namespace Qt::StringLiterals;

class TstPkce : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashesAsTheStandardSays();
    void makesAFreshVerifierEachTime();
};

void TstPkce::hashesAsTheStandardSays()
{
    // RFC 7636, appendix B
    QCOMPARE(Pkce::challengeOf(Secret(u"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"_s)),
             u"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"_s);
}

void TstPkce::makesAFreshVerifierEachTime()
{
    SystemRandom random;

    const Pkce first = Pkce::make(random);
    const Pkce second = Pkce::make(random);

    static const QRegularExpression form(u"^[A-Za-z0-9._~-]{43,128}$"_s);
    QVERIFY(form.match(first.verifier.reveal()).hasMatch());
    QCOMPARE(first.challenge, Pkce::challengeOf(first.verifier));
    QVERIFY(!(first.verifier == second.verifier));
}

QTEST_GUILESS_MAIN(TstPkce)
#include "tst_pkce.moc"
