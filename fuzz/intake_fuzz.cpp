// Any text as a CSV file brought into a register with every type of field: typed rows, rejected rows or a refusal, and a receipt that adds
// up. A value that was typed is shown, and typed again it is the same. Before the first record separator stands a date format, or the sign
// that the file is a RACI matrix.
#include "assay/base/error.hpp"
#include "assay/formats/csv.hpp"
#include "assay/formats/load.hpp"
#include "assay/intake/import.hpp"
#include "assay/intake/raci_matrix.hpp"
#include "fixed_register.hpp"
#include "scratch_file.hpp"

namespace {

constexpr std::string_view k_register = R"(<register id="thing" title="Things" kind="maintained"><purpose>All types.</purpose><absent>?</absent>
<field id="id" title="Id" type="text" key="yes"/><field id="words" title="Words" type="set" values="red green blue"/>
<field id="state" title="State" type="enum" values="open closed"><value of="closed">Done with</value></field>
<field id="amount" title="Amount" type="decimal"/><field id="whole" title="Whole" type="integer"/><field id="share" title="Share" type="percent"/>
<field id="good" title="Good" type="boolean"/><field id="day" title="Day" type="date"/><field id="moment" title="Moment" type="datetime"/>
<field id="length" title="Length" type="duration"/><field id="parent" title="Parent" type="ref" to="thing"/>
<field id="cost" title="Cost" type="money" currency="currency"/><field id="currency" title="Currency" type="text"/>
<field id="paper" title="Paper" type="file"/></register>)";

const assay::Register& things() {
    static const auto k_schema = schema_of(k_register);
    return k_schema.registers.front();
}

const assay::Zone& zone() {
    static const assay::Zone k_zone = assay::Zone::find("Europe/London");
    return k_zone;
}

class ShowAgain final : public assay::RowSink {
public:
    void begin(const assay::ImportPlan& plan) override { m_plan = plan; }
    void add(std::uint64_t, assay::Row& row) override {
        require(row.size() == m_plan.fields.size(), "a row has a value for each field");
        for (std::size_t at = 0; at < row.size(); ++at) {
            const auto& field = things().fields[m_plan.fields[at]];
            const auto shown = assay::show_value(field, row[at], zone());
            const auto again = assay::type_value(field, shown, {zone(), {}, {}});
            require(!again.fault && again.value == row[at], "what is shown is typed the same", field.id + ": " + shown);
        }
    }
    void add_version(std::uint64_t line, assay::Row& row, const assay::WrittenVersion&) override { add(line, row); }

private:
    assay::ImportPlan m_plan;
};

void import_things(const std::filesystem::path& file, const std::string& format) {
    assay::Diagnostics faults;
    assay::NoProgress progress;
    const assay::Run run{{}, progress, faults};
    assay::ImportOptions options;
    options.file = "in.csv";
    options.accept_partial = true;
    assay::TypingContext context{zone(), {}, {}};
    if (!format.empty()) {
        assay::check_date_format(format);
        context.date_patterns = {format};
    }
    ShowAgain sink;
    auto outcome = assay::run_import(run, [&] { return assay::open_csv(file); }, things(), options, context, sink);
    require_agreement(!outcome.refused, faults);
    if (!outcome.refused) {
        // The app counts what the store did with them.
        assay::count_rows(outcome.receipt, assay::Fate::added, outcome.rows_sent);
        static_cast<void>(assay::to_text(outcome.receipt));
    }
}

void read_matrix(const std::filesystem::path& file) {
    const auto is_role = [](std::string_view name) { return name.find("Role") != std::string_view::npos || name.find("Manager") != std::string_view::npos || name == "Service Desk"; };
    const assay::MatrixNames names{[](std::string_view name) { return name.starts_with("Incident") ? std::optional<std::string>("incident") : std::nullopt; },
                                   [](std::string_view name, std::string_view) { return name.empty() ? assay::MatrixName{{}, "is no activity"} : assay::MatrixName{std::string(name), {}}; },
                                   [&](std::string_view name, std::string_view) { return is_role(name) ? assay::MatrixName{std::string(name), {}} : assay::MatrixName{{}, "is no role"}; },
                                   is_role};
    const auto reader = assay::read_raci_matrix(assay::open_csv(file), "in.csv", names, assay::MatrixAsked::yes);
    assay::RawRow row;
    while (reader->next(row)) {
        require(row.cells.size() == 3, "a row of the long form has three cells");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto end = bytes.find('\x1e');
    const auto format = end == std::string_view::npos ? std::string() : std::string(bytes.substr(0, end));
    const auto begin = end == std::string_view::npos ? 0 : end + 1;
    static const ScratchFile k_file("in.csv");
    k_file.write(data + begin, size - begin);
    try {
        if (format == "\x1d") {
            read_matrix(k_file.path());
        } else {
            import_things(k_file.path(), format);
        }
    } catch (const assay::Error&) {
        return 0;
    }
    return 0;
}
