// Runs a program with its own folder and environment, and keeps what it wrote to stdout and stderr, and its exit code.
#pragma once

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

struct ProgramResult {
    std::string out;
    std::string err;
    int exit_code = -1;          ///< 128 + signal when it was killed by one
};

class Program {
public:
    /// The built program, with the content of the source tree and a person of its own at the prompt.
    static Program assay(std::filesystem::path folder) {
        Program program(std::string(ASSAY_BINARY_DIR) + "/assay", std::move(folder));
        program.set("ASSAY_HOME", ASSAY_SOURCE_DIR);
        program.set("ASSAY_USER", "tester");
        return program;
    }
    Program(std::string file, std::filesystem::path folder) : m_file(std::move(file)), m_folder(std::move(folder)) {}

    void set(const std::string& name, std::string value) { m_environment[name] = std::move(value); }

    ProgramResult run(const std::vector<std::string>& arguments) const {
        Pipe out;
        Pipe err;
        const pid_t child = ::fork();
        if (child < 0) {
            throw std::runtime_error("cannot start a program");
        }
        if (child == 0) {
            become(arguments, out, err);
        }
        out.close_end(1);
        err.close_end(1);
        ProgramResult result;
        drain(out, result.out, err, result.err);
        int status = 0;
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
        result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return result;
    }

private:
    struct Pipe {
        Pipe() {
            if (::pipe2(ends, O_CLOEXEC) != 0) {
                throw std::runtime_error("cannot make a pipe");
            }
        }
        ~Pipe() {
            close_end(0);
            close_end(1);
        }
        Pipe(const Pipe&) = delete;
        Pipe& operator=(const Pipe&) = delete;
        void close_end(int end) {
            if (ends[end] >= 0) {
                ::close(ends[end]);
                ends[end] = -1;
            }
        }
        int ends[2] = {-1, -1};
    };

    [[noreturn]] void become(const std::vector<std::string>& arguments, const Pipe& out, const Pipe& err) const {
        if (::chdir(m_folder.c_str()) != 0 || ::dup2(out.ends[1], STDOUT_FILENO) < 0 || ::dup2(err.ends[1], STDERR_FILENO) < 0) {
            ::_exit(125);
        }
        const int nothing = ::open("/dev/null", O_RDONLY);
        ::dup2(nothing, STDIN_FILENO);
        for (const auto& [name, value] : m_environment) {
            ::setenv(name.c_str(), value.c_str(), 1);
        }
        std::vector<std::string> words{m_file};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (auto& word : words) {
            pointers.push_back(word.data());
        }
        pointers.push_back(nullptr);
        ::execv(m_file.c_str(), pointers.data());
        ::_exit(126);
    }

    static void drain(Pipe& out, std::string& out_text, Pipe& err, std::string& err_text) {
        pollfd waiting[2] = {{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}};
        std::string* texts[2] = {&out_text, &err_text};
        while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
            if (::poll(waiting, 2, -1) < 0) {
                continue;
            }
            for (int i = 0; i < 2; ++i) {
                if (waiting[i].fd < 0 || waiting[i].revents == 0) {
                    continue;
                }
                char chunk[4096];
                const ssize_t count = ::read(waiting[i].fd, chunk, sizeof chunk);
                if (count > 0) {
                    texts[i]->append(chunk, static_cast<std::size_t>(count));
                } else if (count == 0 || errno != EINTR) {
                    waiting[i].fd = -1;
                }
            }
        }
    }

    std::string m_file;
    std::filesystem::path m_folder;
    std::map<std::string, std::string> m_environment;
};
