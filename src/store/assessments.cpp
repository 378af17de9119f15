#include "store/assessments.hpp"

#include "store/digest.hpp"
#include "store/row_keys.hpp"
#include "store/values.hpp"

#include <map>

#include <fmt/format.h>

namespace assay::db {
namespace {

std::int64_t days_of(Date date) { return date.time_since_epoch().count(); }

/// A statement to which a row's values are given one after the other.
class Insert {
public:
    Insert(Connection& connection, const std::string& table, int columns)
        : m_statement(connection.db(), fmt::format("INSERT INTO {} VALUES({}?)", table, repeat(columns - 1))) {}
    template <class... Args>
    void operator()(const Args&... args) {
        m_statement.reset();
        int index = 0;
        (put(++index, args), ...);
        m_statement.exec();
    }

private:
    static std::string repeat(int count) {
        std::string text;
        for (int i = 0; i < count; ++i) {
            text += "?,";
        }
        return text;
    }
    void put(int index, std::int64_t number) { m_statement.bind(index, number); }
    void put(int index, const std::string& text) { m_statement.bindNoCopy(index, text); }
    void put(int index, const std::optional<std::string>& text) { text ? m_statement.bindNoCopy(index, *text) : m_statement.bind(index); }
    SQLite::Statement m_statement;
};

/// Texts that recur: each stands once per assessment and is known by its number.
class Words {
public:
    std::int64_t number(const std::string& word) {
        return m_numbers.emplace(word, static_cast<std::int64_t>(m_numbers.size())).first->second;
    }
    [[nodiscard]] const std::map<std::string, std::int64_t>& all() const { return m_numbers; }

private:
    std::map<std::string, std::int64_t> m_numbers;
};

class Saving {
public:
    Saving(Connection& connection, const Lineages& lineages, const Assessment& assessment)
        : m_connection(&connection), m_keys(connection, lineages), m_assessment(&assessment) {}

    std::int64_t run(Instant when, std::string_view who) {
        save_header(when, std::string(who));
        save_manifest();
        save_determinations();
        save_tallies();
        save_failing();
        Insert words(*m_connection, "assessment_word", 3);
        for (const auto& [word, number] : m_words.all()) {
            words(m_id, number, word);
        }
        const auto digest = assessment_digest(*m_connection, m_id);
        SQLite::Statement update(m_connection->db(), "UPDATE assessment SET digest=? WHERE id=?");
        update.bind(1, static_cast<const void*>(digest.data()), static_cast<int>(digest.size()));
        update.bind(2, m_id);
        update.exec();
        return m_id;
    }

private:
    void save_header(Instant when, const std::string& who) {
        const auto& header = m_assessment->header;
        const auto& policy = header.policy;
        Insert insert(*m_connection,
                      "assessment(saved_at, who, head, on_date, period_from, period_to, organization, isolated_percent, isolated_rows, "
                      "major_percent, major_rows, systemic_percent, systemic_subjects, lag_months, lag_days)",
                      15);
        insert(std::int64_t{when.time_since_epoch().count()}, who, header.head, days_of(header.on), days_of(header.period_from),
               days_of(header.period_to), header.organization, std::int64_t{policy.isolated_percent}, std::int64_t{policy.isolated_rows},
               std::int64_t{policy.major_percent}, std::int64_t{policy.major_rows}, std::int64_t{policy.systemic_percent},
               std::int64_t{policy.systemic_subjects}, std::int64_t{policy.record_lag.months}, std::int64_t{policy.record_lag.days});
        m_id = m_connection->db().getLastInsertRowid();
    }

    void save_manifest() {
        Insert catalogs(*m_connection, "assessment_catalog", 3);
        std::int64_t position = 0;
        for (const auto& catalog : m_assessment->header.catalogs) {
            catalogs(m_id, ++position, catalog);
        }
        Insert manifest(*m_connection, "assessment_manifest", 5);
        position = 0;
        for (const auto& entry : m_assessment->header.manifest) {
            manifest(m_id, ++position, entry.kind, entry.name, entry.digest);
        }
    }

    void save_determinations() {
        Insert determinations(*m_connection, "assessment_determination", 8);
        Insert bases(*m_connection, "assessment_basis", 7);
        std::int64_t position = 0;
        for (const auto& each : m_assessment->determinations) {
            determinations(m_id, ++position, m_words.number(each.control.catalog), each.control.control, m_words.number(each.subject),
                           m_words.number(each.subject_title), std::int64_t(each.outcome), std::int64_t(each.grade));
            std::int64_t place = 0;
            for (const auto& basis : each.bases) {
                bases(m_id, position, ++place, std::int64_t(basis.kind), std::int64_t(basis.effect), basis.ref, basis.text);
            }
        }
    }

    void save_tallies() {
        Insert insert(*m_connection, "assessment_tally", 17);
        std::int64_t position = 0;
        for (const auto& each : m_assessment->tallies) {
            insert(m_id, ++position, m_words.number(each.check.text), m_words.number(each.subject), each.population, each.counts.selected,
                   each.counts.failed, each.counts.undecided, each.counts.not_due, each.left_out.out_of_period,
                   each.left_out.without_service, each.left_out.out_of_scope, each.disposed, std::int64_t{each.complete},
                   each.incomplete_why, std::int64_t(each.grade), each.fault);
        }
    }

    void save_failing() {
        Insert insert(*m_connection, "assessment_failing", 10);
        std::int64_t position = 0;
        for (const auto& each : m_assessment->failing) {
            // Both are kept only where they cannot be worked out again.
            std::optional<std::string> key;
            if (each.row == 0 || m_keys.find(each.register_id, each.row) != each.key) {
                key = each.key;
            }
            std::optional<std::string> fingerprint;
            if (each.fingerprint != finding_fingerprint(each.check, each.subject, each.register_id, each.key)) {
                fingerprint = each.fingerprint;
            }
            insert(m_id, ++position, m_words.number(each.check.text), m_words.number(each.subject), m_words.number(each.register_id),
                   each.row, std::int64_t{each.failed}, m_words.number(each.disposition), key, fingerprint);
        }
    }

    Connection* m_connection;
    RowKeys m_keys;
    const Assessment* m_assessment;
    Words m_words;
    std::int64_t m_id = 0;
};

constexpr const char* k_header =
    "SELECT id, saved_at, who, head, on_date, period_from, period_to, organization, isolated_percent, isolated_rows, "
    "major_percent, major_rows, systemic_percent, systemic_subjects, lag_months, lag_days FROM assessment";

AssessmentSummary load_summary(Connection& connection, SQLite::Statement& row) {
    AssessmentSummary summary;
    auto& header = summary.header;
    header.id = row.getColumn(0).getInt64();
    summary.saved_at = Instant(std::chrono::seconds(row.getColumn(1).getInt64()));
    summary.who = row.getColumn(2).getString();
    header.head = row.getColumn(3).getInt64();
    header.on = date_of(row.getColumn(4).getInt64());
    header.period_from = date_of(row.getColumn(5).getInt64());
    header.period_to = date_of(row.getColumn(6).getInt64());
    header.organization = row.getColumn(7).getString();
    auto& policy = header.policy;
    int index = 8;
    for (auto* number : {&policy.isolated_percent, &policy.isolated_rows, &policy.major_percent, &policy.major_rows,
                         &policy.systemic_percent, &policy.systemic_subjects}) {
        *number = row.getColumn(index++).getInt();
    }
    policy.record_lag = {row.getColumn(14).getInt(), row.getColumn(15).getInt()};
    SQLite::Statement catalogs(connection.db(), "SELECT catalog FROM assessment_catalog WHERE assessment=? ORDER BY position");
    for (catalogs.bind(1, header.id); catalogs.executeStep();) {
        header.catalogs.push_back(catalogs.getColumn(0).getString());
    }
    SQLite::Statement manifest(connection.db(), "SELECT kind, name, digest FROM assessment_manifest WHERE assessment=? ORDER BY position");
    for (manifest.bind(1, header.id); manifest.executeStep();) {
        header.manifest.push_back(
            {manifest.getColumn(0).getString(), manifest.getColumn(1).getString(), manifest.getColumn(2).getString()});
    }
    return summary;
}

class Loading {
public:
    Loading(Connection& connection, const Lineages& lineages, Assessment& assessment)
        : m_connection(&connection), m_keys(connection, lineages), m_assessment(&assessment) {}

    void run(AssessmentParts parts) {
        auto words = select("SELECT number, word FROM assessment_word WHERE assessment=? ORDER BY number");
        while (words.executeStep()) {
            m_words[words.getColumn(0).getInt64()] = words.getColumn(1).getString();
        }
        if (parts == AssessmentParts::all) {
            load_determinations();
        }
        load_tallies();
        load_failing();
    }

private:
    SQLite::Statement select(const char* sql) {
        SQLite::Statement statement(m_connection->db(), sql);
        statement.bind(1, m_assessment->header.id);
        return statement;
    }
    const std::string& word(const SQLite::Column& column) {
        const auto found = m_words.find(column.getInt64());
        if (found == m_words.end()) {
            throw_damaged();
        }
        return found->second;
    }
    /// An enumerator up to the last one; anything else was never saved.
    template <class Enum>
    Enum word_of(const SQLite::Column& column, Enum last) {
        const auto number = column.getInt64();
        if (number < 0 || number > static_cast<std::int64_t>(last)) {
            throw_damaged();
        }
        return static_cast<Enum>(number);
    }
    [[noreturn]] void throw_damaged() {
        throw Error(fmt::format("assessment {} in {} was altered ('assay log verify' says what else; make the assessment anew)",
                                m_assessment->header.id, m_connection->place()));
    }

    void load_determinations() {
        auto rows = select("SELECT catalog, control, subject, subject_title, outcome, grade FROM assessment_determination WHERE "
                           "assessment=? ORDER BY position");
        while (rows.executeStep()) {
            Determination each;
            each.control = {word(rows.getColumn(0)), rows.getColumn(1).getString()};
            each.subject = word(rows.getColumn(2));
            each.subject_title = word(rows.getColumn(3));
            each.outcome = word_of(rows.getColumn(4), Outcome::met);
            each.grade = word_of(rows.getColumn(5), Grade::major);
            m_assessment->determinations.push_back(std::move(each));
        }
        auto bases = select(
            "SELECT determination, kind, effect, ref, text FROM assessment_basis WHERE assessment=? ORDER BY determination, position");
        while (bases.executeStep()) {
            const auto of = bases.getColumn(0).getInt64();
            if (of < 1 || of > static_cast<std::int64_t>(m_assessment->determinations.size())) {
                throw_damaged();
            }
            m_assessment->determinations[static_cast<std::size_t>(of - 1)].bases.push_back(
                {word_of(bases.getColumn(1), BasisKind::note), word_of(bases.getColumn(2), Effect::informs), bases.getColumn(3).getString(),
                 bases.getColumn(4).getString()});
        }
    }

    void load_tallies() {
        auto rows = select("SELECT checked, subject, population, selected, failed, undecided, not_due, out_of_period, without_service, "
                           "out_of_scope, disposed, "
                           "complete, incomplete_why, grade, fault FROM assessment_tally WHERE assessment=? ORDER BY position");
        while (rows.executeStep()) {
            const auto number = [&](int index) -> std::int64_t { return rows.getColumn(index).getInt64(); };
            CheckTally each;
            each.check = CheckId(word(rows.getColumn(0)));
            each.subject = word(rows.getColumn(1));
            each.population = number(2);
            each.counts = {number(3), number(4), number(5), number(6)};
            each.left_out = {number(7), number(8), number(9)};
            each.disposed = number(10);
            each.complete = number(11) != 0;
            each.incomplete_why = rows.getColumn(12).getString();
            each.grade = word_of(rows.getColumn(13), Grade::major);
            each.fault = rows.getColumn(14).getString();
            m_assessment->tallies.push_back(std::move(each));
        }
    }

    void load_failing() {
        auto rows = select(
            "SELECT checked, subject, register, row, failed, disposition, key, fingerprint FROM assessment_failing WHERE assessment=? "
            "ORDER BY position");
        while (rows.executeStep()) {
            FailingRow each;
            each.check = CheckId(word(rows.getColumn(0)));
            each.subject = word(rows.getColumn(1));
            each.register_id = word(rows.getColumn(2));
            each.row = rows.getColumn(3).getInt64();
            each.failed = rows.getColumn(4).getInt64() != 0;
            each.disposition = word(rows.getColumn(5));
            if (rows.isColumnNull(6)) {
                auto key = m_keys.find(each.register_id, each.row);
                if (!key) {
                    throw_damaged();
                }
                each.key = std::move(*key);
            } else {
                each.key = rows.getColumn(6).getString();
            }
            each.fingerprint = rows.isColumnNull(7) ? finding_fingerprint(each.check, each.subject, each.register_id, each.key)
                                                    : rows.getColumn(7).getString();
            m_assessment->failing.push_back(std::move(each));
        }
    }

    Connection* m_connection;
    RowKeys m_keys;
    Assessment* m_assessment;
    std::map<std::int64_t, std::string> m_words;
};

Error fail_absent(std::int64_t id) { return Error(fmt::format("there is no assessment {} ('assay check' makes one)", id)); }

} // namespace

std::int64_t save_assessment(Connection& connection, const Lineages& lineages, const Assessment& assessment, Instant when,
                             std::string_view who) {
    Transaction transaction(connection, Access::write);
    const auto id = Saving(connection, lineages, assessment).run(when, who);
    transaction.commit();
    return id;
}

Assessment load_assessment(Connection& connection, const Lineages& lineages, std::int64_t id, AssessmentParts parts) {
    const Transaction transaction(connection, Access::read);
    SQLite::Statement row(connection.db(), std::string(k_header) + " WHERE id=?");
    row.bind(1, id);
    if (!row.executeStep()) {
        throw fail_absent(id);
    }
    Assessment assessment;
    assessment.header = load_summary(connection, row).header;
    Loading(connection, lineages, assessment).run(parts);
    return assessment;
}

bool is_intact(Connection& connection, std::int64_t id) {
    SQLite::Statement kept(connection.db(), "SELECT digest FROM assessment WHERE id=?");
    kept.bind(1, id);
    return kept.executeStep() && bytes_of(assessment_digest(connection, id)) == kept.getColumn(0).getString();
}

std::vector<AssessmentSummary> load_summaries(Connection& connection) {
    const Transaction transaction(connection, Access::read);
    SQLite::Statement rows(connection.db(), std::string(k_header) + " ORDER BY id");
    std::vector<AssessmentSummary> summaries;
    while (rows.executeStep()) {
        summaries.push_back(load_summary(connection, rows));
    }
    return summaries;
}

std::int64_t find_intact_assessment(Connection& connection, const std::function<bool(const AssessmentHeader&)>& wanted) {
    const Transaction transaction(connection, Access::read);
    SQLite::Statement rows(connection.db(), std::string(k_header) + " ORDER BY id DESC");
    while (rows.executeStep()) {
        const auto header = load_summary(connection, rows).header;
        if (wanted(header) && is_intact(connection, header.id)) {
            return header.id;
        }
    }
    return 0;
}

void remove_assessment(Connection& connection, std::int64_t id) {
    Transaction transaction(connection, Access::write);
    if (connection.get_number("SELECT COUNT(*) FROM assessment WHERE id=?", id) == 0) {
        throw fail_absent(id);
    }
    for (const auto* table : {"word", "catalog", "manifest", "determination", "basis", "tally", "failing"}) {
        connection.run(fmt::format("DELETE FROM assessment_{} WHERE assessment=?", table), id);
    }
    connection.run("DELETE FROM assessment WHERE id=?", id);
    transaction.commit();
}

} // namespace assay::db
