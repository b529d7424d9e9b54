/// Names and values below each other: "published  14:02:51.188".
#pragma once

#include "ui/common/fonts.h"

#include <QList>
#include <QWidget>

class QGridLayout;

namespace gm::common
{

class ElidedLabel;
class ThemedLabel;
class ThemeProvider;

/// Rows of a name, a value and a note behind it. Values can be long: they are elided in the middle where they are in the
/// fixed font, else at the right.
class FieldGrid : public QWidget
{
    Q_OBJECT

public:
    struct Field {
        QString name{};
        QString value{};
        QString note{};      ///< In text.3 behind the value; may be all there is.
        bool isMono = false; ///< Ids, codes, patterns.
    };

    /// @p nameWidth: px at the design's font.
    FieldGrid(const ThemeProvider &themes, int nameWidth, QWidget *parent = nullptr);

    /// Shows these and no others; rows that stay are changed in place.
    void setFields(const QList<Field> &fields);
    /// Shown text of a value, note included; for tests.
    [[nodiscard]] QString valueOf(const QString &name) const;

private:
    struct Row {
        ThemedLabel *name;
        ElidedLabel *value;
        ElidedLabel *note;
    };
    void addRow();

    const ThemeProvider &m_themes;
    int m_nameWidth;
    QGridLayout *m_layout;
    QList<Row> m_rows;
    QList<Field> m_fields;
};

} // namespace gm::common
