#include "tests/ui/story.h"

#include <QCryptographicHash>
#include <QDate>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace gm::test
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using timeline::Event;
using timeline::EventFlag;

namespace
{

const QString rust = u"Senior Rust jobs"_s;
const QString climate = u"Climate seed funds"_s;
const QString cto = u"Part-time CTO roles"_s;
const QString lisbon = u"Talks in Lisbon"_s;
const QString grants = u"Open source grants"_s;
const QString podcasts = u"Product podcasts"_s;

QByteArray statusData(const QString &status, const QString &message)
{
    return QJsonDocument(QJsonObject{{u"status"_s, status}, {u"message"_s, message}}).toJson(QJsonDocument::Compact);
}

QByteArray messageData(const QString &role, const QString &type, const QString &content)
{
    QJsonObject object{{u"id"_s, u"m-1"_s}, {u"role"_s, role}, {u"content"_s, content}};
    if (!type.isEmpty())
        object.insert(u"metadata"_s, QJsonObject{{u"type"_s, type}});
    return QJsonDocument(QJsonObject{{u"message"_s, object}}).toJson(QJsonDocument::Compact);
}

QByteArray completeData(int count)
{
    return QJsonDocument(QJsonObject{{u"goal_id"_s, u"5b0c9a7e"_s}, {u"opportunities_count"_s, count}})
        .toJson(QJsonDocument::Compact);
}

} // namespace

Story::Story()
{
    for (const QString &title : {rust, climate, cto, lisbon, grants, podcasts})
        titles.setTitle(idOf(title), title);
    clock.setWallMs(QDateTime(QDate(2025, 11, 6), QTime(14, 2, 10), Qt::UTC).toMSecsSinceEpoch());
}

base::ConversationId Story::idOf(const QString &title)
{
    return base::ConversationId(QUuid::createUuidV5(QUuid(), title).toString(QUuid::WithoutBraces));
}

void Story::goTo(const QString &time)
{
    const qint64 at =
        QDateTime(QDate(2025, 11, 6), QTime::fromString(time, u"HH:mm:ss.zzz"_s), Qt::UTC).toMSecsSinceEpoch();
    clock.advance(std::chrono::milliseconds(std::max<qint64>(0, at - clock.wallMs())));
}

base::RowIndex Story::add(const QString &time, const QString &conversation, const QString &name, const QByteArray &data,
                          int lagMs)
{
    goTo(time);
    genie::PayloadReader reader;
    const genie::EventPayload payload = reader.read(name, data);
    Event::Fields fields;
    fields.receivedMs = clock.wallMs();
    fields.receivedMonoMs = clock.now().count();
    fields.publishedMs = clock.wallMs() - lagMs;
    fields.conversation = idOf(conversation);
    fields.channel = base::channelOf(fields.conversation);
    fields.id = base::EventId(u"uR8kLhqB3Y:%1"_s.arg(store.size()));
    fields.name = name;
    fields.kind = payload.kind;
    fields.status = payload.status;
    fields.role = payload.role;
    fields.type = payload.type;
    fields.payload = data;
    fields.serial = u"01762437771188-000@e91BxVq4:000"_s;
    fields.connectionId = u"Nq3vX0dT7a"_s;
    fields.flags.setFlag(EventFlag::WrongShape, payload.isWrongShape());
    fields.flags.setFlag(EventFlag::UnknownName, payload.isUnknownName);
    fields.flags.setFlag(EventFlag::Late, lagMs >= 1000);
    return store.append(Event(fields));
}

void Story::stream(const QString &time, const QString &conversation, const QString &messageId, const QString &text,
                   int pieces)
{
    goTo(time);
    for (int i = 0; i < pieces; ++i) {
        const qsizetype from = text.size() * i / pieces;
        const QJsonObject piece{{u"message_id"_s, messageId},
                                {u"token"_s, text.mid(from, text.size() * (i + 1) / pieces - from)}};
        add(time, conversation, u"stream_token"_s, QJsonDocument(piece).toJson(QJsonDocument::Compact), 36);
        clock.advance(30ms);
    }
}

void Story::settle()
{
    clock.advance(200ms);
}

void Story::play()
{
    add(u"14:02:12.101"_s, rust, u"status"_s, statusData(u"searching"_s, u"Searching for opportunities"_s), 41);
    add(u"14:02:12.190"_s, lisbon, u"message"_s,
        messageData(u"user"_s, u"question_answers"_s, u"30 minutes, English, December to February, in person"_s), 33);
    add(u"14:02:12.660"_s, lisbon, u"status"_s, statusData(u"searching"_s, u"Searching for opportunities"_s), 38);
    add(u"14:02:19.934"_s, lisbon, u"status"_s, statusData(u"processing"_s, u"Ranking 31 results"_s), 44);
    add(u"14:02:24.210"_s, climate, u"message"_s, messageData(u"user"_s, {}, u"Seed funds for climate hardware"_s), 35);
    stream(u"14:02:25.031"_s, climate, u"m-7"_s, u"Happy to help. Which stage is the company at, and where is it?"_s,
           212);
    add(u"14:02:31.900"_s, climate, u"stream_end"_s,
        R"({"message_id":"m-7","content":"Happy to help. Which stage is the company at, and where is it?"})", 38);
    add(u"14:02:33.480"_s, podcasts, u"complete"_s, completeData(6), 37);
    goTo(u"14:02:36.115"_s);
    const qint64 lostMs = clock.wallMs();
    const qint64 lostMonoMs = clock.now().count();
    goTo(u"14:02:40.318"_s);
    for (const QString &title : {rust, climate, cto, lisbon, grants, podcasts})
        gaps.open(idOf(title), timeline::GapCause::ResumeRefused, 80008, lostMs, lostMonoMs);
    for (const QString &title : {rust, climate, cto, lisbon, grants, podcasts})
        gaps.close(idOf(title));
    gaps.addReconnect(false, 6, u"main.b.fallback.ably-realtime.com"_s);
    add(u"14:02:41.006"_s, cto, u"status"_s, statusData(u"processing"_s, u"Reading 18 sources"_s), 46);
    add(u"14:02:44.873"_s, grants, u"status"_s, statusData(u"error"_s, u"Search provider timed out"_s), 42);
    add(u"14:02:44.981"_s, grants, u"message"_s,
        messageData(u"assistant"_s, u"error"_s, u"Something went wrong, try again"_s), 42);
    add(u"14:02:51.227"_s, lisbon, u"status"_s,
        R"({"status":"complete","message":"Found 14 opportunities","metadata":{"goal_id":"5b0c9a7e-1f4d-4b7a-a1c2-77e0","count":14}})",
        39);
    add(u"14:02:51.350"_s, lisbon, u"message"_s,
        messageData(u"assistant"_s, u"completion"_s, u"I found 14 opportunities for you. Shall I sort them by date?"_s),
        41);
    add(u"14:02:51.402"_s, lisbon, u"complete"_s, completeData(14), 39);
    add(u"14:02:52.018"_s, lisbon, u"message"_s,
        messageData(u"assistant"_s, u"clarifying"_s, u"You can narrow these by month or by audience."_s), 40);
    add(u"14:03:36.640"_s, climate, u"message"_s, messageData(u"user"_s, {}, u"Seed stage, only Portugal or Spain"_s),
        34);
    stream(u"14:03:38.512"_s, climate, u"m-9"_s,
           u"Good fit: I can look for funds that lead at seed, write tickets of 150k to 500k and have backed hardware "
           "before. In Portugal that is a short list, so I would add three Spanish funds that already invested here. "
           "Shall I leave out accel"_s,
           48);
    add(u"14:03:40.118"_s, cto, u"goal_updated"_s, R"({"goal_id":"e07c55b9-8f1a-4c63","title":"Part-time CTO"})", 43);
    add(u"14:03:42.377"_s, cto, u"status"_s, R"("processing")", 1300);
    add(u"14:03:44.902"_s, cto, u"status"_s, statusData(u"processing"_s, u"Reading 21 sources"_s), 45);
    settle();
}

} // namespace gm::test
