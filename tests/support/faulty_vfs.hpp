// A disk that fails, or whose power is cut, at a chosen operation: an SQLite VFS around the usual one. What was written after the last sync of a file
// may be on the disk or not, in whole sectors, when the power goes; all that was synced is.
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace assay::testing {

class FaultyDisk {
public:
    enum class Fault { io_error, full, power_cut };

    FaultyDisk() : m_usual(sqlite3_vfs_find(nullptr)), m_vfs(*m_usual) {
        s_disk = this;
        m_vfs.zName = "faulty";
        m_vfs.szOsFile = static_cast<int>(sizeof(File)) + m_usual->szOsFile;
        m_vfs.xOpen = open;
        m_vfs.xDelete = remove;
        sqlite3_vfs_register(&m_vfs, 1);
    }
    ~FaultyDisk() {
        sqlite3_vfs_unregister(&m_vfs);
        sqlite3_vfs_register(m_usual, 1);
        s_disk = nullptr;
    }
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    /// The `operation`th write, truncation, sync or deletion from now on fails; after a power cut all that follow do, too.
    void fail_at(std::int64_t operation, Fault fault) {
        m_left = operation;
        m_fault = fault;
        m_is_off = false;
    }
    void mend() {
        m_left = 0;
        m_is_off = false;
    }
    [[nodiscard]] std::int64_t operations() const { return m_operations; }
    [[nodiscard]] bool is_off() const { return m_is_off; }

    /// What is on the disk when the power comes back: `choose(n)` gives a number below n. Nobody may have the files open.
    template <class Choose>
    void power_on(Choose choose) {
        for (auto& [name, content] : m_files) {
            auto bytes = content.synced;
            for (const auto& change : content.pending) {
                if (choose(2) == 0) {
                    continue;
                }
                if (change.is_truncation) {
                    bytes.resize(static_cast<std::size_t>(change.offset));
                    continue;
                }
                const auto sectors = (change.bytes.size() + k_sector - 1) / k_sector;
                const auto kept = std::min(change.bytes.size(), (choose(2) == 0 ? sectors : choose(sectors + 1)) * k_sector);
                const auto end = static_cast<std::size_t>(change.offset) + kept;
                bytes.resize(std::max(bytes.size(), end));
                std::copy_n(change.bytes.begin(), kept, bytes.begin() + change.offset);
            }
            std::ofstream out(name, std::ios::binary | std::ios::trunc);
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        }
        m_files.clear();
        mend();
    }

private:
    static constexpr std::size_t k_sector = 512;
    struct Change {
        bool is_truncation = false;
        std::int64_t offset = 0;
        std::vector<char> bytes;
    };
    struct Content {
        std::vector<char> synced;
        std::vector<Change> pending;
    };
    struct File {
        sqlite3_file base;
        sqlite3_file* usual;       ///< right behind this one
        const char* name;          ///< null: a temporary file, which no crash outlives
    };

    static File* of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
    static sqlite3_file* usual(sqlite3_file* file) { return of(file)->usual; }

    int next_operation() {
        ++m_operations;
        if (m_is_off) {
            return SQLITE_IOERR;
        }
        if (m_left > 0 && --m_left == 0) {
            m_is_off = m_fault == Fault::power_cut;
            return m_fault == Fault::full ? SQLITE_FULL : SQLITE_IOERR;
        }
        return SQLITE_OK;
    }

    Content& content_of(const char* name) {
        const auto [place, fresh] = m_files.try_emplace(name);
        if (fresh) {
            std::ifstream in(name, std::ios::binary);
            place->second.synced.assign(std::istreambuf_iterator<char>(in), {});
        }
        return place->second;
    }

    static int open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* out_flags) {
        auto* made = of(file);
        made->base.pMethods = nullptr;
        made->usual = reinterpret_cast<sqlite3_file*>(made + 1);
        made->name = (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL)) != 0 ? name : nullptr;
        if (made->name != nullptr) {
            s_disk->content_of(made->name);
        }
        const int status = s_disk->m_usual->xOpen(s_disk->m_usual, name, made->usual, flags, out_flags);
        if (status == SQLITE_OK) {
            made->base.pMethods = &s_methods;
        }
        return status;
    }
    static int remove(sqlite3_vfs* /*vfs*/, const char* name, int sync) {
        if (const int status = s_disk->next_operation(); status != SQLITE_OK) {
            return SQLITE_IOERR_DELETE;
        }
        s_disk->m_files.erase(name);
        return s_disk->m_usual->xDelete(s_disk->m_usual, name, sync);
    }

    static int close(sqlite3_file* file) { return usual(file)->pMethods->xClose(usual(file)); }
    static int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) { return usual(file)->pMethods->xRead(usual(file), to, size, at); }
    static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
        if (of(file)->name != nullptr) {
            if (const int status = s_disk->next_operation(); status != SQLITE_OK) {
                return status == SQLITE_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
            }
            const auto* bytes = static_cast<const char*>(from);
            s_disk->content_of(of(file)->name).pending.push_back({false, at, std::vector<char>(bytes, bytes + size)});
        }
        return usual(file)->pMethods->xWrite(usual(file), from, size, at);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        if (of(file)->name != nullptr) {
            if (s_disk->next_operation() != SQLITE_OK) {
                return SQLITE_IOERR_TRUNCATE;
            }
            s_disk->content_of(of(file)->name).pending.push_back({true, size, {}});
        }
        return usual(file)->pMethods->xTruncate(usual(file), size);
    }
    static int sync(sqlite3_file* file, int flags) {
        if (of(file)->name == nullptr) {
            return SQLITE_OK;
        }
        if (s_disk->next_operation() != SQLITE_OK) {
            return SQLITE_IOERR_FSYNC;
        }
        auto& content = s_disk->content_of(of(file)->name);
        const int status = usual(file)->pMethods->xSync(usual(file), flags);
        content.pending.clear();
        std::ifstream in(of(file)->name, std::ios::binary);
        content.synced.assign(std::istreambuf_iterator<char>(in), {});
        return status;
    }
    static int size(sqlite3_file* file, sqlite3_int64* to) { return usual(file)->pMethods->xFileSize(usual(file), to); }
    static int lock(sqlite3_file* file, int level) { return usual(file)->pMethods->xLock(usual(file), level); }
    static int unlock(sqlite3_file* file, int level) { return usual(file)->pMethods->xUnlock(usual(file), level); }
    static int reserved(sqlite3_file* file, int* to) { return usual(file)->pMethods->xCheckReservedLock(usual(file), to); }
    static int control(sqlite3_file* file, int what, void* with) { return usual(file)->pMethods->xFileControl(usual(file), what, with); }
    static int sector(sqlite3_file* file) { return usual(file)->pMethods->xSectorSize(usual(file)); }
    static int device(sqlite3_file* file) { return usual(file)->pMethods->xDeviceCharacteristics(usual(file)); }

    // Version 1: without shared memory and without mapped files, which the store does not use.
    inline static const sqlite3_io_methods s_methods = [] {
        sqlite3_io_methods methods{};
        methods.iVersion = 1;
        methods.xClose = close;
        methods.xRead = read;
        methods.xWrite = write;
        methods.xTruncate = truncate;
        methods.xSync = sync;
        methods.xFileSize = size;
        methods.xLock = lock;
        methods.xUnlock = unlock;
        methods.xCheckReservedLock = reserved;
        methods.xFileControl = control;
        methods.xSectorSize = sector;
        methods.xDeviceCharacteristics = device;
        return methods;
    }();
    inline static FaultyDisk* s_disk = nullptr;

    sqlite3_vfs* m_usual;
    sqlite3_vfs m_vfs;
    std::map<std::string, Content> m_files;
    std::int64_t m_left = 0;
    std::int64_t m_operations = 0;
    Fault m_fault = Fault::io_error;
    bool m_is_off = false;
};

} // namespace assay::testing
