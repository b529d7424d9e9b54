#include "core/monitor/channelrules.h"

#include "core/ably/capability.h"
#include "core/base/whendone.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace gm::monitor
{

using base::Error;
using base::Result;
using base::Secret;

ChannelRules::ChannelRules(profile::SecretStore &secrets, const profile::Profile &profile, QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
    , m_profileName(profile.name)
    , m_settings(profile.channels)
{
}

void ChannelRules::whenLoaded(std::function<void()> then)
{
    m_waiting.push_back(std::move(then));
    if (m_awaited < 0)
        load();
    if (m_awaited > 0)
        return;
    for (const auto &call : std::exchange(m_waiting, {}))
        call();
}

void ChannelRules::load()
{
    m_awaited = int(std::count_if(m_settings.begin(), m_settings.end(), [](const auto &each) { return each.hasKey; }));
    for (const profile::ChannelSetting &setting : std::as_const(m_settings)) {
        if (!setting.hasKey)
            continue;
        base::whenDone(
            m_secrets.read(profile::channelKeyName(m_profileName, setting.channel)), this,
            [this, channel = setting.channel](const Result<std::optional<Secret>> &key) { onKey(channel, key); });
    }
}

void ChannelRules::onKey(const QString &channel, const Result<std::optional<Secret>> &key)
{
    if (!key) {
        Q_EMIT keyUnreadable(channel, key.error());
    } else if (!*key) {
        Q_EMIT keyUnreadable(channel, Error{.id = QStringLiteral("GM-CHANNEL-KEY"),
                                            .what = tr("The keychain holds no key for the channel %1.").arg(channel)});
    } else {
        m_keys.insert(channel, ably::CipherKey(**key));
    }
    if (--m_awaited > 0)
        return;
    for (const auto &call : std::exchange(m_waiting, {}))
        call();
}

QMap<QString, QString> ChannelRules::paramsOf(const base::ChannelName &channel) const
{
    const profile::ChannelSetting *setting = settingOf(channel);
    if (!setting || !setting->isDelta)
        return {};
    return {{QStringLiteral("delta"), QStringLiteral("vcdiff")}};
}

ably::CipherKey ChannelRules::keyOf(const base::ChannelName &channel) const
{
    const profile::ChannelSetting *setting = settingOf(channel);
    return setting ? m_keys.value(setting->channel) : ably::CipherKey();
}

const profile::ChannelSetting *ChannelRules::settingOf(const base::ChannelName &channel) const
{
    const auto find = [this](auto &&fits) -> const profile::ChannelSetting * {
        const auto found = std::find_if(m_settings.begin(), m_settings.end(), fits);
        return found == m_settings.end() ? nullptr : &*found;
    };
    if (const auto *named = find([&](const auto &each) { return each.channel == channel.text(); }))
        return named;
    return find([&](const auto &each) { return ably::patternCovers(each.channel, channel); });
}

} // namespace gm::monitor
