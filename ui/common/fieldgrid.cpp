#include "ui/common/fieldgrid.h"

#include "ui/common/elidedlabel.h"

#include <QGridLayout>
#include <QHBoxLayout>

namespace gm::common
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int lineHeight = 20;

} // namespace

FieldGrid::FieldGrid(const ThemeProvider &themes, int nameWidth, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_nameWidth(nameWidth)
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins({});
    m_layout->setVerticalSpacing(0);
    m_layout->setHorizontalSpacing(0);
    m_layout->setColumnStretch(2, 1);
}

void FieldGrid::setFields(const QList<Field> &fields)
{
    m_fields = fields;
    while (m_rows.size() < fields.size())
        addRow();
    for (int i = 0; i < m_rows.size(); ++i) {
        const bool isUsed = i < fields.size();
        const Field field = isUsed ? fields.at(i) : Field{};
        const Row &row = m_rows.at(i);
        row.name->setText(field.name);
        row.value->setRole(field.isMono ? TextRole::Mono : TextRole::Small);
        row.value->setElideMode(field.isMono ? Qt::ElideMiddle : Qt::ElideRight);
        row.value->setText(field.value);
        row.value->setAccessibleName(field.name + u": "_s + field.value);
        row.note->setText(field.note);
        row.note->setContentsMargins(field.value.isEmpty() ? 0 : 8, 0, 0, 0);
        row.name->setVisible(isUsed);
        row.value->setVisible(isUsed && !field.value.isEmpty());
        row.note->setVisible(isUsed && !field.note.isEmpty());
    }
}

QString FieldGrid::valueOf(const QString &name) const
{
    for (const Field &field : m_fields) {
        if (field.name == name)
            return QStringList{field.value, field.note}.join(u' ').trimmed();
    }
    return {};
}

void FieldGrid::addRow()
{
    const int place = int(m_rows.size());
    Row row{new ThemedLabel(m_themes, TextRole::Small, &Theme::text3, this),
            new ElidedLabel(m_themes, TextRole::Small, &Theme::text1, this),
            new ElidedLabel(m_themes, TextRole::Small, &Theme::text3, this)};
    const QFontMetrics metrics(fontFor(TextRole::Small));
    row.name->setFixedWidth(std::max(m_nameWidth, metrics.horizontalAdvance(u"to Supabase"_s) + 8));
    row.name->setMinimumHeight(heightFor(lineHeight, fontFor(TextRole::Small)));
    row.value->setCanBeCopied();
    auto *content = new QHBoxLayout;
    content->setSpacing(0);
    content->addWidget(row.value, 0);
    content->addWidget(row.note, 1);
    content->addStretch(0);
    m_layout->addWidget(row.name, place, 0);
    m_layout->addLayout(content, place, 1, 1, 2);
    m_rows.append(row);
}

} // namespace gm::common
