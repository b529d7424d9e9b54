/// What can be broken in the sandbox on purpose, as a menu.
#pragma once

#include <QJsonObject>
#include <QMenu>

namespace gm::shell
{

class FaultsMenu : public QMenu
{
    Q_OBJECT
public:
    explicit FaultsMenu(QWidget *parent = nullptr);

Q_SIGNALS:
    /// The bodies for the sandbox's control API, in order. @p name says what was chosen.
    void faultsChosen(const QString &name, const QList<QJsonObject> &faults);
    void endAllChosen();
};

} // namespace gm::shell
