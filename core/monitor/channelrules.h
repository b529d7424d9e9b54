/// How each channel is read: deltas asked for and keys of encrypted ones, by the profile's channel options.
#pragma once

#include "core/ably/payload.h"
#include "core/base/ids.h"
#include "core/profile/profile.h"
#include "core/profile/secretstore.h"

#include <QMap>
#include <QObject>

#include <functional>

namespace gm::monitor
{

/// The first entry that names a channel holds for it, else the first whose pattern covers it. Keys are read from the keychain
/// once; one that cannot be read is told, and its channels are shown encrypted.
class ChannelRules : public QObject
{
    Q_OBJECT

public:
    ChannelRules(profile::SecretStore &secrets, const profile::Profile &profile, QObject *parent = nullptr);

    /// Calls @p then when the keys are there or have failed: at once where there are none to read.
    void whenLoaded(std::function<void()> then);

    /// What ATTACH asks for beside the rewind (RTL4k).
    [[nodiscard]] QMap<QString, QString> paramsOf(const base::ChannelName &channel) const;
    /// An invalid key where the channel has none.
    [[nodiscard]] ably::CipherKey keyOf(const base::ChannelName &channel) const;

Q_SIGNALS:
    void keyUnreadable(const QString &channel, const gm::base::Error &error);

private:
    [[nodiscard]] const profile::ChannelSetting *settingOf(const base::ChannelName &channel) const;
    void load();
    void onKey(const QString &channel, const base::Result<std::optional<base::Secret>> &key);

    profile::SecretStore &m_secrets;
    QString m_profileName;
    QList<profile::ChannelSetting> m_settings;
    QMap<QString, ably::CipherKey> m_keys; ///< By the channel of the setting.
    int m_awaited = -1;                    ///< Keys not answered yet; −1: not asked.
    std::vector<std::function<void()>> m_waiting;
};

} // namespace gm::monitor
