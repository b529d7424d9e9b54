// What a person types into the filter: any text.
#include "core/timeline/filter.h"
#include "tests/fuzz/fuzz.h"

using namespace gm;
using timeline::Filter;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(fuzz::bytesOf(data, size));
    timeline::FilterError problem;
    const auto filter = Filter::parse(text, &problem);
    if (filter) {
        fuzz::require(filter->text() == text, "a filter keeps its text");
        (void)filter->needsText();
        return 0;
    }
    const bool isInside = problem.from >= 0 && problem.length >= 0 && problem.from + problem.length <= text.size();
    fuzz::require(isInside, "a mistake lies within the text");
    fuzz::require(!problem.error.what.isEmpty(), "a mistake has words");
    return 0;
}
