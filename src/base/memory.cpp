// The only file that knows how the C library lays out its heap.
#include "assay/base/memory.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

// NOLINTBEGIN(cppcoreguidelines-no-malloc,performance-no-int-to-ptr,clang-analyzer-unix.Malloc): the heap itself is the matter here
namespace assay {
namespace {

constexpr std::size_t k_more_than_free = std::size_t{1024} * 1024;
constexpr std::uintptr_t k_large_page = std::uintptr_t{2} * 1024 * 1024;
/// glibc gives each thread but the first a heap of its own, in an area of this size and alignment (HEAP_MAX_SIZE).
constexpr std::uintptr_t k_thread_area = std::uintptr_t{64} * 1024 * 1024;
/// The whole of it at once: glibc extends one by no more than it needs at the moment, a page or two each time.
constexpr int k_step = static_cast<int>(k_thread_area);
constexpr int k_most_on_heap = k_step / 2; // glibc takes no more

std::uintptr_t round_up(std::uintptr_t address) noexcept { return (address + k_large_page - 1) / k_large_page * k_large_page; }

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
/// Once: the C library does not promise that its parameters may be set while other threads allocate.
void set_steps() noexcept {
    [[maybe_unused]] static const bool is_set = mallopt(M_TOP_PAD, k_step) != 0 && mallopt(M_TRIM_THRESHOLD, 2 * k_step) != 0 && mallopt(M_MMAP_THRESHOLD, k_most_on_heap) != 0;
}

/// Where the heap of this thread ends, after it has grown by its step.
std::uintptr_t grow(std::uintptr_t at) noexcept {
    const auto is_first_heap = [&] {
        const auto end = reinterpret_cast<std::uintptr_t>(sbrk(0));
        return at < end && end - at < k_thread_area;
    };
    if (!is_first_heap()) {
        return at / k_thread_area * k_thread_area + k_step;
    }
    void* volatile grown = std::malloc(k_more_than_free); // volatile: else the pair of calls is left out
    std::free(grown);
    return reinterpret_cast<std::uintptr_t>(sbrk(0));
}
#endif

} // namespace

void expect_many_allocations() noexcept {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    thread_local bool is_done = false;
    if (is_done) {
        return;
    }
    is_done = true;
    set_steps();
    void* const first = std::malloc(k_more_than_free / 64);
    if (first == nullptr) {
        return;
    }
    const auto at = reinterpret_cast<std::uintptr_t>(first);
    std::free(first);
    const auto from = round_up(at);
    const auto to = grow(at);
    if (from < to) {
        // Fails where large pages are switched off or part of the range is not mapped: either is fine.
        (void)madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
        // The page in which the heap begins is a small one already. What is left of it is never touched, so it costs no memory.
        void* volatile unused = std::malloc(from - at);
        (void)unused;
    }
#endif
}

} // namespace assay
// NOLINTEND(cppcoreguidelines-no-malloc,performance-no-int-to-ptr,clang-analyzer-unix.Malloc)
