/// The Connection panel: how the link to Ably stands, what happened to it and why.
#pragma once

#include "core/base/clock.h"
#include "core/diagnostics/connectionhistory.h"
#include "core/diagnostics/framelog.h"
#include "core/monitor/linkstatus.h"

#include <QWidget>

namespace gm::common
{
class Selection;
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
    /// How continuity stands over all conversations.
    struct Continuity {
        int gaps = 0;
        qint64 lengthMs = 0;
    };

    /// All references outlive the panel.
    ConnectionPanel(const common::ThemeProvider &themes, common::Selection &selection, common::UiState &state,
                    const base::Clock &clock, QWidget *parent = nullptr);

    void setSources(const Sources &sources);
    /// Call it when the link has changed, and once a second while seconds are shown.
    void setLink(const monitor::LinkStatus &link, const Continuity &continuity);

Q_SIGNALS:
    void reconnectRequested();
    void renewTokenRequested();

private:
    void applyRoom();
    void refreshSide();

    const base::Clock &m_clock;
    common::UiState &m_state;
    Sources m_sources;
    monitor::LinkStatus m_link;
    LinkSummary *m_summary;
    TransitionsTable *m_transitions;
    ChannelsTable *m_channels;
    SidePane *m_side;
};

} // namespace gm::connectionpanel
