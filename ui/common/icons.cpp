#include "ui/common/icons.h"

#include "ui/common/themeprovider.h"

#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <array>

// Q_INIT_RESOURCE works outside namespaces only.
static void initIconResource()
{
    Q_INIT_RESOURCE(icons);
}

namespace gm::common
{

using namespace Qt::StringLiterals;

namespace
{

// clang-format off
constexpr std::array names{
    "",
    "arrow-down", "arrow-left", "arrow-right", "arrow-up", "assistant", "bell", "bookmark", "bundle", "check",
    "chevron-down", "chevron-right", "chevron-up", "clock", "close", "columns", "compare", "complete", "connect",
    "connecting", "copy", "database", "delivery", "differs", "disc", "disconnected", "doctor", "error", "export",
    "external", "file", "filter", "float", "follow", "frames", "gap", "globe", "heart", "info", "key", "link", "list",
    "lock", "log", "mail", "marker", "maximize", "message", "minus", "more", "mute", "other", "passed", "pause",
    "pencil", "pin", "play", "plus", "problems", "processing", "profile", "received", "record", "reload", "restore",
    "ring", "runs", "same", "sandbox", "search", "sent", "settings", "shield", "skipped", "status", "stream", "timer",
    "user", "warning", "watch",
};
// clang-format on
static_assert(names.size() == static_cast<size_t>(lastIcon) + 1, "one file name for each icon");

/// The drawing's own stroke is made for 16 px; larger ones are drawn finer, as the design asks.
QByteArray drawing(Icon icon, qreal side)
{
    QFile file(iconFile(icon));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    if (side >= 40)
        svg.replace("stroke-width=\"1.5\"", "stroke-width=\"1\"");
    else if (side >= 24)
        svg.replace("stroke-width=\"1.5\"", "stroke-width=\"1.2\"");
    return svg;
}

/// Paints one drawing in the theme's ink for the icon's mode.
class ThemedIconEngine final : public QIconEngine
{
public:
    ThemedIconEngine(Icon icon, const ThemeProvider &themes, IconInk ink)
        : m_icon(icon)
        , m_themes(themes)
        , m_ink(ink)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal side = std::min(rect.width(), rect.height());
        const QPointF corner = QRectF(rect).center() - QPointF(side / 2, side / 2);
        paintIcon(painter, corner, side, m_icon, colour(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return iconPixmap(m_icon, std::min(size.width(), size.height()), colour(mode), 1);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        return iconPixmap(m_icon, std::min(size.width(), size.height()) / scale, colour(mode), scale);
    }

    [[nodiscard]] QIconEngine *clone() const override { return new ThemedIconEngine(m_icon, m_themes, m_ink); }
    [[nodiscard]] QString key() const override { return u"gm-themed"_s; }
    [[nodiscard]] QString iconName() override { return iconFile(m_icon); }
    bool isNull() override { return m_icon == Icon::None; }

private:
    [[nodiscard]] QColor colour(QIcon::Mode mode) const
    {
        const Theme &theme = m_themes.theme();
        if (mode == QIcon::Disabled)
            return theme.textOff;
        switch (m_ink) {
        case IconInk::Quiet:
            return theme.text2;
        case IconInk::OnAccent:
            return theme.accentOn;
        case IconInk::Accent:
            return theme.accent;
        case IconInk::Text:
            break;
        }
        return theme.text1;
    }

    Icon m_icon;
    const ThemeProvider &m_themes;
    IconInk m_ink;
};

} // namespace

void loadIcons()
{
    initIconResource();
}

QString iconFile(Icon icon)
{
    if (icon == Icon::None)
        return {};
    return u":/icons/%1.svg"_s.arg(QLatin1String(names[static_cast<size_t>(icon)]));
}

QIcon themedIcon(Icon icon, const ThemeProvider &themes, IconInk ink)
{
    return QIcon(new ThemedIconEngine(icon, themes, ink));
}

QPixmap iconPixmap(Icon icon, qreal side, const QColor &colour, qreal devicePixelRatio)
{
    if (icon == Icon::None || side <= 0)
        return {};
    const QString key =
        u"gm-icon/%1/%2/%3/%4"_s.arg(int(icon)).arg(side).arg(colour.rgba(), 0, 16).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;

    const int pixels = qRound(side * devicePixelRatio);
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QSvgRenderer(drawing(icon, side)).render(&painter, QRectF(0, 0, pixels, pixels));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), colour);
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintIcon(QPainter *painter, const QPointF &topLeft, qreal side, Icon icon, const QColor &colour)
{
    // On whole pixels, or the thin strokes blur.
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QPointF corner(qRound(topLeft.x() * ratio) / ratio, qRound(topLeft.y() * ratio) / ratio);
    painter->drawPixmap(corner, iconPixmap(icon, side, colour, ratio));
}

} // namespace gm::common
