/// A button that can be made to wait: it counts the seconds down before it works again.
#pragma once

#include <QPushButton>
#include <QTimer>

namespace gm::signin
{

class WaitButton : public QPushButton
{
    Q_OBJECT
public:
    explicit WaitButton(QWidget *parent = nullptr);

    /// @p waiting has a %1 for the seconds, @p busy is shown while an answer is awaited.
    void setWords(const QString &ready, const QString &waiting, const QString &busy);
    void setBusy(bool isBusy);
    /// 0 ends the waiting.
    void wait(int seconds);
    [[nodiscard]] int secondsLeft() const { return m_secondsLeft; }

private:
    void showState();

    QString m_ready;
    QString m_waiting;
    QString m_busy;
    QTimer m_second;
    int m_secondsLeft = 0;
    bool m_isBusy = false;
};

} // namespace gm::signin
