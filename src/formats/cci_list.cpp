#include "assay/formats/cci_list.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "formats/xml_push.hpp"

#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view k_cci_space = "http://iase.disa.mil/cci";
constexpr std::string_view k_get_list = "get the list of CCIs (U_CCI_List.xml) anew from DISA";
constexpr std::size_t k_max_items = 100'000;
constexpr std::size_t k_max_reference = 1'000; ///< bytes
constexpr std::int64_t k_max_edition = 99;

class CciEvents final : public XmlEvents {
public:
    void attach(XmlPush& push) { m_push = &push; }
    [[nodiscard]] CciList take() { return std::move(m_list); }

    void start(std::string_view space, std::string_view name, const XmlAttributes& attributes) override {
        ++m_depth;
        if (m_depth == 1 && (space != k_cci_space || name != "cci_list")) {
            return fail(fmt::format("'{}' is no list of CCIs", escape_control(name.substr(0, 100))));
        }
        m_in_version = name == "version" && m_depth == 3;
        if (space != k_cci_space) {
            return;
        }
        if (name == "cci_item") {
            start_item(attributes);
        } else if (name == "reference" && !m_id.empty()) {
            add_reference(attributes);
        }
    }
    void end() override {
        m_in_version = false;
        if (m_depth == m_item_depth) {
            m_id.clear();
        }
        --m_depth;
    }
    void text(std::string_view piece) override {
        if (m_in_version) {
            m_list.version += piece;
            if (m_list.version.size() > k_max_reference) {
                fail("the version of the list takes more than 1,000 bytes");
            }
        }
    }

private:
    void fail(const std::string& fault) { m_push->fail(fmt::format("{}; {}", fault, k_get_list)); }

    void start_item(const XmlAttributes& attributes) {
        m_id = attributes.text("id");
        m_item_depth = m_depth;
        if (!m_id.starts_with("CCI-") || m_id.size() > 20) {
            return fail(fmt::format("'{}' is no id of a CCI", escape_control(std::string_view(m_id).substr(0, 100))));
        }
        if (!m_seen.insert(m_id).second) {
            return fail(fmt::format("'{}' stands in the list twice", m_id));
        }
        if (static_cast<std::size_t>(++m_list.items) > k_max_items) {
            return fail("the list holds more than 100,000 CCIs");
        }
    }

    void add_reference(const XmlAttributes& attributes) {
        const auto title = attributes.text("title");
        // SP 800-53A has assessment procedures of its own numbering.
        if (!title.starts_with("NIST SP 800-53") || title.starts_with("NIST SP 800-53A")) {
            return;
        }
        const auto edition = parse_integer(attributes.text("version"));
        auto index = std::string(trim(attributes.text("index")));
        if (!edition || *edition < 1 || *edition > k_max_edition || index.empty() || index.size() > k_max_reference) {
            return fail(fmt::format("a reference of {} to SP 800-53 lacks its version or its index", m_id));
        }
        auto& control = m_list.controls[m_id];
        if (*edition > control.edition) {
            control = {std::move(index), static_cast<int>(*edition)};
        } else if (*edition == control.edition) {
            control.index += "; " + index;
            if (control.index.size() > k_max_reference) {
                fail(fmt::format("the references of {} take more than 1,000 bytes", m_id));
            }
        }
    }

    XmlPush* m_push = nullptr;
    CciList m_list;
    std::set<std::string, std::less<>> m_seen;
    std::string m_id;
    std::size_t m_depth = 0;
    std::size_t m_item_depth = 0;
    bool m_in_version = false;
};

} // namespace

CciList read_cci_list(const std::filesystem::path& file) {
    CciEvents events;
    XmlPush push(file, events);
    events.attach(push);
    while (push.step()) {
    }
    auto list = events.take();
    list.sha256 = push.sha256();
    list.version = std::string(trim(list.version));
    if (list.items == 0) {
        throw Error(fmt::format("{}: holds no CCI; {}", push.name(), k_get_list));
    }
    return list;
}

} // namespace assay
