// Real and hostile inputs that are not part of the project: where they are, or nothing.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

/// Below $ASSAY_SHARED_DATA or beside the source folder. A test that gets nothing says "SKIPPED: …" with MESSAGE.
inline std::optional<std::filesystem::path> find_shared_data(std::string_view name) {
    const char* given = std::getenv("ASSAY_SHARED_DATA");
    const std::filesystem::path folder = given != nullptr ? given : ASSAY_SOURCE_DIR "/../shared/data";
    std::error_code ignored;
    const std::filesystem::path path = folder / name;
    return std::filesystem::exists(path, ignored) ? std::optional(path) : std::nullopt;
}
