// The reference of bench/xccdf: one file read in one go and parsed by pugixml, in place, and nothing else.
#include <pugixml.hpp>

#include <cstdio>
#include <vector>

int main(int count, char** names) {
    std::FILE* file = count == 2 ? std::fopen(names[1], "rb") : nullptr;
    if (file == nullptr) {
        std::fprintf(stderr, "usage: parse_stream FILE\n");
        return 1;
    }
    std::fseek(file, 0, SEEK_END);
    std::vector<char> bytes(static_cast<std::size_t>(std::ftell(file)));
    std::rewind(file);
    const bool read = std::fread(bytes.data(), 1, bytes.size(), file) == bytes.size();
    std::fclose(file);
    pugi::xml_document document;
    if (!read || !document.load_buffer_inplace(bytes.data(), bytes.size(), pugi::parse_default, pugi::encoding_utf8)) {
        std::fprintf(stderr, "parse_stream: cannot parse '%s'\n", names[1]);
        return 1;
    }
    return 0;
}
