#include "app/load_files.hpp"

#include "assay/base/both.hpp"
#include "assay/base/file.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/memory.hpp"
#include "assay/formats/load.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <system_error>

namespace assay {
namespace {

/// Fewer are loaded sooner than a thread is started.
constexpr std::size_t k_fewest_for_two = 8;

/// Messages name a file as the user sees it: below the home or the workspace.
std::string message_name(const std::filesystem::path& file, const std::filesystem::path& root) {
    const auto relative = file.lexically_relative(root);
    return relative.empty() ? file.string() : relative.generic_string();
}

template <class Definition>
void put(LoadedFile& file, std::optional<Definition> definition) {
    if (!definition) {
        return;
    }
    if constexpr (requires { definition->digest; }) {
        file.digest = definition->digest;
    } else if (file.digests == Digests::take) {
        file.digest = to_hex(sha256(file.bytes));
    }
    file.definition = std::move(*definition);
}

void read_and_load(LoadedFile& file) {
    file.bytes = read_file(file.path);
    const auto name = message_name(file.path, file.root);
    switch (file.kind) {
    case ContentKind::registers:
        put(file, load_register(file.bytes, name, file.faults));
        return;
    case ContentKind::catalog:
        put(file, load_catalog(file.bytes, name, file.faults, file.digests));
        return;
    case ContentKind::checks:
        put(file, load_checks(file.bytes, name, file.faults, file.cases, file.digests));
        return;
    case ContentKind::crosswalk:
        put(file, load_crosswalk(file.bytes, name, file.faults, file.digests));
        return;
    }
}

/// So that both end at about the same time. A file whose size cannot be told cannot be read either: that is reported there.
std::vector<std::size_t> largest_first(const std::vector<LoadedFile>& files) {
    std::vector<std::uintmax_t> sizes;
    std::vector<std::size_t> order;
    for (const auto& file : files) {
        std::error_code error;
        const auto size = std::filesystem::file_size(file.path, error);
        order.push_back(sizes.size());
        sizes.push_back(error ? 0 : size);
    }
    std::ranges::stable_sort(order, std::ranges::greater(), [&sizes](std::size_t index) { return sizes[index]; });
    return order;
}

} // namespace

void load_files(std::vector<LoadedFile> files, DiagnosticSink& sink, const std::function<void(LoadedFile&)>& take) {
    expect_many_allocations();
    const auto order = largest_first(files);
    const auto load = [&files, &order](std::size_t index) {
        expect_many_allocations(); // of whichever thread it is; after the first time it does nothing
        auto& file = files[order[index]];
        try {
            read_and_load(file);
        } catch (...) {
            file.failure = std::current_exception(); // thrown on below, when its turn comes
        }
    };
    share_out(order.size(), load, files.size() >= k_fewest_for_two);
    for (auto& file : files) {
        if (file.failure) {
            std::rethrow_exception(file.failure);
        }
        file.faults.pass_on(sink);
        take(file);
    }
}

} // namespace assay
