#include "core/sandbox/ablychange.h"

#include "core/sandbox/faults.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fixedrandom.h"

#include <QCborArray>
#include <QTest>

using namespace gm;
using namespace gm::sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

const QString channel = u"conversation:1"_s;

/// Channels with one message of anna's on one of them.
struct Fixture {
    Fixture()
    {
        Message message{.clientId = u"anna"_s, .name = u"note"_s};
        message.payload.data = u"Hel"_s;
        serial = channels.publish(channel, {.messages = {message}})->messages.first().serial;
    }

    base::Result<StoredPublication> change(int action, const QCborValue &data, const PublishRights &as)
    {
        Message asked{.serial = serial};
        asked.action = action;
        asked.payload.data = data;
        asked.version = {{"description"_L1, u"typo"_s}};
        return changeAs(as, channels, channel, asked);
    }
    StoredPublication change(int action, const QCborValue &data) { return change(action, data, anybody()).value(); }
    [[nodiscard]] PublishRights anybody() const { return {.capability = everything, .clientId = u"*"_s}; }
    AblyChannel &at() { return channels.at(channel); }

    test::FakeClock clock;
    test::FixedRandom random;
    Faults faults{clock};
    AblyChannels channels{clock, random, faults};
    Capability everything = Capability::everything();
    QString serial;
};

} // namespace

class TstAblyChange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void updateKeepsSerialTimeAndWhatItDoesNotName()
    {
        Fixture f;
        const qint64 created = f.at().newest(f.serial)->timestampMs;
        f.clock.advance(1s);

        const Message updated = f.change(messageaction::update, u"Hello"_s)->messages.first();

        QCOMPARE(updated.serial, f.serial);
        QCOMPARE(updated.timestampMs, created);
        QCOMPARE(updated.name, u"note"_s);
        QCOMPARE(updated.clientId, u"anna"_s);
        QCOMPARE(updated.payload.data.toString(), u"Hello"_s);
        QVERIFY(updated.version.value("serial"_L1).toString() > f.serial);
        QCOMPARE(updated.version.value("timestamp"_L1).toInteger(), created + 1000);
        QCOMPARE(updated.version.value("description"_L1).toString(), u"typo"_s);
        QCOMPARE(f.at().history(f.clock.wallMs()).first().payload.data.toString(), u"Hello"_s);
        QCOMPARE(f.at().versions(f.serial).size(), 2);
    }

    void appendGoesOutWithTheAddedDataAndIsKeptWhole()
    {
        Fixture f;

        const StoredPublication stored = f.change(messageaction::append, u"lo"_s);
        f.channels.at(channel).deliver(stored, f.clock.wallMs());

        QCOMPARE(stored->messages.first().action, messageaction::append);
        QCOMPARE(stored->messages.first().payload.data.toString(), u"lo"_s);
        QCOMPARE(f.at().newest(f.serial)->action, messageaction::update);
        QCOMPARE(f.at().newest(f.serial)->payload.data.toString(), u"Hello"_s);
        bool isCut = false;
        const auto replayed = f.at().rewind({.count = 1}, f.clock.wallMs(), &isCut);
        QCOMPARE(replayed.first().publication->messages.first().action, messageaction::update);
        QCOMPARE(replayed.first().publication->messages.first().payload.data.toString(), u"Hello"_s);
    }

    void deletedMessageStaysInHistoryAsDeleted()
    {
        Fixture f;

        f.change(messageaction::erase, QCborValue(QCborValue::Undefined));

        const QList<Message> history = f.at().history(f.clock.wallMs());
        QCOMPARE(history.size(), 1);
        QCOMPARE(history.first().action, messageaction::erase);
        QCOMPARE(history.first().serial, f.serial);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("capability");
        QTest::addColumn<QString>("clientId");
        QTest::addColumn<int>("action");
        QTest::addColumn<int>("code"); ///< 0: allowed.
        const QString publishOnly = uR"({"*":["publish"]})"_s;
        const QString own = uR"({"*":["message-update-own"]})"_s;

        QTest::newRow("no right") << publishOnly << u"anna"_s << messageaction::update << 40160;
        QTest::newRow("one's own") << own << u"anna"_s << messageaction::update << 0;
        QTest::newRow("another's") << own << u"ben"_s << messageaction::update << 40160;
        QTest::newRow("deleting is another right") << own << u"anna"_s << messageaction::erase << 40160;
        QTest::newRow("a summary is no change") << own << u"anna"_s << messageaction::summary << 40003;
    }
    void refuses()
    {
        QFETCH(QString, capability);
        QFETCH(QString, clientId);
        QFETCH(int, action);
        QFETCH(int, code);
        Fixture f;
        const Capability allowed = Capability::parse(capability).value();

        const auto outcome = f.change(action, u"x"_s, {.capability = allowed, .clientId = clientId});

        QCOMPARE(outcome ? 0 : outcome.error().code, code);
    }

    void refusesBytesBehindText()
    {
        Fixture f;

        QCOMPARE(f.change(messageaction::append, "\1"_ba, f.anybody()).error().code, 40003);
    }

    void annotationsArePublishedAsTheirSummary()
    {
        Fixture f;
        const QCborMap like{{"type"_L1, u"like:flag.v1"_s}, {"clientId"_L1, u"ben"_s}};
        const auto annotate = [&f](const QCborMap &annotation) {
            return annotateAs(f.anybody(), f.channels, channel, f.serial, {annotation}).value()->messages.first();
        };

        const Message liked = annotate(like);
        QCborMap back = like;
        back.insert("action"_L1, 1);
        const Message takenBack = annotate(back);

        QCOMPARE(liked.action, messageaction::summary);
        QCOMPARE(liked.serial, f.serial);
        QCOMPARE(liked.summary.value("like:flag.v1"_L1).toMap().value("total"_L1).toInteger(), 1);
        QVERIFY(takenBack.summary.isEmpty());
        QCOMPARE(f.at().history(f.clock.wallMs()).size(), 1);
    }

    void changesAreForgottenWithTheirMessage()
    {
        Fixture f;
        f.change(messageaction::update, u"Hello"_s);

        f.clock.advance(121s);

        QVERIFY(f.at().history(f.clock.wallMs()).isEmpty());
        QVERIFY(!f.at().newest(f.serial));
    }
};

QTEST_GUILESS_MAIN(TstAblyChange)
#include "tst_ablychange.moc"
