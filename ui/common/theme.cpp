#include "ui/common/theme.h"

#include <algorithm>
#include <cmath>

namespace gm::common
{

namespace
{

Theme makeLight()
{
    Theme t;
    t.isDark = false;
    t.bgWindow = 0xF3F4F6;
    t.bgView = 0xFFFFFF;
    t.bgHeader = 0xF8F9FA;
    t.bgSunken = 0xEEF0F3;
    t.bgRaised = 0xFFFFFF;
    t.bgHover = 0xF1F4F9;
    t.bgSelected = 0xDCE8FC;
    t.bgSelectedInactive = 0xE6E9EE;
    t.bgButton = 0xFFFFFF;
    t.bgButtonOn = 0xE3E7ED;
    t.lineFaint = 0xEEF0F2;
    t.line = 0xDCDFE4;
    t.lineStrong = 0xC3C9D1;
    t.lineControl = 0x838B98;
    t.text1 = 0x1A1D23;
    t.text2 = 0x474E5B;
    t.text3 = 0x5B636F;
    t.textOff = 0x98A0AC;
    t.link = 0x1B57C4;
    t.accent = 0x1F5FD0;
    t.accentHover = 0x184EB0;
    t.accentOn = 0xFFFFFF;
    t.accentTint = 0xE8F0FD;
    t.bar = 0x9AA4B2;
    t.hatch = 0xD9A93A;
    t.mark = 0xFFE08A;
    const StateColours states[] = {
        {0x155F94, 0xE1F0FA, 0x3389C4}, // searching
        {0x3947B3, 0xE7EAFB, 0x4F5FD6}, // processing
        {0x93376F, 0xF8E8F2, 0xC4699F}, // streaming
        {0x0A6B4C, 0xDFF3EB, 0x12916A}, // complete
        {0xA3201A, 0xFDE9E4, 0xD24526}, // error
        {0x875C00, 0xFCF1D6, 0xB98000}, // warn
        {0x474E5B, 0xECEEF1, 0x838B98}, // neutral
    };
    std::copy(std::begin(states), std::end(states), t.states);
    return t;
}

Theme makeDark()
{
    Theme t;
    t.isDark = true;
    t.bgWindow = 0x202327;
    t.bgView = 0x181A1D;
    t.bgHeader = 0x1D1F23;
    t.bgSunken = 0x121416;
    t.bgRaised = 0x282B31;
    t.bgHover = 0x212429;
    t.bgSelected = 0x1F3558;
    t.bgSelectedInactive = 0x2B2F36;
    t.bgButton = 0x2A2E34;
    t.bgButtonOn = 0x3A4049;
    t.lineFaint = 0x222529;
    t.line = 0x32363D;
    t.lineStrong = 0x474D57;
    t.lineControl = 0x727B88;
    t.text1 = 0xE4E7EC;
    t.text2 = 0xB3BAC5;
    t.text3 = 0x9CA4B0;
    t.textOff = 0x616975;
    t.link = 0x8AB4FC;
    t.accent = 0x77A8FB;
    t.accentHover = 0x93BAFC;
    t.accentOn = 0x0D1830;
    t.accentTint = 0x1D2D4B;
    t.bar = 0x6E7784;
    t.hatch = 0x8A6A25;
    t.mark = 0x6B5313;
    const StateColours states[] = {
        {0x7CC6F2, 0x16313F, 0x3D97CF}, // searching
        {0xA3A3FF, 0x272D52, 0x6475E3}, // processing
        {0xEFA6D2, 0x40253A, 0xB9639A}, // streaming
        {0x63D2A5, 0x16352B, 0x22946D}, // complete
        {0xFF9A85, 0x46221B, 0xD8563C}, // error
        {0xF1BE62, 0x3B2D13, 0xC88B1E}, // warn
        {0xB3BAC5, 0x2B2F36, 0x7C8592}, // neutral
    };
    std::copy(std::begin(states), std::end(states), t.states);
    return t;
}

/// Relative luminance by WCAG 2.
double luminance(const QColor &colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

const Theme &Theme::light()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme &Theme::dark()
{
    static const Theme theme = makeDark();
    return theme;
}

QPalette Theme::palette() const
{
    QPalette p;
    p.setColor(QPalette::Window, bgWindow);
    p.setColor(QPalette::Base, bgView);
    p.setColor(QPalette::AlternateBase, bgView);
    p.setColor(QPalette::Button, bgButton);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        p.setColor(role, text1);
    p.setColor(QPalette::PlaceholderText, text3);
    p.setColor(QPalette::ToolTipBase, bgRaised);
    p.setColor(QPalette::Highlight, bgSelected);
    p.setColor(QPalette::Inactive, QPalette::Highlight, bgSelectedInactive);
    p.setColor(QPalette::HighlightedText, text1);
    p.setColor(QPalette::Link, link);
    p.setColor(QPalette::LinkVisited, link);
    p.setColor(QPalette::BrightText, state(StateRole::Error).fg);
    p.setColor(QPalette::Light, lineFaint);
    p.setColor(QPalette::Midlight, lineFaint);
    p.setColor(QPalette::Mid, line);
    p.setColor(QPalette::Dark, lineStrong);
    p.setColor(QPalette::Shadow, lineStrong);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, textOff);
    return p;
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace gm::common
