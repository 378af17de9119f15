#include "assay/app/setting.hpp"

namespace assay {

Instant read_clock() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

} // namespace assay
