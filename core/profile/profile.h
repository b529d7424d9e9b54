/// One environment to watch: three addresses and a public key. Holds no secret.
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QMetaType>
#include <QUrl>

namespace gm::profile
{

/// How the channels of one name or pattern are read. Patterns follow Ably's rules: `conversation:*` is every conversation.
struct ChannelSetting {
    QString channel{};
    bool isDelta = false; ///< Asks Ably for deltas.
    bool hasKey = false;  ///< The keychain holds the channel's key (see channelKeyName()).

    friend bool operator==(const ChannelSetting &, const ChannelSetting &) = default;
};

/// A checked profile; made by checkProfile(), the profile file or the environment.
struct Profile {
    QString name{};
    QUrl supabaseUrl{};
    QString anonKey{}; ///< Anon or publishable key: public, yet kept out of logs.
    QUrl backendUrl{};
    QString ablyEndpoint{}; ///< Routing name, host name or URL; empty: Ably's own.
    QList<ChannelSetting> channels{};

    friend bool operator==(const Profile &, const Profile &) = default;
};

/// What a person typed or a file held, before any check.
struct ProfileDraft {
    QString name{};
    QString supabaseUrl{};
    QString anonKey{};
    QString backendUrl{};
    QString ablyEndpoint{};
    QList<ChannelSetting> channels{};
};

enum class ProfileField { Name, SupabaseUrl, AnonKey, BackendUrl, AblyEndpoint, Channels };

/// A mistake and the field to show it at.
struct FieldError {
    ProfileField field{};
    base::Error error{};
};

/// The profile where `errors` is empty, else all mistakes, in the order of the fields.
struct ProfileCheck {
    Profile profile{};
    QList<FieldError> errors{};

    [[nodiscard]] bool isOk() const { return errors.isEmpty(); }
};

/// Checks every field: addresses are https, or http to this computer; keys that must never leave a server are refused
/// (`GM-PROFILE-SECRET`). Other ids: `GM-PROFILE-NAME`, `-URL`, `-HTTP`, `-KEY`, `-ENDPOINT`, `-CHANNEL`.
[[nodiscard]] ProfileCheck checkProfile(const ProfileDraft &draft);
[[nodiscard]] ProfileDraft toDraft(const Profile &profile);

/// True for `sb_secret_…` and for JWTs whose role is `service_role`.
[[nodiscard]] bool isServiceKey(const QString &key);

/// The field's name as shown to people.
[[nodiscard]] QString fieldLabel(ProfileField field);

} // namespace gm::profile

Q_DECLARE_METATYPE(gm::profile::Profile)
