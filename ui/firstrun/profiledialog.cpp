#include "ui/firstrun/profiledialog.h"

#include "ui/common/notice.h"
#include "ui/common/style.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gm::firstrun
{

using common::Icon;
using common::TextRole;
using common::Theme;
using profile::ProfileField;
using namespace Qt::StringLiterals;

ProfileDialog::ProfileDialog(const common::ThemeProvider &themes, QWidget *parent)
    : FittingDialog(480, parent)
    , m_themes(themes)
    , m_report(new common::Notice(themes, common::Notice::Look::Boxed, this))
    , m_refusal(new common::Notice(themes, common::Notice::Look::Plain, this))
    , m_save(new QPushButton(tr("Save profile"), this))
{
    setObjectName(u"profileDialog"_s);
    setWindowTitle(tr("Profile"));
    setAccessibleName(tr("Profile"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(0);
    auto *title = new common::ThemedLabel(themes, TextRole::Title, &Theme::text1, this);
    title->setText(tr("Profile"));
    auto *subtitle = new common::ThemedLabel(themes, TextRole::Body, &Theme::text2, this);
    subtitle->setParagraph(tr("Where Supabase, the backend and Ably are. No secret belongs here."));
    column->addWidget(title);
    column->addSpacing(4);
    column->addWidget(subtitle);
    column->addSpacing(16);
    column->addWidget(m_report);

    addRow(column, ProfileField::Name, tr("&Name"), tr("Staging"), u"profileName"_s);
    addRow(column, ProfileField::SupabaseUrl, tr("&Supabase URL"), u"https://abcd.supabase.co"_s, u"profileSupabase"_s);
    addRow(column, ProfileField::AnonKey, tr("&Public key (anon or publishable)"), u"sb_publishable_…"_s,
           u"profileKey"_s);
    addRow(column, ProfileField::BackendUrl, tr("&Backend URL"), u"https://api.example.com"_s, u"profileBackend"_s);
    addRow(column, ProfileField::AblyEndpoint, tr("&Ably endpoint (empty for Ably's own)"), u"main"_s,
           u"profileAbly"_s);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"profileCancel"_s);
    cancel->setAccessibleName(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_save->setObjectName(u"profileSave"_s);
    m_save->setAccessibleName(tr("Save profile"));
    m_save->setDefault(true);
    common::setButtonLook(m_save, common::ButtonLook::Primary);
    for (QPushButton *button : {cancel, m_save})
        common::setControlSize(button, common::ControlSize::Dialog);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    column->addWidget(m_refusal);
    column->addSpacing(12);
    column->addStretch();
    column->addLayout(buttons);

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ProfileDialog::save);
}

void ProfileDialog::addRow(QVBoxLayout *column, ProfileField field, const QString &label, const QString &example,
                           const QString &objectName)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(objectName);
    edit->setAccessibleName(profile::fieldLabel(field));
    edit->setPlaceholderText(example);
    common::setControlSize(edit, common::ControlSize::Dialog);
    auto *words = new common::ThemedLabel(m_themes, TextRole::Strong, &Theme::text1, this);
    words->setText(label);
    words->setBuddy(edit);
    auto *refusal = new common::Notice(m_themes, common::Notice::Look::Plain, this);
    m_rows.insert(field, Row{edit, refusal});
    connect(edit, &QLineEdit::textEdited, this, [this, field] { clearRefusal(field); });

    column->addWidget(words);
    column->addSpacing(4);
    column->addWidget(edit);
    column->addSpacing(4);
    column->addWidget(refusal);
    column->addSpacing(8);
}

void ProfileDialog::setDraft(const profile::ProfileDraft &draft)
{
    m_rows[ProfileField::Name].edit->setText(draft.name);
    m_rows[ProfileField::SupabaseUrl].edit->setText(draft.supabaseUrl);
    m_rows[ProfileField::AnonKey].edit->setText(draft.anonKey);
    m_rows[ProfileField::BackendUrl].edit->setText(draft.backendUrl);
    m_rows[ProfileField::AblyEndpoint].edit->setText(draft.ablyEndpoint);
}

void ProfileDialog::setReport(const QString &report)
{
    m_report->setMessage(common::StateRole::Neutral, Icon::Shield, {}, report);
}

void ProfileDialog::refuse(const base::Error &error)
{
    m_refusal->setError(error);
    m_save->setEnabled(true);
}

void ProfileDialog::save()
{
    m_refusal->clear();
    for (auto it = m_rows.cbegin(); it != m_rows.cend(); ++it)
        clearRefusal(it.key());
    const auto text = [this](ProfileField field) { return m_rows[field].edit->text(); };
    const profile::ProfileCheck check =
        profile::checkProfile({text(ProfileField::Name), text(ProfileField::SupabaseUrl), text(ProfileField::AnonKey),
                               text(ProfileField::BackendUrl), text(ProfileField::AblyEndpoint)});
    if (check.isOk()) {
        Q_EMIT saved(check.profile);
        return;
    }
    for (const profile::FieldError &error : check.errors) {
        const Row &row = m_rows[error.field];
        row.refusal->setError(error.error);
        common::setFieldRefused(row.edit, true);
    }
    m_rows[check.errors.constFirst().field].edit->setFocus();
}

void ProfileDialog::clearRefusal(ProfileField field)
{
    const Row &row = m_rows[field];
    row.refusal->clear();
    common::setFieldRefused(row.edit, false);
}

} // namespace gm::firstrun
