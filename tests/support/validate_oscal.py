#!/usr/bin/env python3
"""validate_oscal.py SCHEMA FILE: does an OSCAL JSON file fit NIST's JSON schema? Prints the first faults.

Exit: 0 good, 1 faults on stdout, 77 a library is missing.
"""
import json
import sys

try:
    import jsonschema
except ImportError as error:
    print(f"missing: {error.name}")
    sys.exit(77)


def plain(node):
    """Python's patterns know no \\p{L}; definitions refer to each other by place, and their $id would be taken for an address."""
    if isinstance(node, dict):
        made = {key: plain(value) for key, value in node.items() if not (key == "$id" and str(value).startswith("#"))}
        if isinstance(made.get("pattern"), str):
            made["pattern"] = made["pattern"].replace("\\p{L}", "[^\\W\\d_]").replace("\\p{N}", "\\d")
        return made
    return [plain(each) for each in node] if isinstance(node, list) else node


with open(sys.argv[1], encoding="utf-8") as schema, open(sys.argv[2], encoding="utf-8") as file:
    faults = list(jsonschema.Draft7Validator(plain(json.load(schema))).iter_errors(json.load(file)))
for fault in faults[:5]:
    print("/".join(str(part) for part in fault.path), fault.message[:300])
sys.exit(1 if faults else 0)
