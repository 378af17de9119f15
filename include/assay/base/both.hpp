// Two pieces of work at the same time. Knows not what they do.
#pragma once

#include <atomic>
#include <cstddef>
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

/// Calls `work` for each number below `count`, on two threads where `at_once`; each takes the next number when it is done with one. What
/// throws ends its own thread's share, and is thrown on afterwards.
template <class Work>
void share_out(std::size_t count, const Work& work, bool at_once) {
    std::atomic<std::size_t> next{0};
    const auto work_off = [&] {
        for (auto index = next++; index < count; index = next++) {
            work(index);
        }
    };
    do_both(work_off, work_off, at_once);
}

} // namespace assay
