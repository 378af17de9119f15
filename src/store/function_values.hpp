// What host functions read from SQLite, and the frame that keeps C++ exceptions out of SQLite's C.
#pragma once

#include <exception>
#include <new>
#include <string_view>

#include <sqlite3.h>

namespace assay::db {

inline std::string_view text_of(sqlite3_value* value) {
    // As bytes: asking for text would have each one copied to end with a NUL.
    const auto* text = static_cast<const char*>(sqlite3_value_blob(value));
    return text == nullptr ? std::string_view() : std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

inline bool is_null(sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_NULL; }
inline bool is_integer(sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_INTEGER; }

/// No C++ exception may pass through SQLite's C frames.
template <class Work>
void guarded(sqlite3_context* call, Work&& work) noexcept {
    try {
        work();
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(call);
    } catch (const std::exception& fault) {
        sqlite3_result_error(call, fault.what(), -1);
    }
}

} // namespace assay::db
