/// The right side of the Connection panel: token, hosts tried, counters.
#pragma once

#include "ui/connection/linkwords.h"

#include <QScrollArea>

class QGridLayout;
class QPushButton;

namespace gm::common
{
class ElidedLabel;
class IconLabel;
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::connectionpanel
{

class TokenBar;

class SidePane : public QScrollArea
{
    Q_OBJECT

public:
    explicit SidePane(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// Without a token the card says so.
    void setToken(const std::optional<ably::TokenSummary> &token, qint64 nowMs, models::Zone zone);
    void setHosts(const QList<diagnostics::HostTried> &hosts, models::Zone zone);
    void setCounters(const QList<common::FieldGrid::Field> &fields);

Q_SIGNALS:
    void renewRequested();

private:
    struct HostRow {
        common::IconLabel *icon;
        common::ElidedLabel *host;
        common::ElidedLabel *result;
    };
    [[nodiscard]] QWidget *buildToken();
    [[nodiscard]] QWidget *buildSection(const QString &title, QWidget *body, QWidget *action = nullptr);
    void addHostRow();

    const common::ThemeProvider &m_themes;
    common::ThemedLabel *m_left;
    TokenBar *m_bar;
    common::FieldGrid *m_tokenFields;
    QPushButton *m_renew;
    QWidget *m_hosts;
    QGridLayout *m_hostsLayout;
    QList<HostRow> m_hostRows;
    common::ThemedLabel *m_noHosts;
    common::FieldGrid *m_counters;
};

} // namespace gm::connectionpanel
