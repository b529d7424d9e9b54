/// The embedded sandbox: Supabase Auth, Genie's backend and Ably on loopback, met over its sockets only.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/storyclock.h"

#include <QJsonObject>
#include <QObject>
#include <QStringList>

#include <memory>

namespace gm::sandbox
{

struct SandboxOptions {
    quint16 port = 0;   ///< Supabase's; backend, Ably and control take the next three. 0: four free ones.
    QString scenario{}; ///< One of scenarioNames(); empty: the lively mix.
    double speed = 1;   ///< 2 plays twice as fast; greater than 0.
    quint32 seed = 0;   ///< Same seed, same ids, texts and order; 0: by chance.
    QString logPath{};  ///< The backend log; empty: a file in a temporary folder of its own, gone with the sandbox.
};

/// What a client needs to know. Printed as the first line of `genie-monitor sandbox`.
struct SandboxAddresses {
    QString supabaseUrl{};
    QString anonKey{};       ///< `sb_publishable_…`.
    QString legacyAnonKey{}; ///< The older kind, a JWT; as good as the other.
    QString backendUrl{};
    QString ablyUrl{}; ///< `http://127.0.0.1:port`: an Ably endpoint for a profile.
    QString ablyHost{};
    quint16 ablyPort = 0;
    QString ablyKey{}; ///< `app.key:secret`: what the backend signs and publishes with.
    QString controlUrl{};
    QString email{};
    QString password{};
    QString secondEmail{}; ///< A user whose sign-in needs a code of an authenticator app.
    QString secondPassword{};
    QString totpSecret{};          ///< Base32: what that app computes its codes with.
    QStringList conversations{};   ///< Ids of the user's conversations.
    QString foreignConversation{}; ///< One that belongs to somebody else.
    QString backendLog{};          ///< Path of the log file.
    qint64 storyClockStartMs = 0;  ///< The wall clock of the scenario's story; 0: the scenario runs on the real clock.

    [[nodiscard]] QJsonObject toJson() const;
};

/// Names a user may give to `--scenario`, the default first.
[[nodiscard]] QStringList scenarioNames();
/// When the story of a scenario begins (ms since 1970-01-01 UTC); 0 for scenarios on the real clock and unknown names.
/// Whoever runs such a scenario makes a base::StoryClock from it and gives it to the monitor and to the Sandbox alike.
[[nodiscard]] qint64 storyStartMs(const QString &scenario);

/// Starts and owns the stand-ins. Prints nothing. One thread, with an event loop.
class Sandbox : public QObject
{
    Q_OBJECT

public:
    /// @p clock and @p random outlive this. @p story, when given, is @p clock itself, moved by a scenario that is a story;
    /// without it such a scenario is played on the real clock, its long pauses shortened.
    Sandbox(SandboxOptions options, base::Clock &clock, base::Random &random, base::StoryClock *story = nullptr,
            QObject *parent = nullptr);
    ~Sandbox() override;

    /// Listens on four ports and readies the scenario. Fails when a port is taken, the scenario is unknown or the log cannot
    /// be written. Called once.
    [[nodiscard]] base::Result<SandboxAddresses> start();

Q_SIGNALS:
    /// The last event of a scenario that is a story has been received by every client.
    void storyTold();

private:
    class Parts;
    SandboxOptions m_options;
    base::Clock &m_clock;
    base::Random &m_random;
    base::StoryClock *m_story;
    std::unique_ptr<Parts> m_parts;
};

} // namespace gm::sandbox
