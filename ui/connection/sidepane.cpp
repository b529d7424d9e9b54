#include "ui/connection/sidepane.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"
#include "ui/connection/tokenbar.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>

namespace gm::connectionpanel
{

using namespace Qt::StringLiterals;
using common::TextRole;
using common::Theme;

namespace
{

constexpr int fieldNameWidth = 88;
constexpr int hostWidth = 236;
constexpr qint64 soonOverMs = 5 * 60 * 1000;

} // namespace

SidePane::SidePane(const common::ThemeProvider &themes, QWidget *parent)
    : QScrollArea(parent)
    , m_themes(themes)
    , m_left(new common::ThemedLabel(themes, TextRole::Strong))
    , m_bar(new TokenBar(themes))
    , m_tokenFields(new common::FieldGrid(themes, fieldNameWidth))
    , m_renew(new QPushButton(tr("Renew now")))
    , m_hosts(new QWidget)
    , m_hostsLayout(new QGridLayout(m_hosts))
    , m_noHosts(new common::ThemedLabel(themes, TextRole::Small, &Theme::text3))
    , m_counters(new common::FieldGrid(themes, fieldNameWidth))
{
    setObjectName(u"connectionSide"_s);
    setAccessibleName(tr("Token, hosts and counters"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_left->setObjectName(u"tokenLeft"_s);
    m_tokenFields->setObjectName(u"tokenFields"_s);
    m_counters->setObjectName(u"connectionCounters"_s);
    m_renew->setObjectName(u"renewToken"_s);
    common::setButtonLook(m_renew, common::ButtonLook::Link);
    connect(m_renew, &QPushButton::clicked, this, &SidePane::renewRequested);
    m_noHosts->setText(tr("No host has been tried yet."));
    m_hostsLayout->setContentsMargins({});
    m_hostsLayout->setVerticalSpacing(4);
    m_hostsLayout->setHorizontalSpacing(8);
    m_hostsLayout->setColumnStretch(2, 1);
    m_hostsLayout->addWidget(m_noHosts, 0, 0, 1, 3);

    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(buildSection(tr("Token"), buildToken(), m_renew));
    layout->addWidget(buildSection(tr("Hosts tried"), m_hosts));
    layout->addWidget(buildSection(tr("Counters"), m_counters));
    layout->addStretch();
    setWidget(content);
    content->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
}

QWidget *SidePane::buildToken()
{
    auto *body = new QWidget;
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    layout->addWidget(m_left);
    layout->addWidget(m_bar);
    layout->addWidget(m_tokenFields);
    return body;
}

QWidget *SidePane::buildSection(const QString &title, QWidget *body, QWidget *action)
{
    auto *section = new QWidget;
    auto *heading = new common::ThemedLabel(m_themes, TextRole::Section, &Theme::text2);
    heading->setText(title);
    auto *head = new QHBoxLayout;
    head->addWidget(heading, 1);
    if (action)
        head->addWidget(action);
    auto *layout = new QVBoxLayout(section);
    layout->setContentsMargins(16, 10, 16, 10);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(body);
    return section;
}

void SidePane::setToken(const std::optional<ably::TokenSummary> &token, qint64 nowMs, models::Zone zone)
{
    const double left = token ? tokenLeftFraction(*token, nowMs) : -1;
    m_left->setText(token ? tokenLeftWords(*token, nowMs) : tr("No token"));
    m_bar->setVisible(left >= 0);
    m_bar->setLeft(std::max(0.0, left), token && token->expires && *token->expires - nowMs < soonOverMs);
    m_tokenFields->setVisible(token.has_value());
    m_renew->setVisible(token.has_value());
    if (token)
        m_tokenFields->setFields(tokenFields(*token, zone));
}

void SidePane::setHosts(const QList<diagnostics::HostTried> &hosts, models::Zone zone)
{
    while (m_hostRows.size() < hosts.size())
        addHostRow();
    m_noHosts->setVisible(hosts.isEmpty());
    for (qsizetype i = 0; i < m_hostRows.size(); ++i) {
        const HostRow &row = m_hostRows.at(i);
        const bool isUsed = i < hosts.size();
        row.icon->setVisible(isUsed);
        row.host->setVisible(isUsed);
        row.result->setVisible(isUsed);
        if (!isUsed)
            continue;
        const diagnostics::HostTried &host = hosts.at(i);
        row.icon->setIcon(host.isInUse ? common::Icon::Passed : common::Icon::Error,
                          host.isInUse ? common::StateRole::Complete : common::StateRole::Error);
        row.host->setText(host.host);
        row.result->setText(host.isInUse ? tr("in use since %1").arg(models::formatTimeShort(host.timeMs, zone))
                                         : host.fault);
    }
}

void SidePane::addHostRow()
{
    const int place = int(m_hostRows.size()) + 1;
    HostRow row{.icon = new common::IconLabel(m_themes, common::Icon::Passed, 16, &Theme::text2),
                .host = new common::ElidedLabel(m_themes, TextRole::Small, &Theme::text1),
                .result = new common::ElidedLabel(m_themes, TextRole::Small, &Theme::text2)};
    row.host->setElideMode(Qt::ElideMiddle);
    row.host->setMaximumWidth(hostWidth);
    m_hostsLayout->addWidget(row.icon, place, 0);
    m_hostsLayout->addWidget(row.host, place, 1);
    m_hostsLayout->addWidget(row.result, place, 2);
    m_hostRows.append(row);
}

void SidePane::setCounters(const QList<common::FieldGrid::Field> &fields)
{
    m_counters->setFields(fields);
}

} // namespace gm::connectionpanel
