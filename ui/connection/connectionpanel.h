/// The Connection panel: how the link to Ably stands, what happened to it and why.
#pragma once

#include "core/base/clock.h"
#include "ui/connection/linkwords.h"

#include <QWidget>

class QSplitter;

namespace gm::common
{
class ThemeProvider;
class UiState;
} // namespace gm::common

namespace gm::models
{
class ChannelsModel;
class TransitionsModel;
} // namespace gm::models

namespace gm::connectionpanel
{

class ChannelsTable;
class LinksTable;
class LinkSummary;
class SidePane;
class TransitionsTable;

/// Entry widget of this folder.
class ConnectionPanel : public QWidget
{
    Q_OBJECT

public:
    /// What the panel shows; all outlive their use here. Null: nothing.
    struct Sources {
        models::TransitionsModel *transitions = nullptr;
        models::ChannelsModel *channels = nullptr;
        const diagnostics::ConnectionHistory *history = nullptr;
        const diagnostics::FrameLog *frames = nullptr;
    };

    /// All references outlive the panel.
    ConnectionPanel(const common::ThemeProvider &themes, common::UiState &state, const base::Clock &clock,
                    QWidget *parent = nullptr);

    void setSources(const Sources &sources);
    /// Call it when the link has changed, and once a second while seconds are shown.
    void setLink(const monitor::LinkStatus &link, const Continuity &continuity);
    /// Each connection by itself; shown where there are several.
    void setLinks(const QList<monitor::LinkStatus> &links);

Q_SIGNALS:
    void reconnectRequested();
    void renewTokenRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void applyRoom();

    const base::Clock &m_clock;
    common::UiState &m_state;
    Sources m_sources;
    monitor::LinkStatus m_link;
    Continuity m_continuity;
    LinkSummary *m_summary;
    LinksTable *m_links;
    QSplitter *m_tables;
    TransitionsTable *m_transitions;
    ChannelsTable *m_channels;
    SidePane *m_side;
};

} // namespace gm::connectionpanel
