#include "core/sandbox/controlapi.h"

#include "core/base/json.h"
#include "core/sandbox/durations.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using net::ServerRequest;
using net::ServerResponse;

namespace
{

constexpr QStringView faultsPath = u"/faults/";

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::sandbox::ControlApi", text);
}

ServerResponse refuse(int status, const QString &text)
{
    return jsonResponse(status, QJsonObject{{u"error"_s, text}});
}

ServerResponse refuse(const base::Error &error)
{
    return refuse(400, error.next.isEmpty() ? error.what : QString(error.what + u' ' + error.next));
}

/// A web page must not reach the sandbox through a name that leads to this machine.
bool isMeantForLoopback(const ServerRequest &request)
{
    const QByteArray host = request.header("host");
    return host.isEmpty() || host.startsWith("127.0.0.1") || host.startsWith("localhost") || host.startsWith("[::1]");
}

} // namespace

struct ControlApi::Row {
    QByteArrayView method;
    QStringView path;
    Call call;
};

ControlApi::ControlApi(Stage &stage, SandboxClock &clock, const SupabaseStandin &supabase, Start start, Playing playing)
    : m_stage(stage)
    , m_clock(clock)
    , m_supabase(supabase)
    , m_start(std::move(start))
    , m_playing(std::move(playing))
{
}

void ControlApi::handle(const ServerRequest &request, const net::Responder &responder)
{
    responder.send(answer(request));
}

ServerResponse ControlApi::answer(const ServerRequest &request)
{
    static constexpr std::array rows{
        Row{"GET", u"/state", &ControlApi::state},
        Row{"GET", u"/scenarios", &ControlApi::listScenarios},
        Row{"POST", u"/scenarios", &ControlApi::startScenario},
        Row{"POST", u"/publish", &ControlApi::publish},
        Row{"GET", u"/log", &ControlApi::log},
        Row{"GET", u"/mail", &ControlApi::mail},
        Row{"GET", u"/faults", &ControlApi::listFaults},
        Row{"POST", u"/faults", &ControlApi::addFault},
        Row{"DELETE", u"/faults", &ControlApi::clearFaults},
        Row{"POST", u"/clock", &ControlApi::moveClock},
    };
    if (!isMeantForLoopback(request))
        return refuse(403, tr("The sandbox answers on loopback addresses only."));
    if (request.method == "DELETE" && request.path.startsWith(faultsPath))
        return removeFault(request.path.mid(faultsPath.size()));
    const auto body = base::parseJson(request.body);
    if (!request.body.isEmpty() && (!body || !body->isObject()))
        return refuse(400, tr("The body is not a JSON object."));
    bool isPathKnown = false;
    for (const Row &row : rows) {
        if (row.path != request.path)
            continue;
        isPathKnown = true;
        if (row.method == request.method)
            return (this->*row.call)(request, body ? body->toObject() : QJsonObject());
    }
    return isPathKnown ? refuse(405, tr("This path does not answer that method."))
                       : refuse(404, tr("There is no such path in the sandbox's control API."));
}

ServerResponse ControlApi::state(const ServerRequest &, const QJsonObject &)
{
    QJsonObject state = m_stage.ably.state();
    const QJsonObject supabase = m_supabase.state();
    state.insert(u"users"_s, supabase.value(u"users"_s));
    state.insert(u"supabaseCalls"_s, supabase.value(u"calls"_s));
    state.insert(u"faults"_s, m_stage.faults.toJson());
    state.insert(u"scenarios"_s, m_playing());
    state.insert(u"clock"_s, QJsonObject{{u"now"_s, m_clock.wallClock().toString(Qt::ISODateWithMs)},
                                         {u"offsetMs"_s, qint64(m_clock.offset().count())}});
    return jsonResponse(200, state);
}

ServerResponse ControlApi::listScenarios(const ServerRequest &, const QJsonObject &)
{
    return jsonResponse(200, describeScenarios());
}

ServerResponse ControlApi::startScenario(const ServerRequest &, const QJsonObject &body)
{
    const QString name = body.value(u"name"_s).toString();
    if (name.isEmpty())
        return refuse(400, tr("\"name\" is missing: the name of a scenario."));
    const auto scenario = loadScenario(name);
    if (!scenario)
        return refuse(scenario.error());
    if (scenario->storyStartMs != 0)
        return refuse(409, tr("This scenario is a story: it begins with the sandbox, by --scenario."));
    const QJsonValue speed = body.value(u"speed"_s);
    if (!speed.isUndefined() && speed.toDouble() <= 0)
        return refuse(400, tr("\"speed\" is not a number above 0."));
    const QStringList ids =
        m_start(*scenario, {.speed = speed.toDouble(1), .conversation = body.value(u"conversation"_s).toString()});
    return jsonResponse(200, QJsonObject{{u"conversations"_s, QJsonArray::fromStringList(ids)}});
}

ServerResponse ControlApi::publish(const ServerRequest &, const QJsonObject &body)
{
    const Event event{.conversation = body.value(u"conversation"_s).toString(),
                      .name = body.value(u"name"_s).toString(),
                      .data = body.value(u"data"_s)};
    if (event.conversation.isEmpty())
        return refuse(400, tr("\"conversation\" is missing: the id to publish to."));
    if (event.name.isEmpty())
        return refuse(400, tr("\"name\" is missing: the name of the event."));
    const Outcome outcome = m_stage.publisher.publish(event);
    const QString word = outcome == Outcome::Published ? u"published"_s
                         : outcome == Outcome::Lost    ? u"lost"_s
                                                       : u"refused"_s;
    return jsonResponse(200, QJsonObject{{u"outcome"_s, word}});
}

ServerResponse ControlApi::log(const ServerRequest &, const QJsonObject &)
{
    return {.headers = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = m_stage.log.text()};
}

ServerResponse ControlApi::mail(const ServerRequest &request, const QJsonObject &)
{
    const QString email = request.query.queryItemValue(u"email"_s, QUrl::FullyDecoded).trimmed().toLower();
    if (email.isEmpty())
        return refuse(400, tr("\"email\" is missing: whose mails to show."));
    return jsonResponse(200, m_supabase.mailbox().mails(email));
}

ServerResponse ControlApi::listFaults(const ServerRequest &, const QJsonObject &)
{
    return jsonResponse(200, m_stage.faults.toJson());
}

ServerResponse ControlApi::addFault(const ServerRequest &, const QJsonObject &body)
{
    const auto fault = m_stage.faults.add(body);
    if (!fault)
        return refuse(fault.error());
    return jsonResponse(200, QJsonObject{{u"id"_s, fault->id}});
}

ServerResponse ControlApi::clearFaults(const ServerRequest &, const QJsonObject &)
{
    m_stage.faults.clear();
    return jsonResponse(200, QJsonObject());
}

ServerResponse ControlApi::removeFault(const QString &id)
{
    if (!m_stage.faults.remove(id))
        return refuse(404, tr("No such fault is in force; it may have been used up."));
    return jsonResponse(200, QJsonObject());
}

ServerResponse ControlApi::moveClock(const ServerRequest &, const QJsonObject &body)
{
    const auto offset = readDuration(body.value(u"offset"_s));
    if (!offset)
        return refuse(400, tr("\"offset\" is not a duration such as -3m, 90s or 1500 (ms)."));
    m_clock.setOffset(*offset);
    return jsonResponse(200, QJsonObject{{u"offsetMs"_s, qint64(offset->count())},
                                         {u"now"_s, m_clock.wallClock().toString(Qt::ISODateWithMs)}});
}

} // namespace gm::sandbox
