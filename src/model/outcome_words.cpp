// How each catalog's scale words an outcome (PRODUCT "Determinations"): ISO/IEC 17021-1 grades, DESMF alignment, SP 800-53A results.
#include "assay/model/assessment.hpp"

namespace assay {
namespace {

std::string iso17021_words(Outcome outcome, Grade grade) {
    switch (outcome) {
    case Outcome::met: return "conforming";
    case Outcome::met_with_remark: return "observation";
    case Outcome::not_met: return grade == Grade::major ? "major (proposed)" : "minor (proposed)";
    default: return std::string(to_text(outcome));
    }
}

std::string alignment_words(Outcome outcome, Grade grade) {
    switch (outcome) {
    case Outcome::met: return "aligned";
    case Outcome::met_with_remark: return "aligned, with remark";
    case Outcome::not_met: return grade == Grade::major ? "not aligned, priority high (proposed)" : "partly aligned, priority medium (proposed)";
    default: return std::string(to_text(outcome));
    }
}

std::string sp800_53a_words(Outcome outcome, Grade grade) {
    switch (outcome) {
    case Outcome::met: return "satisfied";
    case Outcome::met_with_remark: return "satisfied, with remark";
    case Outcome::not_met: return grade == Grade::major ? "other than satisfied, risk high (proposed)" : "other than satisfied, risk moderate (proposed)";
    default: return std::string(to_text(outcome));
    }
}

} // namespace

std::string outcome_words(Scale scale, Outcome outcome, Grade grade) {
    switch (scale) {
    case Scale::iso17021: return iso17021_words(outcome, grade);
    case Scale::alignment: return alignment_words(outcome, grade);
    case Scale::sp800_53a: return sp800_53a_words(outcome, grade);
    }
    return std::string(to_text(outcome));
}

} // namespace assay
