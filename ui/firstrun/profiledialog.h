/// Typing or changing a profile: three addresses and a public key, each checked where it stands.
#pragma once

#include "ui/common/fittingdialog.h"

#include "core/profile/profile.h"

#include <QHash>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace gm::common
{
class Notice;
class ThemeProvider;
} // namespace gm::common

namespace gm::firstrun
{

/// Emits saved() with a checked profile, then waits for refuse() or accept().
class ProfileDialog : public common::FittingDialog
{
    Q_OBJECT
public:
    explicit ProfileDialog(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// Fills the form; used for changing a profile and after an import.
    void setDraft(const profile::ProfileDraft &draft);
    /// What an import read and refused, above the form.
    void setReport(const QString &report);
    /// The profile could not be stored.
    void refuse(const base::Error &error);

Q_SIGNALS:
    void saved(const gm::profile::Profile &profile);

private:
    struct Row {
        QLineEdit *edit = nullptr;
        common::Notice *refusal = nullptr;
    };

    void addRow(QVBoxLayout *column, profile::ProfileField field, const QString &label, const QString &example,
                const QString &objectName);
    void save();
    void clearRefusal(profile::ProfileField field);

    const common::ThemeProvider &m_themes;
    QHash<profile::ProfileField, Row> m_rows;
    common::Notice *m_report;
    common::Notice *m_refusal;
    QPushButton *m_save;
};

} // namespace gm::firstrun
