#include "core/sandbox/scriptreader.h"

#include "core/sandbox/durations.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using std::chrono::microseconds;
using std::chrono::milliseconds;

namespace
{

Error fault(qsizetype index, const QString &text)
{
    return Error{.what = QCoreApplication::translate("gm::sandbox::ScriptReader", "Step %1: %2").arg(index).arg(text)};
}

QString idPlace(const QString &name)
{
    return u"{id:"_s + name + u'}';
}

QJsonValue messageData(const QJsonObject &step, const QString &idName)
{
    QJsonObject metadata = step.value(u"metadata"_s).toObject();
    if (step.contains(u"type"_s))
        metadata.insert(u"type"_s, step.value(u"type"_s));
    const QJsonObject message{{u"id"_s, idPlace(step.value(u"as"_s).toString(idName))},
                              {u"conversation_id"_s, u"{conversation}"_s},
                              {u"role"_s, step.value(u"role"_s).toString(u"assistant"_s)},
                              {u"content"_s, step.value(u"say"_s)},
                              {u"metadata"_s, metadata},
                              {u"created_at"_s, u"{now}"_s}};
    return QJsonObject{{u"type"_s, u"message"_s}, {u"message"_s, message}};
}

/// Words with the blank after them; more pieces than words: cut evenly.
QStringList piecesOf(const QString &text, qsizetype wanted)
{
    QStringList pieces;
    if (wanted <= 0) {
        static const QRegularExpression word(u"\\S+\\s*"_s);
        for (auto matches = word.globalMatch(text); matches.hasNext();)
            pieces.append(matches.next().captured());
        return pieces;
    }
    for (qsizetype i = 0; i < wanted; ++i) {
        const qsizetype from = text.size() * i / wanted;
        pieces.append(text.mid(from, text.size() * (i + 1) / wanted - from));
    }
    return pieces;
}

/// Appends the steps one line of the file stands for. The first waits as the line says, the others as the line spreads them.
class LineReader
{
public:
    explicit LineReader(Script &script)
        : m_script(script)
    {
    }

    Result<void> read(const QJsonObject &line, qsizetype index)
    {
        m_wait = readDuration(line.value(u"wait"_s)).value_or(milliseconds(0));
        const QString idName = u"m%1"_s.arg(index);
        if (line.contains(u"say"_s))
            publish(u"message"_s, messageData(line, idName));
        else if (line.contains(u"status"_s))
            publish(u"status"_s, QJsonObject{{u"status"_s, line.value(u"status"_s)},
                                             {u"message"_s, line.value(u"text"_s)},
                                             {u"metadata"_s, line.value(u"metadata"_s).toObject()}});
        else if (line.contains(u"complete"_s))
            publish(u"complete"_s, QJsonObject{{u"goal_id"_s, idPlace(u"goal"_s)},
                                               {u"opportunities_count"_s, line.value(u"complete"_s)}});
        else if (line.contains(u"stream"_s))
            stream(line, line.value(u"as"_s).toString(idName));
        else if (line.contains(u"event"_s))
            repeat(line);
        else
            return readOther(line, index);
        return {};
    }

private:
    Result<void> readOther(const QJsonObject &line, qsizetype index)
    {
        if (line.contains(u"again"_s))
            append({.action = Step::Action::SendAgain});
        else if (line.contains(u"fault"_s))
            append({.action = Step::Action::PutFault, .data = line.value(u"fault"_s)});
        else if (line.contains(u"log"_s))
            append({.action = Step::Action::WriteLog, .data = line.value(u"log"_s)});
        else if (line.contains(u"drop"_s))
            append({.action = Step::Action::Drop, .data = line.value(u"refused"_s)});
        else if (line.contains(u"pass"_s))
            append({.action = Step::Action::Pass});
        else if (line.contains(u"renew"_s))
            append({.action = Step::Action::RenewToken});
        else
            return fault(index, u"nothing known happens in it."_s);
        return {};
    }

    void stream(const QJsonObject &line, const QString &idName)
    {
        const QString text = line.value(u"stream"_s).toString();
        const QStringList pieces = piecesOf(text, line.value(u"pieces"_s).toInteger());
        const microseconds over = readDuration(line.value(u"over"_s)).value_or(milliseconds(60 * pieces.size()));
        for (const QString &piece : pieces) {
            publish(u"stream_token"_s, QJsonObject{{u"message_id"_s, idPlace(idName)}, {u"token"_s, piece}});
            m_wait = over / pieces.size();
        }
        if (line.value(u"open"_s).toBool())
            return;
        publish(u"stream_end"_s,
                QJsonObject{{u"message_id"_s, idPlace(idName)}, {u"content"_s, text}, {u"created_at"_s, u"{now}"_s}});
    }

    void repeat(const QJsonObject &line)
    {
        const qint64 times = line.value(u"times"_s).toInteger(1);
        const double perSecond = line.value(u"perSecond"_s).toDouble(1);
        for (qint64 i = 0; i < times; ++i) {
            publish(line.value(u"event"_s).toString(), line.value(u"data"_s));
            m_wait = microseconds(qint64(1'000'000 / perSecond));
        }
    }

    void publish(const QString &name, const QJsonValue &data) { append({.name = name, .data = data}); }

    void append(Step step)
    {
        step.wait = std::exchange(m_wait, microseconds(0));
        m_script.append(std::move(step));
    }

    Script &m_script;
    microseconds m_wait{0};
};

/// `14:02:12.101` on the day the story begins; nothing when it is not a time.
std::optional<qint64> storyTime(const QJsonValue &value, qint64 startMs)
{
    const QString text = value.toString();
    const QTime time = QTime::fromString(text, text.contains(u'.') ? u"hh:mm:ss.zzz"_s : u"hh:mm:ss"_s);
    if (!time.isValid())
        return std::nullopt;
    const QDate day = QDateTime::fromMSecsSinceEpoch(startMs, Qt::UTC).date();
    return QDateTime(day, time, Qt::UTC).toMSecsSinceEpoch();
}

} // namespace

Result<Script> readScript(const QJsonArray &steps)
{
    Script script;
    LineReader reader(script);
    for (qsizetype i = 0; i < steps.size(); ++i) {
        if (const auto read = reader.read(steps[i].toObject(), i); !read)
            return read.error();
    }
    return script;
}

Result<Script> readStory(const QJsonArray &steps, qint64 startMs)
{
    Script story;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const QJsonObject line = steps[i].toObject();
        const auto at = storyTime(line.value(u"at"_s), startMs);
        if (!at)
            return fault(i, u"\"at\" is not a time of day."_s);
        Script expanded;
        if (const auto read = LineReader(expanded).read(line, i); !read)
            return read.error();
        microseconds since{0};
        for (Step &step : expanded) {
            since += step.wait;
            step.conversation = line.value(u"in"_s).toString();
            step.atMs = *at + std::chrono::duration_cast<milliseconds>(since).count();
            step.lagMs = line.value(u"lag"_s).toInteger(38);
            step.backMs = storyTime(line.value(u"back"_s), startMs).value_or(0);
        }
        story += expanded;
    }
    std::stable_sort(story.begin(), story.end(), [](const Step &a, const Step &b) { return a.atMs < b.atMs; });
    return story;
}

} // namespace gm::sandbox
