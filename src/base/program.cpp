#include "assay/base/program.hpp"

#include "assay/base/error.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ; // NOLINT: POSIX names it so

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_kept_output = 64U << 10U;
constexpr int k_look_up_ms = 100;
/// Time to end by itself, in looks.
constexpr int k_patience = 20;

/// Both ends of a pipe, closed with it.
class Pipe {
public:
    Pipe() {
        if (::pipe2(m_ends, O_CLOEXEC) != 0) {
            throw Error(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
        }
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    [[nodiscard]] int end(int which) const { return m_ends[which]; }
    void close_end(int which) {
        if (m_ends[which] >= 0) {
            ::close(m_ends[which]);
            m_ends[which] = -1;
        }
    }

private:
    int m_ends[2] = {-1, -1};
};

/// What the child finds open, and which signals reach it.
class SpawnSetting {
public:
    SpawnSetting(int output) {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&m_actions, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&m_actions, output, STDERR_FILENO);
        posix_spawnattr_init(&m_attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&m_attributes, &none);
        sigset_t usual;
        sigemptyset(&usual);
        sigaddset(&usual, SIGPIPE);
        posix_spawnattr_setsigdefault(&m_attributes, &usual);
        posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnSetting() {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }
    SpawnSetting(const SpawnSetting&) = delete;
    SpawnSetting& operator=(const SpawnSetting&) = delete;
    [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &m_actions; }
    [[nodiscard]] const posix_spawnattr_t* attributes() const { return &m_attributes; }

private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

std::vector<std::string> make_environment(const ProgramCall& call) {
    std::vector<std::string> all;
    const auto is_replaced = [&](std::string_view entry) {
        for (const auto& [name, value] : call.environment) {
            if (entry.starts_with(name + "=")) {
                return true;
            }
        }
        return false;
    };
    for (char** each = environ; *each != nullptr; ++each) {
        if (!is_replaced(*each)) {
            all.emplace_back(*each);
        }
    }
    for (const auto& [name, value] : call.environment) {
        all.push_back(fmt::format("{}={}", name, value));
    }
    return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    pointers.reserve(words.size());
    for (auto& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

pid_t start(const ProgramCall& call, int output) {
    std::vector<std::string> words{call.file.string()};
    words.insert(words.end(), call.arguments.begin(), call.arguments.end());
    auto environment = make_environment(call);
    const SpawnSetting setting(output);
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, call.file.c_str(), setting.actions(), setting.attributes(), pointers_to(words).data(),
                                     pointers_to(environment).data());
    if (failed != 0) {
        throw Error(fmt::format("cannot start '{}': {}", call.file.string(), std::strerror(failed)));
    }
    return child;
}

/// A child that is waited for, whatever happens.
class Child {
public:
    explicit Child(pid_t id) : m_id(id) {}
    ~Child() {
        if (m_ended) {
            return;
        }
        ::kill(m_id, SIGTERM);
        for (int look = 0; look < k_patience && !has_ended(); ++look) {
            ::poll(nullptr, 0, k_look_up_ms);
        }
        if (!m_ended) {
            ::kill(m_id, SIGKILL);
            while (::waitpid(m_id, &m_status, 0) < 0 && errno == EINTR) {
            }
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    bool has_ended() {
        m_ended = m_ended || ::waitpid(m_id, &m_status, WNOHANG) == m_id;
        return m_ended;
    }
    [[nodiscard]] int exit_code() const { return WIFEXITED(m_status) ? WEXITSTATUS(m_status) : 128 + WTERMSIG(m_status); }

private:
    pid_t m_id;
    int m_status = 0;
    bool m_ended = false;
};

/// False at the end of what there is to read.
bool read_some(int from, std::string& output) {
    char chunk[4096];
    const auto count = ::read(from, chunk, sizeof chunk);
    if (count > 0) {
        output.append(chunk, std::min(static_cast<std::size_t>(count), k_kept_output - output.size()));
    }
    return count > 0 || (count < 0 && errno == EINTR);
}

} // namespace

std::optional<fs::path> find_program(std::string_view name) {
    const char* const path = std::getenv("PATH"); // NOLINT(concurrency-mt-unsafe): nobody sets it
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');) {
        auto file = fs::path(folder) / name;
        std::error_code ignored;
        if (file.is_absolute() && fs::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0) {
            return file;
        }
    }
    return std::nullopt;
}

ProgramOutcome run_program(const Run& run, const ProgramCall& call) {
    Pipe pipe;
    Child child(start(call, pipe.end(1)));
    pipe.close_end(1);
    ProgramOutcome outcome;
    // What the child itself started may hold the pipe open for longer than the child lives.
    for (bool open = true; open;) {
        throw_if_stopped(run);
        pollfd waiting{pipe.end(0), POLLIN, 0};
        const int ready = ::poll(&waiting, 1, k_look_up_ms);
        if (ready > 0) {
            open = read_some(pipe.end(0), outcome.output);
        } else if (ready == 0 && child.has_ended()) {
            open = false;
        }
    }
    while (!child.has_ended()) {
        throw_if_stopped(run);
        ::poll(nullptr, 0, k_look_up_ms);
    }
    outcome.exit_code = child.exit_code();
    return outcome;
}

} // namespace assay
