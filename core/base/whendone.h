/// Continues when a future is done, as long as somebody is there to care.
#pragma once

#include <QFuture>
#include <QObject>
#include <QPointer>

#include <utility>

namespace gm::base
{

/// Calls @p call with the result, at once if it is there, unless @p context is gone by then. For futures that are finished in
/// this thread. Unlike `then(context, …)`, whose Qt 6.4 form aborts in debug builds when the context did not live to see the
/// end, and which is therefore for contexts that outlive the future only.
template <typename T, typename Call>
void whenDone(QFuture<T> future, QObject *context, Call call)
{
    future.then([guard = QPointer<QObject>(context), call = std::move(call)](const T &result) {
        if (guard)
            call(result);
    });
}

} // namespace gm::base
