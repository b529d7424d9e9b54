#include "core/sandbox/faults.h"

#include "core/sandbox/durations.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using std::chrono::milliseconds;

namespace
{

/// Fields of `POST /faults` as text: a number and a text are both accepted, since some values are either.
QString textOf(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toString();
}

bool isUnknownField(const QString &name)
{
    static const QSet<QString> known{u"fault"_s, u"conversation"_s, u"route"_s, u"status"_s,
                                     u"count"_s, u"for"_s,          u"after"_s, u"value"_s};
    return !known.contains(name);
}

Result<milliseconds> durationField(const QJsonObject &request, const QString &name)
{
    const QJsonValue value = request.value(name);
    if (value.isUndefined() || value.isNull())
        return milliseconds(0);
    const auto duration = readDuration(value);
    if (!duration || duration->count() < 0)
        return Error{.what = Faults::tr("\"%1\" is not a duration such as 500ms, 30s or 2m.").arg(name)};
    return *duration;
}

Result<int> numberField(const QJsonObject &request, const QString &name, int highest)
{
    const QJsonValue value = request.value(name);
    if (value.isUndefined() || value.isNull())
        return 0;
    const double number = value.toDouble(-1);
    if (number < 0 || number > highest || number != int(number))
        return Error{.what = Faults::tr("\"%1\" is not a whole number from 0 to %2.").arg(name).arg(highest)};
    return int(number);
}

bool fitsConversation(const Fault &fault, const QString &conversation)
{
    return fault.conversation.isEmpty() || fault.conversation == conversation;
}

bool fitsRoute(const Fault &fault, const RouteNames &route)
{
    if (fault.route.isEmpty())
        return true;
    return fault.route.startsWith(u'/') ? route.path.startsWith(fault.route) : route.names.contains(fault.route);
}

} // namespace

milliseconds Fault::duration(milliseconds fallback) const
{
    return value.isEmpty() ? fallback : readDuration(value).value_or(fallback);
}

int Fault::number(int fallback) const
{
    bool isNumber = false;
    const int parsed = value.toInt(&isNumber);
    return isNumber ? parsed : fallback;
}

Faults::Faults(base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
}

const QStringList &Faults::kinds()
{
    static const QStringList all{
        u"drop-socket"_s,     u"close-socket"_s,    u"refuse-connect"_s, u"black-hole"_s,    u"refuse-resume"_s,
        u"lose-continuity"_s, u"expire-token"_s,    u"auth-now"_s,       u"revoke-key"_s,    u"deny-channel"_s,
        u"detach-channel"_s,  u"delay"_s,           u"lose"_s,           u"repeat"_s,        u"reorder"_s,
        u"rate-cap"_s,        u"stop-heartbeats"_s, u"bad-frame"_s,      u"wrong-shape"_s,   u"http-status"_s,
        u"http-html"_s,       u"http-truncate"_s,   u"http-slow"_s,      u"http-redirect"_s, u"revoke-session"_s,
        u"refresh-429"_s,     u"publish-error"_s,   u"publish-lost"_s};
    return all;
}

bool Faults::isImmediate(const QString &kind)
{
    static const QSet<QString> immediate{u"drop-socket"_s, u"close-socket"_s,   u"expire-token"_s,  u"auth-now"_s,
                                         u"bad-frame"_s,   u"detach-channel"_s, u"revoke-session"_s};
    return immediate.contains(kind);
}

Result<Fault> Faults::add(const QJsonObject &request)
{
    const QStringList fields = request.keys();
    if (const auto odd = std::find_if(fields.begin(), fields.end(), isUnknownField); odd != fields.end())
        return Error{.what = tr("There is no field \"%1\" in a fault.").arg(*odd)};
    Fault fault;
    fault.kind = request.value(u"fault"_s).toString();
    if (!kinds().contains(fault.kind))
        return Error{.what = tr("There is no fault \"%1\".").arg(fault.kind),
                     .next = tr("Use one of: %1.").arg(kinds().join(u", "_s))};
    const auto status = numberField(request, u"status"_s, 4999);
    const auto count = numberField(request, u"count"_s, 1'000'000);
    const auto lasts = durationField(request, u"for"_s);
    const auto delay = durationField(request, u"after"_s);
    for (const Error *error : {status ? nullptr : &status.error(), count ? nullptr : &count.error(),
                               lasts ? nullptr : &lasts.error(), delay ? nullptr : &delay.error()}) {
        if (error)
            return *error;
    }
    fault.conversation = request.value(u"conversation"_s).toString();
    fault.route = request.value(u"route"_s).toString();
    fault.status = *status;
    fault.usesLeft = *count;
    fault.value = textOf(request.value(u"value"_s));
    if (fault.kind == u"http-redirect" && fault.value.isEmpty())
        return Error{.what = tr("\"http-redirect\" needs the address in \"value\".")};
    if (isImmediate(fault.kind) && fault.usesLeft == 0 && lasts->count() == 0)
        fault.usesLeft = 1;
    fault.id = u"f%1"_s.arg(++m_lastId);
    m_entries.push_back({.fault = fault, .lasts = *lasts});
    if (delay->count() > 0)
        m_entries.back().timer = m_clock.after(*delay, [this, id = fault.id] { start(id); });
    else
        start(fault.id);
    return fault;
}

void Faults::start(const QString &id)
{
    const auto entry = find(id);
    entry->isInForce = true;
    entry->timer.cancel();
    if (entry->lasts.count() > 0)
        entry->timer = m_clock.after(entry->lasts, [this, id] { remove(id); });
    const Fault fault = entry->fault; // a listener may use it up
    Q_EMIT cameInForce(fault);
}

bool Faults::remove(const QString &id)
{
    const auto entry = find(id);
    if (entry == m_entries.end())
        return false;
    const Fault fault = entry->fault;
    m_entries.erase(entry);
    Q_EMIT ended(fault);
    return true;
}

void Faults::clear()
{
    while (!m_entries.empty())
        remove(m_entries.front().fault.id);
}

std::optional<Fault> Faults::take(const QString &kind, const QString &conversation)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (entry->isInForce && entry->fault.kind == kind && fitsConversation(entry->fault, conversation))
            return use(entry);
    }
    return std::nullopt;
}

std::optional<Fault> Faults::peek(const QString &kind, const QString &conversation) const
{
    for (const Entry &entry : m_entries) {
        if (entry.isInForce && entry.fault.kind == kind && fitsConversation(entry.fault, conversation))
            return entry.fault;
    }
    return std::nullopt;
}

std::optional<Fault> Faults::takeForRoute(const QStringList &kinds, const RouteNames &route)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (entry->isInForce && kinds.contains(entry->fault.kind) && fitsRoute(entry->fault, route))
            return use(entry);
    }
    return std::nullopt;
}

QJsonArray Faults::toJson() const
{
    QJsonArray list;
    for (const Entry &entry : m_entries) {
        QJsonObject object{{u"id"_s, entry.fault.id}, {u"fault"_s, entry.fault.kind}, {u"inForce"_s, entry.isInForce}};
        const auto addText = [&object](const QString &name, const QString &text) {
            if (!text.isEmpty())
                object.insert(name, text);
        };
        addText(u"conversation"_s, entry.fault.conversation);
        addText(u"route"_s, entry.fault.route);
        addText(u"value"_s, entry.fault.value);
        if (entry.fault.status != 0)
            object.insert(u"status"_s, entry.fault.status);
        if (entry.fault.usesLeft != 0)
            object.insert(u"usesLeft"_s, entry.fault.usesLeft);
        list.append(object);
    }
    return list;
}

Fault Faults::use(Entries::iterator entry)
{
    const Fault fault = entry->fault;
    if (fault.usesLeft == 1)
        remove(fault.id);
    else if (fault.usesLeft > 1)
        --entry->fault.usesLeft;
    return fault;
}

Faults::Entries::iterator Faults::find(const QString &id)
{
    return std::find_if(m_entries.begin(), m_entries.end(), [&id](const Entry &entry) { return entry.fault.id == id; });
}

} // namespace gm::sandbox
