#!/usr/bin/python3
"""Holds assessment.json, assessment.junit.xml and assessment.sarif of a folder to their schemas, and to each other.

usage: validate_assessment.py SCHEMA FOLDER
The SARIF is held to the object model that was generated from the OASIS schema (python3-sarif-python-om). Exit: 0 good, 1 faults on stdout,
77 a library is missing.
"""
import importlib
import json
import pathlib
import sys

try:
    import attr
    import jsonschema
    import junitparser
    import sarif_om
except ImportError as error:
    print(f"missing: {error.name}")
    sys.exit(77)

FAULTS = []
# Which class of the model a property holds; lists hold several.
CLASSES = {
    "runs": "Run", "tool": "Tool", "driver": "ToolComponent", "rules": "ReportingDescriptor", "results": "Result", "message": "Message",
    "shortDescription": "MultiformatMessageString", "fullDescription": "MultiformatMessageString", "locations": "Location",
    "physicalLocation": "PhysicalLocation", "artifactLocation": "ArtifactLocation", "region": "Region", "logicalLocations": "LogicalLocation",
    "suppressions": "Suppression", "automationDetails": "RunAutomationDetails",
}
WORDS = {
    "level": {"none", "note", "warning", "error"},
    ("Result", "kind"): {"notApplicable", "pass", "fail", "review", "open", "informational"},
    ("Suppression", "kind"): {"inSource", "external"},
}
FREE = {"properties", "partialFingerprints"}


def fault(where, text):
    FAULTS.append(f"{where}: {text}")


def check_object(where, name, value):
    if not isinstance(value, dict):
        fault(where, f"is no object of class {name}")
        return
    # Some modules of the model are named by version (SarifLog), all classes are in the package.
    model = getattr(sarif_om, name)
    fields = {each.metadata["schema_property_name"]: each for each in attr.fields(model)}
    for key, field in fields.items():
        if field.default is attr.NOTHING and key not in value:
            fault(where, f"{name} lacks {key}")
    for key, inner in value.items():
        if key not in fields:
            fault(where, f"{name} has no property {key}")
            continue
        allowed = WORDS.get((name, key), WORDS.get(key))
        if allowed and inner not in allowed:
            fault(where, f"{key} is {inner!r}")
        if key in FREE:
            continue
        if key in CLASSES:
            for index, each in enumerate(inner if isinstance(inner, list) else [inner]):
                check_object(f"{where}.{key}[{index}]", CLASSES[key], each)
        elif isinstance(inner, (dict, list)):
            fault(where, f"{key} is an object that this test does not know")


def main(schema_file, folder):
    folder = pathlib.Path(folder)
    document = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    schema = json.loads(pathlib.Path(schema_file).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
        fault("assessment.json", f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    outcomes = {}
    for each in document["determinations"]:
        outcomes[each["outcome"]] = outcomes.get(each["outcome"], 0) + 1
    for catalog in document["catalogs"]:
        counts = catalog["determinations"]
        of_it = sum(1 for each in document["determinations"] if each["catalog"] == catalog["id"])
        if counts["total"] != of_it or sum(catalog["decided_by"].values()) != of_it:
            fault("assessment.json", f"{catalog['id']}: counts do not add up to {of_it}")

    log = json.loads((folder / "assessment.sarif").read_text(encoding="utf-8"))
    log.pop("$schema", None)
    check_object("assessment.sarif", "SarifLog", log)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    if len(set(rules)) != len(rules):
        fault("assessment.sarif", "a rule is there twice")
    for result in run["results"]:
        if rules[result["ruleIndex"]] != result["ruleId"]:
            fault("assessment.sarif", f"ruleIndex of {result['ruleId']} leads to {rules[result['ruleIndex']]}")
        if (result["kind"] == "fail") == (result["level"] == "none"):
            fault("assessment.sarif", f"kind {result['kind']} with level {result['level']}")
    prints = [r["partialFingerprints"]["assayFinding/v1"] for r in run["results"] if "partialFingerprints" in r]
    if sorted(prints) != sorted(each["fingerprint"] for each in document["findings"]):
        fault("assessment.sarif", "its rows are not those of assessment.json")
    if run["properties"]["determinations"] != outcomes:
        fault("assessment.sarif", "its counts are not those of assessment.json")

    suites = junitparser.JUnitXml.fromfile(str(folder / "assessment.junit.xml"))
    found = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in suites:
        said = {"tests": suite.tests, "failures": suite.failures, "errors": suite.errors, "skipped": suite.skipped}
        counted = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
        for case in suite:
            counted["tests"] += 1
            for part in case.result:
                counted["failures"] += isinstance(part, junitparser.Failure)
                counted["errors"] += isinstance(part, junitparser.Error)
                counted["skipped"] += isinstance(part, junitparser.Skipped)
        if said != counted:
            fault("assessment.junit.xml", f"suite {suite.name} says {said} and has {counted}")
        for key, count in counted.items():
            found[key] += count
    wanted = {
        "tests": len(document["determinations"]), "failures": outcomes.get("not met", 0), "errors": outcomes.get("error", 0),
        "skipped": sum(outcomes.get(word, 0) for word in ("not assessed", "no occasion", "not applicable")),
    }
    if found != wanted:
        fault("assessment.junit.xml", f"has {found}, assessment.json {wanted}")
    for each in FAULTS[:50]:
        print(each)
    if len(FAULTS) > 50:
        print(f"and {len(FAULTS) - 50} more")
    print(f"{len(document['determinations'])} determinations, {len(document['findings'])} findings, {len(FAULTS)} faults")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
