/// The top of the Inspector: which event this is, and the button that copies it.
#pragma once

#include "ui/common/words.h"
#include "ui/models/eventclip.h"

#include <QWidget>

class QToolButton;

namespace gm::common
{
class ElidedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::inspector
{

class EventHeader : public QWidget
{
    Q_OBJECT

public:
    explicit EventHeader(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// @p event with its conversation's @p title, which may be the id.
    void setEvent(const timeline::Event &event, const QString &title);

Q_SIGNALS:
    void copyRequested(gm::models::ClipForm form);
    void copyIdRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildCopyButton();

    const common::ThemeProvider &m_themes;
    common::Sign m_kind;
    QString m_name;
    QList<common::Sign> m_status; ///< None or one.
    QWidget *m_title;             ///< Room in which kind, name and status are painted.
    QToolButton *m_copy;
    common::ElidedLabel *m_conversation;
};

} // namespace gm::inspector
