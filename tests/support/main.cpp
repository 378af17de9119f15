#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

/// Read by the leak sanitizer. libxlsxwriter never frees the formula of a list validation, a few bytes for each column with choices.
extern "C" const char* __lsan_default_suppressions() { return "leak:lxw_strdup\n"; }
