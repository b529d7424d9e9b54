// Files a person gives us: a byte to choose, then a `.env` file or the profile file.
#include "core/profile/envimport.h"
#include "core/profile/profilestore.h"
#include "tests/fuzz/fuzz.h"

#include <QTemporaryFile>

using namespace gm;

namespace
{

void checkEnv(const QByteArray &text)
{
    const auto result = profile::importEnv(text);
    if (!result)
        return;
    fuzz::require(!profile::isServiceKey(result->draft.anonKey), "no service key is kept");
    (void)result->summary();
    (void)profile::checkProfile(result->draft);
}

void checkStore(const QByteArray &text)
{
    static QTemporaryFile file;
    if (!file.isOpen() && !file.open())
        return;
    file.resize(0);
    file.seek(0);
    file.write(text);
    file.flush();
    const auto profiles = profile::ProfileStore(file.fileName()).list();
    if (!profiles)
        return;
    for (const profile::Profile &each : *profiles)
        fuzz::require(profile::checkProfile(profile::toDraft(each)).isOk(), "a profile that was read is a good one");
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray text = fuzz::bytesOf(data + 1, size - 1);
    if (data[0] % 2 == 0)
        checkEnv(text);
    else
        checkStore(text);
    return 0;
}
