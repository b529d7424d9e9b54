/// The table of Ably's codes in plain words; data only, looked up by explain.cpp.
#pragma once

namespace gm::diagnostics
{

/// Untranslated source texts, context "gm::diagnostics::Explain".
struct ExplainText {
    int code;
    const char *meaning; ///< What the code means here.
    const char *next;    ///< What a person can do.
};

/// Null for a code the table does not hold.
[[nodiscard]] const ExplainText *findExplainText(int code);

} // namespace gm::diagnostics
