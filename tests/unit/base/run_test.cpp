#include "assay/base/run.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>

using namespace assay;

TEST_CASE("an operation goes on until the user asks to stop") {
    std::stop_source source;
    NoProgress progress;
    Diagnostics diagnostics;
    const Run run{source.get_token(), progress, diagnostics};
    CHECK_NOTHROW(throw_if_stopped(run));
    source.request_stop();
    try {
        throw_if_stopped(run);
        FAIL("did not stop");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::cancelled);
        CHECK(std::string(error.what()) == "stopped on request; nothing was changed");
    }
}
