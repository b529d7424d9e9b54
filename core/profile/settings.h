/// What the user has chosen, and what the window remembers: a table of keys with type, default and scope.
#pragma once

#include <QObject>
#include <QVariant>

#include <memory>

class QSettings;

namespace gm::profile
{

enum class Setting {
    Theme,             ///< `system`, `light` or `dark`.
    LastProfile,       ///< Name of the profile used last.
    WindowGeometry,    ///< Bytes of QWidget::saveGeometry.
    WindowState,       ///< Bytes of QMainWindow::saveState.
    TimelineColumns,   ///< Bytes of QHeaderView::saveState.
    MemoryBudgetMiB,   ///< Above it old segments are compressed.
    MemoryLimitMiB,    ///< Above it the oldest events are dropped.
    ArchiveEnabled,    ///< Off until the user turns it on.
    ArchiveDays,       ///< How long archived events are kept.
    Notifications,     ///< Desktop notifications for problems; off until asked for.
    WireFormat,        ///< `json` or `msgpack`. Per profile.
    ConnectionsMax,    ///< Connections to Ably open at the same time, 1 to 20; 1: never a second one. Per profile.
    Presence,          ///< Asks who is on the channels watched. Per profile.
    SignedInUser,      ///< Id of the user whose session the keychain holds. Per profile.
    LastEmail,         ///< For the sign-in form. Per profile.
    WatchedIds,        ///< Conversations watched last. Per profile.
    ConversationNames, ///< Own names: id → name. Per profile.
};

enum class SettingScope { Program, Profile };

/// One row of the table.
struct SettingInfo {
    Setting setting;
    const char *key; ///< In the file, below the profile's group where the scope is Profile.
    SettingScope scope;
    QVariant fallback;   ///< Also gives the type; a value in the file that does not convert to it is ignored.
    QStringList allowed; ///< The words it may be; empty: any.
    int most = 0;        ///< The greatest number it may be, the least being 1; 0: any.
};

/// Settings in one ini file. Values are written soon after they were set, and when this object goes; SignedInUser at once,
/// and read anew each time, since other processes share it.
class Settings final : public QObject
{
    Q_OBJECT

public:
    explicit Settings(const QString &file, QObject *parent = nullptr);
    ~Settings() override;

    /// @p profile names the profile for settings of that scope, and is ignored for others.
    [[nodiscard]] QVariant value(Setting setting, const QString &profile = {}) const;
    void setValue(Setting setting, const QVariant &value, const QString &profile = {});
    /// Back to the default.
    void reset(Setting setting, const QString &profile = {});
    /// Forgets everything kept for a profile that was removed.
    void forgetProfile(const QString &profile);

    [[nodiscard]] static const QList<SettingInfo> &table();

Q_SIGNALS:
    /// After the value changed; not when the same one was set again.
    void changed(gm::profile::Setting setting, const QString &profile);

private:
    std::unique_ptr<QSettings> m_file;
};

} // namespace gm::profile

Q_DECLARE_METATYPE(gm::profile::Setting)
