/// What is broken on purpose at the moment: the registry behind `POST /faults`, asked by every stand-in.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QObject>
#include <QStringList>

#include <chrono>
#include <list>
#include <optional>

namespace gm::sandbox
{

/// One fault as it was asked for.
struct Fault {
    QString id{};           ///< `f1`, `f2` … in order of arrival.
    QString kind{};         ///< One of Faults::kinds().
    QString conversation{}; ///< Only this conversation's id; empty: all.
    QString route{};  ///< HTTP faults: a path or a name such as `token`; empty: every route (see Faults::takeForRoute).
    int status = 0;   ///< HTTP status, websocket close code or the like; 0: the fault's own default.
    int usesLeft = 0; ///< Uses before it goes by itself; 0: no limit.
    QString value{};  ///< Its argument: raw frame, address, duration, number (as text).

    /// value as a duration ("3s", "250ms", or a number of ms); @p fallback when there is none.
    [[nodiscard]] std::chrono::milliseconds duration(std::chrono::milliseconds fallback) const;
    /// value as a whole number; @p fallback when there is none.
    [[nodiscard]] int number(int fallback) const;
};

/// Where an HTTP request goes, by every name a fault may use for it.
struct RouteNames {
    QString path;        ///< As requested, e.g. `/api/chat/realtime/token`.
    QStringList names{}; ///< e.g. `backend`, `token`.
};

/// Faults in force, oldest first. A fault goes when its uses are spent, its time is over, or it is removed.
class Faults : public QObject
{
    Q_OBJECT

public:
    explicit Faults(base::Clock &clock, QObject *parent = nullptr);

    /// Every name understood, in the order of the documentation.
    [[nodiscard]] static const QStringList &kinds();
    /// True for those which act at once on what is there (`drop-socket`, `expire-token`, `revoke-session` …): without a
    /// `count` or `for` they are good for one use.
    [[nodiscard]] static bool isImmediate(const QString &kind);

    /// Reads the body of `POST /faults`; durations are text ("30s") or a number of ms. Answers the new fault; an Error says
    /// which part was not understood. With `after` it comes into force later, until then it is only listed.
    [[nodiscard]] base::Result<Fault> add(const QJsonObject &request);
    /// False when there is no such id.
    bool remove(const QString &id);
    void clear();

    /// The oldest fault of that kind in force for @p conversation (an id, not a channel), with one use taken off it.
    /// A fault that names no conversation fits all; one that names one does not fit an empty @p conversation.
    [[nodiscard]] std::optional<Fault> take(const QString &kind, const QString &conversation = {});
    /// The same without taking a use.
    [[nodiscard]] std::optional<Fault> peek(const QString &kind, const QString &conversation = {}) const;
    /// The oldest fault of one of @p kinds whose route is empty, one of the names, or a prefix of the path; uses one up.
    [[nodiscard]] std::optional<Fault> takeForRoute(const QStringList &kinds, const RouteNames &route);

    /// All of them, also those still waiting for their `after`, as in `GET /state`.
    [[nodiscard]] QJsonArray toJson() const;

Q_SIGNALS:
    /// It applies from now on. Immediate faults are acted on here; whoever acts calls take().
    void cameInForce(const gm::sandbox::Fault &fault);
    /// It no longer applies: spent, over or removed.
    void ended(const gm::sandbox::Fault &fault);

private:
    struct Entry {
        Fault fault;
        bool isInForce = false;
        std::chrono::milliseconds lasts{0}; ///< 0: no limit in time.
        base::TimerHandle timer{};          ///< Until it starts, then until it ends.
    };
    using Entries = std::list<Entry>;

    void start(const QString &id);
    Fault use(Entries::iterator entry);
    [[nodiscard]] Entries::iterator find(const QString &id);

    base::Clock &m_clock;
    Entries m_entries;
    int m_lastId = 0;
};

} // namespace gm::sandbox
