// Two halves of the checks, linked at the same time, and their libraries made one. Knows not how a check is linked.
#pragma once

#include "assay/rules/library.hpp"

#include <exception>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace assay {

/// For each check whether the second linker links it. Checks of one register stay together, because they share batches; few checks
/// all go to the first.
[[nodiscard]] std::vector<bool> choose_second_half(const std::vector<const CheckDefinition*>& checks);

/// The library that one linker would have made of the checks of both, each sorted by id.
[[nodiscard]] Library join(Library first, Library second);

/// What both functions give, the second called on a thread of its own if `at_once` and if there is one to be had. Of two exceptions
/// the first one's is thrown.
template <class First, class Second>
auto do_both(const First& first, const Second& second, bool at_once) {
    std::pair<decltype(first()), decltype(second())> both;
    std::exception_ptr failure;
    const auto work = [&] {
        try {
            both.second = second();
        } catch (...) {
            failure = std::current_exception();
        }
    };
    std::jthread thread;
    if (at_once) {
        try {
            thread = std::jthread(work);
        } catch (const std::system_error&) {
            thread = {}; // it takes longer, and nothing else changes
        }
    }
    both.first = first();
    if (thread.joinable()) {
        thread.join();
    } else {
        work();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    return both;
}

} // namespace assay
