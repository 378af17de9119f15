// Two pieces of work at the same time. Knows not what they do.
#pragma once

#include <exception>
#include <system_error>
#include <thread>

namespace assay {

/// Does both, the second on a thread of its own if `at_once` and if there is one to be had, else after the first. Returns when both
/// are done. Of two exceptions the first one's is thrown; when the first throws and there is no thread, the second is not begun.
template <class First, class Second>
void do_both(const First& first, const Second& second, bool at_once) {
    std::exception_ptr failure;
    {
        std::jthread thread;
        if (at_once) {
            try {
                thread = std::jthread([&] {
                    try {
                        second();
                    } catch (...) {
                        failure = std::current_exception();
                    }
                });
            } catch (const std::system_error&) {
                thread = {}; // it takes longer, and nothing else changes
            }
        }
        first();
        if (!thread.joinable()) {
            second();
        }
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

} // namespace assay
