// Stopping a long operation on request.
#include "assay/base/run.hpp"

#include "assay/base/error.hpp"

namespace assay {

void throw_if_stopped(const Run& run) {
    if (run.stop.stop_requested()) {
        throw Error("stopped on request; nothing was changed", ErrorKind::cancelled);
    }
}

} // namespace assay
