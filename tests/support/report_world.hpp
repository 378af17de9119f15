// The invented organisation's assessment and registers together, with its reports, for tests of what reports say.
#pragma once

#include "assay/base/error.hpp"
#include "assay/report/registers.hpp"
#include "assay/report/render.hpp"

#include "support/report_beside.hpp"
#include "support/report_fixture.hpp"
#include "support/report_registers.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

namespace assay::testing {

inline const std::filesystem::path k_templates = std::filesystem::path(ASSAY_SOURCE_DIR) / "templates";

/// The believable assessment with the registers beside it. Controls get what the standard's list numbers.
struct World {
    ReportFixture fixture = make_report_fixture();
    RegisterBook book;
    ReportBeside beside;

    explicit World(const std::string& payload = {}) {
        book.payload = payload;
        fill_registers(book);
        for (auto& control : fixture.catalogs[0].controls) {
            if (control.id.control == "8.6.1-r09") {
                control.demands.push_back({"procedure", DemandKind::standard, {}, "Major incident procedure" + payload, "D20", {}});
            } else if (control.id.control == "8.6.1-r01") {
                control.demands.push_back({"record", DemandKind::standard, {}, "Incident records", "R13", {}});
            } else if (control.id.control == "8.6.2-r02") {
                control.demands.push_back({"document", DemandKind::standard, {}, "Fulfilment instructions", "D3", {}});
            }
        }
        for (auto& control : fixture.catalogs[1].controls) {
            control.excludable = control.id.control == "cpc.evaluate.6";
        }
        for (auto& population : fixture.populations) {
            population.declared.source += payload;
        }
        fixture.registers = &book.registers;
        beside = make_beside(payload);
        fixture.beside = &beside;
    }

    [[nodiscard]] RenderedReport report(const std::string& name, const std::string& format) const {
        Diagnostics diagnostics;
        try {
            return render_report(std::span(&k_templates, 1), name, format, fixture.input(), diagnostics);
        } catch (const Error& error) {
            FAIL(error.what() << "\n" << diagnostics.to_text());
            throw;
        }
    }
};

/// The page between two places, without line ends.
inline std::string stretch(const std::string& text, const std::string& from, const std::string& to) {
    const auto begin = text.find(from);
    REQUIRE_MESSAGE(begin != std::string::npos, from);
    auto part = text.substr(begin, text.find(to, begin + from.size()) - begin);
    std::erase(part, '\n');
    return part;
}

inline bool holds(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

} // namespace assay::testing
