// The reference of bench/run for loading: reads the files named and parses each with pugixml, in place, and does nothing else.
#include <pugixml.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

int main(int count, char** names) {
    for (int i = 1; i < count; ++i) {
        std::ifstream file(names[i], std::ios::binary);
        std::string bytes(std::istreambuf_iterator<char>(file), {});
        pugi::xml_document document;
        if (!document.load_buffer_inplace(bytes.data(), bytes.size(), pugi::parse_default, pugi::encoding_utf8)) {
            std::fprintf(stderr, "parse_xml: cannot parse '%s'\n", names[i]);
            return 1;
        }
    }
    return 0;
}
