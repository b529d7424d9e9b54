/// One callable out of several, for std::visit.
#pragma once

namespace gm::ably
{

template <typename... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

} // namespace gm::ably
