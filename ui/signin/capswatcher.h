/// Guesses from what is typed whether Caps Lock is on; Qt does not tell.
#pragma once

#include <QObject>

class QLineEdit;

namespace gm::signin
{

/// Watches one field. A letter that came out upper case without Shift, or lower case with it, means Caps Lock.
class CapsWatcher : public QObject
{
    Q_OBJECT
public:
    explicit CapsWatcher(QLineEdit *field);

    [[nodiscard]] bool isOn() const { return m_isOn; }

Q_SIGNALS:
    void changed(bool isOn);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void set(bool isOn);

    bool m_isOn = false;
};

} // namespace gm::signin
