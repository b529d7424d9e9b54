/// One page of the sign-in dialog.
#pragma once

#include "core/supabase/signinstep.h"

#include <QWidget>

namespace gm::signin
{

/// Shows steps, takes entries. What Working means for its controls is the page's own business.
class Page : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// A step this page is for; also the same one again with an error.
    virtual void showStep(const supabase::SignInStep &step) = 0;
    /// An answer is awaited: nothing can be entered.
    virtual void setBusy(bool isBusy) = 0;
    /// Puts the focus where the user goes on.
    virtual void focusEntry() = 0;

Q_SIGNALS:
    /// Give up what is under way and go back to the form.
    void backWanted();
    /// Give up and close.
    void closeWanted();
};

} // namespace gm::signin
