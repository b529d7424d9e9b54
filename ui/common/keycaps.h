/// A shortcut drawn as key caps, for use beside labels.
#pragma once

#include <QStringList>
#include <QWidget>

namespace gm::common
{

class ThemeProvider;

class KeyCaps : public QWidget
{
    Q_OBJECT
public:
    explicit KeyCaps(const ThemeProvider &themes, QWidget *parent = nullptr);
    /// As QKeySequence writes it: `Ctrl+L`.
    void setShortcut(const QString &shortcut);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const ThemeProvider &m_themes;
    QStringList m_keys;
};

} // namespace gm::common
