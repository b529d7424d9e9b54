/// The line at the bottom: how the link stands, and who is signed in. Every cell leads to its place.
#pragma once

#include "core/monitor/linkstatus.h"
#include "ui/common/icons.h"

#include <QStatusBar>

class QToolButton;

namespace gm::common
{
class ThemeProvider;
class UiState;
} // namespace gm::common

namespace gm::shell
{

class StatusBar : public QStatusBar
{
    Q_OBJECT
public:
    StatusBar(const common::ThemeProvider &themes, const common::UiState &state, QWidget *parent = nullptr);

    /// @p nowMs is wall clock, ms UTC.
    void setLink(const monitor::LinkStatus &link, qint64 nowMs);
    /// No profile is in use: nothing but that is said.
    void clearLink();
    /// Empty: nobody. @p isStored: false when the session ends with the program.
    void setUser(const QString &email, bool isStored);
    /// Where the account's menu opens.
    [[nodiscard]] const QWidget *userCell() const;

Q_SIGNALS:
    void connectionClicked();
    void userClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *addCell(QLayout *row, const QString &objectName, const QString &name);
    void setCell(QToolButton *cell, const QString &text, const QString &name);
    [[nodiscard]] static QString connectionsWords(const monitor::LinkStatus &link);
    void showState(const monitor::LinkStatus &link, qint64 nowMs);
    void showToken(const monitor::LinkStatus &link, qint64 nowMs);
    void setInk(QToolButton *cell, common::Icon icon, const QColor &iconInk, const QColor &textInk);
    void applyRoom();

    const common::ThemeProvider &m_themes;
    const common::UiState &m_state;
    QToolButton *m_connection;
    QToolButton *m_host;
    QToolButton *m_roundTrip;
    QToolButton *m_channels;
    QToolButton *m_token;
    QToolButton *m_rate;
    QToolButton *m_session;
    QToolButton *m_user;
};

} // namespace gm::shell
