/// Fusion, flattened: how every control of the window is drawn.
#pragma once

#include <QProxyStyle>

class QAbstractButton;
class QLineEdit;

namespace gm::common
{

class ThemeProvider;

/// How a button looks. Tool buttons are Flat and push buttons Boxed unless said otherwise.
enum class ButtonLook {
    Flat,    ///< No edge; a ground under the pointer.
    Boxed,   ///< 1 px edge.
    Primary, ///< Accent; one per screen at most.
    Segment, ///< One of a row of choices, see segments.h.
    Link,    ///< Words in the link colour, underlined under the pointer and with the focus.
};

void setButtonLook(QAbstractButton *button, ButtonLook look);
[[nodiscard]] ButtonLook buttonLook(const QWidget *button);

/// Marks a field as refused: 2 px edge in the error colour until taken back.
void setFieldRefused(QWidget *field, bool isRefused);
[[nodiscard]] bool isFieldRefused(const QWidget *field);

/// A clickable height of 28 in bars, 24 where it is dense, 32 in dialogs (before fonts grow it).
enum class ControlSize { Bar, Dense, Dialog };
void setControlSize(QWidget *control, ControlSize size);
[[nodiscard]] ControlSize controlSize(const QWidget *control);

/// Draws with the theme of @p themes, which outlives it, and repaints by itself when that changes.
class MonitorStyle : public QProxyStyle
{
    Q_OBJECT
public:
    explicit MonitorStyle(const ThemeProvider &themes);

    using QProxyStyle::polish;
    void polish(QWidget *widget) override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget = nullptr) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget = nullptr) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                       const QWidget *widget = nullptr) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                         const QWidget *widget = nullptr) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option = nullptr,
                                  const QWidget *widget = nullptr) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option = nullptr, const QWidget *widget = nullptr,
                                QStyleHintReturn *data = nullptr) const override;

private:
    const ThemeProvider &m_themes;
};

} // namespace gm::common
