#include "core/sandbox/stage.h"

#include "core/sandbox/accounts.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

Actor::Actor(Stage &stage, QString conversation, QJsonObject values)
    : m_stage(stage)
    , m_conversation(std::move(conversation))
    , m_values(std::move(values))
{
}

void Actor::perform(const Step &step)
{
    switch (step.action) {
    case Step::Action::Publish:
        m_last = eventOf(step);
        m_stage.publisher.publish(m_last);
        break;
    case Step::Action::SendAgain:
        m_stage.publisher.sendAgain(m_last);
        break;
    case Step::Action::PutFault: {
        QJsonObject request = step.data.toObject();
        request.insert(u"conversation"_s, m_conversation);
        if (const auto fault = m_stage.faults.add(request); !fault)
            m_stage.log.write(u"sandbox.scenario"_s, u"WARNING"_s, fault.error().toText());
        break;
    }
    case Step::Action::WriteLog: {
        const QJsonObject line = fill(step.data).toObject();
        m_stage.log.write(line.value(u"logger"_s).toString(u"app.services.conversation_service"_s),
                          line.value(u"level"_s).toString(u"ERROR"_s), line.value(u"text"_s).toString());
        break;
    }
    case Step::Action::Drop:
    case Step::Action::RenewToken:
    case Step::Action::Pass:
        break;
    }
}

Event Actor::eventOf(const Step &step)
{
    return {.conversation = m_conversation, .name = step.name, .data = fill(step.data)};
}

QJsonValue Actor::fill(const QJsonValue &value)
{
    if (value.isString())
        return fillText(value.toString());
    if (value.isArray()) {
        QJsonArray filled;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array)
            filled.append(fill(item));
        return filled;
    }
    if (value.isObject()) {
        QJsonObject filled = value.toObject();
        for (auto field = filled.begin(); field != filled.end(); ++field)
            field.value() = fill(field.value());
        return filled;
    }
    return value;
}

/// A text that is one place alone takes the place's own type; places within a text are written into it.
QJsonValue Actor::fillText(const QString &text)
{
    static const QRegularExpression place(u"\\{([a-z]+(?::[^{}]+)?)\\}"_s);
    if (!text.contains(u'{'))
        return text;
    QString filled;
    qsizetype done = 0;
    for (auto matches = place.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QJsonValue value = valueOf(match.captured(1));
        if (match.capturedLength() == text.size() && !value.isUndefined())
            return value;
        filled += text.mid(done, match.capturedStart() - done);
        filled += value.isUndefined() ? match.captured() : value.toVariant().toString();
        done = match.capturedEnd();
    }
    filled += text.mid(done);
    return filled;
}

QJsonValue Actor::valueOf(const QString &place)
{
    if (place == u"conversation")
        return m_conversation;
    if (place == u"now")
        return databaseTime(m_stage.clock.wallMs(), false);
    if (place.startsWith(u"id:")) {
        QString &id = m_ids[place];
        if (id.isEmpty())
            id = newUuid(m_stage.chance);
        return id;
    }
    return m_values.value(place);
}

} // namespace gm::sandbox
