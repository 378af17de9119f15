// XLSX files made by hand, byte by byte, so that a test shows what is in them and can make what no program would. Knows no library.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::testing {

inline std::uint32_t crc_of(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ (0xEDB88320U & (0U - (crc & 1U)));
        }
    }
    return ~crc;
}

/// What stands in an archive, and what it says about it.
struct ZipEntry {
    std::string name;
    std::string packed;
    std::uint32_t crc = 0;
    std::uint32_t size = 0;
    std::uint16_t method = 0; ///< 0 stored, 8 deflated
    std::uint16_t flags = 0;  ///< 1 encrypted
};

inline ZipEntry stored(std::string name, std::string bytes) {
    const auto crc = crc_of(bytes);
    const auto size = static_cast<std::uint32_t>(bytes.size());
    return {std::move(name), std::move(bytes), crc, size, 0, 0};
}

/// `head`, then one character so many times, deflated with fixed codes: 158 bytes to one.
inline ZipEntry run_length(std::string name, std::string_view head, char filler, std::uint32_t runs) {
    ZipEntry entry;
    entry.name = std::move(name);
    entry.method = 8;
    std::uint32_t held = 0;
    unsigned bits = 0;
    const auto put = [&](std::uint32_t value, unsigned count) {
        held |= value << bits;
        for (bits += count; bits >= 8; bits -= 8) {
            entry.packed += static_cast<char>(held & 0xFFU);
            held >>= 8U;
        }
    };
    const auto put_code = [&](std::uint32_t code, unsigned count) { // codes go in from their highest bit
        for (unsigned at = count; at-- > 0;) {
            put((code >> at) & 1U, 1);
        }
    };
    const auto put_byte = [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        byte < 144 ? put_code(0x30U + byte, 8) : put_code(0x190U + (byte - 144U), 9);
    };
    put(0b011, 3); // the last block, fixed codes
    for (const char c : head) {
        put_byte(c);
    }
    put_byte(filler);
    for (std::uint32_t run = 0; run < runs; ++run) {
        put_code(0b11000101, 8); // length 258
        put_code(0, 5);          // distance 1
    }
    put_code(0, 7);
    put(0, 7);
    const auto bytes = std::string(head) + std::string(1 + std::size_t{runs} * 258, filler);
    entry.crc = crc_of(bytes);
    entry.size = static_cast<std::uint32_t>(bytes.size());
    return entry;
}

inline std::string zip_of(const std::vector<ZipEntry>& entries) {
    std::string bytes;
    std::string directory;
    const auto number = [](std::string& to, std::uint64_t value, int size) {
        for (int i = 0; i < size; ++i) {
            to += static_cast<char>((value >> (8U * static_cast<unsigned>(i))) & 0xFFU);
        }
    };
    const auto about = [&](std::string& to, const ZipEntry& entry) {
        number(to, 20, 2);
        number(to, entry.flags, 2);
        number(to, entry.method, 2);
        number(to, 0x00210000, 4); // 1 January 1980
        number(to, entry.crc, 4);
        number(to, static_cast<std::uint32_t>(entry.packed.size()), 4);
        number(to, entry.size, 4);
        number(to, static_cast<std::uint32_t>(entry.name.size()), 2);
        number(to, 0, 2);
    };
    for (const auto& entry : entries) {
        const auto offset = static_cast<std::uint32_t>(bytes.size());
        number(bytes, 0x04034b50, 4);
        about(bytes, entry);
        bytes += entry.name + entry.packed;
        number(directory, 0x02014b50, 4);
        number(directory, 20, 2);
        about(directory, entry);
        number(directory, 0, 2 + 2 + 2);
        number(directory, 0, 4);
        number(directory, offset, 4);
        directory += entry.name;
    }
    const auto at = static_cast<std::uint32_t>(bytes.size());
    bytes += directory;
    number(bytes, 0x06054b50, 4);
    number(bytes, 0, 4);
    number(bytes, static_cast<std::uint32_t>(entries.size()), 2);
    number(bytes, static_cast<std::uint32_t>(entries.size()), 2);
    number(bytes, static_cast<std::uint32_t>(directory.size()), 4);
    number(bytes, at, 4);
    number(bytes, 0, 2);
    return bytes;
}

struct XlsxSheet {
    std::string name;
    std::string xml;     ///< the whole part, or only what stands in <sheetData>
    std::string state{}; ///< "hidden"
};

/// A workbook of these sheets. Styles: 1 is a date (14), 2 a date with time, 3 a percentage (9), 4 an elapsed time, 5 "00000", 6 a time.
struct XlsxFile {
    std::vector<XlsxSheet> sheets;
    std::string strings{}; ///< content of <sst>; empty: no such part
    std::string workbook_properties{};
    std::string number_formats{}; ///< more <numFmt>, from 200
    std::vector<ZipEntry> more{}; ///< other parts; one of a name that is here already replaces it
    std::vector<std::string> without{};

    [[nodiscard]] std::vector<ZipEntry> entries() const {
        const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const std::string package = "http://schemas.openxmlformats.org/package/2006";
        std::string named;
        std::string related;
        std::vector<ZipEntry> parts;
        for (std::size_t i = 0; i < sheets.size(); ++i) {
            const auto number = std::to_string(i + 1);
            const auto& sheet = sheets[i];
            named += "<sheet name=\"" + sheet.name + "\" sheetId=\"" + number + "\"" +
                     (sheet.state.empty() ? "" : " state=\"" + sheet.state + "\"") + " r:id=\"rId" + number + "\"/>";
            related +=
                "<Relationship Id=\"rId" + number + "\" Type=\"" + office + "/worksheet\" Target=\"worksheets/sheet" + number + ".xml\"/>";
            parts.push_back(stored("xl/worksheets/sheet" + number + ".xml",
                                   sheet.xml.starts_with("<?xml") || sheet.xml.starts_with("<worksheet") || sheet.xml.starts_with("<!")
                                       ? sheet.xml
                                       : "<worksheet xmlns=\"" + main + "\"><sheetData>" + sheet.xml + "</sheetData></worksheet>"));
        }
        related += "<Relationship Id=\"rId900\" Type=\"" + office + "/styles\" Target=\"/xl/styles.xml\"/>";
        if (!strings.empty()) {
            related += "<Relationship Id=\"rId901\" Type=\"" + office + "/sharedStrings\" Target=\"sharedStrings.xml\"/>";
            parts.push_back(stored("xl/sharedStrings.xml", strings.starts_with("<?xml") || strings.starts_with("<sst")
                                                               ? strings
                                                               : "<sst xmlns=\"" + main + "\">" + strings + "</sst>"));
        }
        parts.push_back(
            stored("[Content_Types].xml",
                   "<Types xmlns=\"" + package + "/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"));
        parts.push_back(stored("_rels/.rels", "<Relationships xmlns=\"" + package + "/relationships\"><Relationship Id=\"rId1\" Type=\"" +
                                                  office + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
        parts.push_back(stored("xl/workbook.xml", "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office + "\"><workbookPr " +
                                                      workbook_properties + "/><sheets>" + named + "</sheets></workbook>"));
        parts.push_back(
            stored("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"" + package + "/relationships\">" + related + "</Relationships>"));
        parts.push_back(
            stored("xl/styles.xml",
                   "<styleSheet xmlns=\"" + main +
                       "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd hh:mm\"/>"
                       "<numFmt numFmtId=\"165\" formatCode=\"00000\"/>" +
                       number_formats +
                       "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
                       "<xf numFmtId=\"164\"/><xf numFmtId=\"9\"/><xf numFmtId=\"46\"/><xf numFmtId=\"165\"/><xf numFmtId=\"20\"/>"
                       "<xf numFmtId=\"200\"/></cellXfs></styleSheet>"));
        for (const auto& other : more) {
            std::erase_if(parts, [&](const ZipEntry& entry) { return entry.name == other.name; });
            parts.push_back(other);
        }
        std::erase_if(parts, [&](const ZipEntry& entry) { return std::find(without.begin(), without.end(), entry.name) != without.end(); });
        return parts;
    }
    [[nodiscard]] std::string bytes() const { return zip_of(entries()); }
};

/// Rows of texts as <row> elements with inline texts, from row 1; an empty text is no cell.
inline std::string inline_rows(const std::vector<std::vector<std::string>>& rows) {
    std::string xml;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        xml += "<row r=\"" + std::to_string(row + 1) + "\">";
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            if (!rows[row][column].empty()) {
                xml += "<c r=\"" + std::string(1, static_cast<char>('A' + column)) + std::to_string(row + 1) +
                       "\" t=\"inlineStr\"><is><t>" + rows[row][column] + "</t></is></c>";
            }
        }
        xml += "</row>";
    }
    return xml;
}

} // namespace assay::testing
