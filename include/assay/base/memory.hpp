// A hint to the system about the memory that comes. Knows no type.
#pragma once

namespace assay {

/// Tells the allocator and the system that this thread is about to allocate tens of megabytes in small pieces that stay: the heap then
/// grows in one step, and on pages of 2 MB where the system has them, instead of asking for it 4 KB at a time. A hint: nothing depends on it,
/// and where it is not heeded everything only takes longer. The first call must be made before there are other threads that allocate.
void expect_many_allocations() noexcept;

} // namespace assay
