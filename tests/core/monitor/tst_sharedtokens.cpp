// One token for several connections: one fetch, one exchange, and a new one only for whoever has had the newest.
#include "core/monitor/sharedtokens.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakehttp.h"
#include "tests/support/faketokensource.h"
#include "tests/support/fixedrandom.h"

#include <QTest>

using namespace gm;
using namespace gm::monitor;
using namespace Qt::Literals::StringLiterals;

namespace
{

struct Fixture {
    test::FakeClock clock;
    test::FixedRandom random;
    test::FakeHttp http;
    test::FakeTokenSource source;
    ably::Rest rest{http, clock, random, ably::ClientOptions{.endpoint = ably::Endpoint().withFallbacks({})}};
    SharedTokens shared{source, rest};
    std::unique_ptr<ably::TokenSource> first = shared.share();
    std::unique_ptr<ably::TokenSource> second = shared.share();
};

/// The token of a finished answer; empty where it is none.
QString tokenOf(const QFuture<base::Result<ably::TokenReply>> &answer)
{
    if (!answer.isFinished() || !answer.result().isOk())
        return {};
    const ably::TokenReply reply = *answer.result();
    const auto *details = std::get_if<ably::TokenDetails>(&reply);
    return details ? details->token.reveal() : QString();
}

} // namespace

class TstSharedTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneFetchServesBoth();
    void laterConnectionIsGivenTheTokenThereIs();
    void whoeverAsksAgainGetsANewOne();
    void signedRequestIsExchangedOnce();
    void failureIsToldToAll();
    void connectionThatLeavesIsForgotten();
};

void TstSharedTokens::oneFetchServesBoth()
{
    Fixture f;
    f.source.setSlow(true);
    const auto one = f.first->fetchToken({});
    const auto two = f.second->fetchToken({});
    QCOMPARE(f.source.calls(), 1);

    f.source.answer();

    QCOMPARE(tokenOf(one), u"token-1"_s);
    QCOMPARE(tokenOf(two), u"token-1"_s);
}

void TstSharedTokens::laterConnectionIsGivenTheTokenThereIs()
{
    Fixture f;
    (void)f.first->fetchToken({});

    QCOMPARE(tokenOf(f.second->fetchToken({})), u"token-1"_s);
    QCOMPARE(f.source.calls(), 1);
}

void TstSharedTokens::whoeverAsksAgainGetsANewOne()
{
    Fixture f;
    (void)f.first->fetchToken({});
    (void)f.second->fetchToken({});

    // The first is refused its token and asks again; the second, refused as well, is given what the first has got.
    QCOMPARE(tokenOf(f.first->fetchToken({})), u"token-2"_s);
    QCOMPARE(tokenOf(f.second->fetchToken({})), u"token-2"_s);
    QCOMPARE(f.source.calls(), 2);
    QCOMPARE(tokenOf(f.second->fetchToken({})), u"token-3"_s);
}

void TstSharedTokens::signedRequestIsExchangedOnce()
{
    Fixture f;
    f.source.prepare(ably::TokenReply(ably::TokenRequest{.keyName = u"app.key"_s, .nonce = u"once"_s}));
    f.http.prepare(201, R"({"token":"exchanged","expires":1762441427000})", {{"content-type", "application/json"}});

    QCOMPARE(tokenOf(f.first->fetchToken({})), u"exchanged"_s);
    QCOMPARE(tokenOf(f.second->fetchToken({})), u"exchanged"_s);
    QCOMPARE(f.http.requests().size(), 1);
}

void TstSharedTokens::failureIsToldToAll()
{
    Fixture f;
    f.source.setSlow(true);
    const auto one = f.first->fetchToken({});
    const auto two = f.second->fetchToken({});

    f.source.answer(base::Error{.code = 40170, .status = 403, .what = u"no"_s});

    QCOMPARE(one.result().error().status, 403);
    QCOMPARE(two.result().error().status, 403);
    // The next one who asks begins anew.
    const auto three = f.first->fetchToken({});
    f.source.answer();
    QCOMPARE(tokenOf(three), u"token-2"_s);
}

void TstSharedTokens::connectionThatLeavesIsForgotten()
{
    Fixture f;
    f.source.setSlow(true);
    const auto one = f.first->fetchToken({});
    f.first.reset();

    f.source.answer();

    QCOMPARE(tokenOf(one), u"token-1"_s);
}

QTEST_GUILESS_MAIN(TstSharedTokens)
#include "tst_sharedtokens.moc"
