"""Holds the tables of docs/xml.md to the RELAX NG schemas: each element, attribute and word of a schema is described, and nothing else.

A section of the page is about the schema that its heading begins with. A row of its tables reads `element | attribute | meaning`; an empty
first cell goes on with the element above. Several names stand with commas between them; `parent/name` is the element under that parent only.
The word "text" beside attributes says that the element holds text, "fields…" that attributes of any name may stand. The words that an attribute
may have stand in its row; of `yes` and `no` the name of the attribute is enough.
"""
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

NS = "{http://relaxng.org/ns/structure/1.0}"
LEFT_OUT = "…"
ANY = "fields…"
SECTIONS = {"Register": "register", "Catalog": "catalog", "Crosswalk": "crosswalk", "Risk matrix": "matrix", "Profile": "profile", "Checks": "checks", "Workspace": "workspace"}


class Schema:
    """elements: (parent, name) to its attributes, each with its words; texts: those elements that hold text."""

    def __init__(self, path):
        root = ElementTree.parse(path).getroot()
        self.defines = {each.get("name"): each for each in root.iter(NS + "define")}
        self.elements, self.texts, self.seen = {}, set(), set()
        self._walk(root.find(NS + "start"), "", None)

    def _walk(self, node, parent, owner):
        for child in node:
            if child.tag == NS + "element":
                key = (parent, child.get("name"))
                if key not in self.elements:
                    self.elements[key] = {}
                    self._walk(child, child.get("name"), key)
                else:
                    self._attributes_of(child, key)
            elif child.tag == NS + "attribute":
                name = child.get("name") or ANY
                self.elements[owner].setdefault(name, set()).update(self._words(child))
            elif child.tag == NS + "ref":
                self._follow(child.get("name"), parent, owner)
            elif child.tag in (NS + "data", NS + "text") and owner:
                self.texts.add(owner)
            elif child.tag not in (NS + "value", NS + "param"):
                self._walk(child, parent, owner)

    def _attributes_of(self, element, key):
        """A second variant of an element that is known: what it may have besides."""
        if (id(element), key) not in self.seen:
            self.seen.add((id(element), key))
            self._walk(element, key[1], key)

    def _follow(self, name, parent, owner):
        if (name, parent, owner) in self.seen:
            return
        self.seen.add((name, parent, owner))
        self._walk(self.defines[name], parent, owner)

    def _words(self, node):
        words = set()
        for child in node:
            if child.tag == NS + "value":
                words.add(child.text)
            elif child.tag == NS + "ref":
                words |= self._words(self.defines[child.get("name")])
            elif child.tag != NS + "except":
                words |= self._words(child)
        return words


def read_sections(path):
    """Of each section the rows of its tables: line, elements, attributes, and the text of the row."""
    sections, current, last = {}, None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        heading = re.match(r"## (.+?)(:|$)", line)
        if heading:
            current, last = sections.setdefault(SECTIONS.get(heading[1], ""), []), []
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if current is None or len(cells) != 3 or cells[0] == "element" or set(cells[0]) == {"-"}:
            continue
        elements = re.findall(r"`([^`]+)`", cells[0])
        if elements:
            parent = elements[0].rpartition("/")[0]
            last = [name if "/" in name or not parent else f"{parent}/{name}" for name in elements]
        attributes = [name.partition("=")[0] for name in re.findall(r"`([^`]+)`", cells[1])]
        if ANY in cells[1]:
            attributes.append(ANY)
        current.append((number, last, attributes, "text" in re.sub(r"`[^`]+`", "", cells[1]), line))
    return sections


def check_section(schema, rows, place):
    faults, described = [], {}
    named = {spec for _, elements, _, _, _ in rows for spec in elements}
    for number, elements, attributes, says_text, line in rows:
        for spec in elements:
            parent, _, name = spec.rpartition("/")
            # A plain name is every element of that name which has no row with its parent.
            keys = [key for key in schema.elements if key[1] == name and (key[0] == parent if parent else f"{key[0]}/{name}" not in named)]
            if not keys:
                faults.append(f"{place}:{number}: the schema has no element '{spec}'")
            for key in keys:
                described.setdefault(key, set()).update(attributes)
                if says_text and key not in schema.texts:
                    faults.append(f"{place}:{number}: '{spec}' holds no text by the schema")
                for attribute in attributes:
                    words = schema.elements[key].get(attribute, set()) - {"yes", "no"}
                    missing = sorted(word for word in words if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line))
                    faults += [f"{place}:{number}: attribute '{attribute}' of '{spec}' may be '{word}' by the schema, and this row does not say so" for word in missing]
            for attribute in attributes:
                if keys and not any(attribute in schema.elements[key] for key in keys):
                    faults.append(f"{place}:{number}: the schema has no attribute '{attribute}' of '{spec}'")
    faults = list(dict.fromkeys(faults))
    for key, attributes in schema.elements.items():
        full = "/".join(filter(None, key))
        if key not in described:
            faults.append(f"{place}: element '{full}' of the schema is described nowhere")
        else:
            faults += [f"{place}: attribute '{name}' of '{full}' is described nowhere" for name in attributes if name not in described[key]]
    return faults


def check_examples(page, folder):
    """Faults of the examples that are whole files: the shape by the schemas of their kind. Those with `…` in them are parts."""
    examples = re.findall(r"^```xml\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    faults, counted = [], 0
    for example in examples:
        root = re.match(r"\s*<(\w+)", example)[1]
        if LEFT_OUT in example or not (folder / f"{root}.rng").exists():
            continue
        counted += 1
        run = subprocess.run(["xmllint", "--noout", "--relaxng", str(folder / f"{root}.rng"), "-"], input=example, capture_output=True, text=True, encoding="utf-8")
        if run.returncode != 0:
            faults.append(f"docs/{page.name}: the example of a {root} does not fit its schema: {run.stderr.strip()}")
    return faults, counted


def check_example_of_a_check(page, program):
    """The cases of the example must hold: it is run in a workspace of its own."""
    text = page.read_text(encoding="utf-8")
    example = next(each for each in re.findall(r"^```xml\n(.*?)^```", text, re.DOTALL | re.MULTILINE) if each.startswith("<checks"))
    id = re.search(r'<check id="([^"]+)"', example)[1]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "init", folder, "--organization", "Ours", "--from", "2025-10-01", "--to", "2026-09-30"], capture_output=True, check=True)
        (Path(folder) / "controls" / "checks").mkdir(parents=True)
        (Path(folder) / "controls" / "checks" / "example.xml").write_text(example, encoding="utf-8")
        run = subprocess.run([program, "-w", folder, "rules", "test", id], capture_output=True, text=True, encoding="utf-8")
        return [] if run.returncode == 0 and "1 check, 2 cases: all as expected" in run.stdout else [f"docs/{page.name}: the cases of the example of a check do not hold:\n{run.stdout}{run.stderr}"]


def check(page, folder):
    sections, faults, counted = read_sections(page), [], 0
    for path in sorted(folder.glob("*.rng")):
        if path.stem not in sections:
            faults.append(f"docs/{page.name}: no section is about controls/schema/{path.name}")
            continue
        schema = Schema(path)
        counted += len(schema.elements)
        faults += check_section(schema, sections[path.stem], f"docs/{page.name}")
    told, examples = check_examples(page, folder)
    faults += told
    print(f"docs/{page.name}: {counted} elements of {len(list(folder.glob('*.rng')))} schemas compared, {examples} examples validated, {len(faults)} faults")
    return faults
