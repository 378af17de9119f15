"""Holds the tables of docs/xml.md to the RELAX NG schemas: each element, attribute and word of a schema is described, and nothing else.

A section of the page is about the schema that its heading begins with. A row of its tables reads `element | attribute | meaning`; an empty
first cell goes on with the element above. Several names stand with commas between them; `parent/name` is the element under that parent only.
The word "text" beside attributes says that the element holds text, "fields…" that attributes of any name may stand. The words that an attribute
may have stand in its row; of `yes` and `no` the name of the attribute is enough.
"""
import re
import xml.etree.ElementTree as ElementTree

NS = "{http://relaxng.org/ns/structure/1.0}"
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


def check(page, folder):
    sections, faults, counted = read_sections(page), [], 0
    for path in sorted(folder.glob("*.rng")):
        if path.stem not in sections:
            faults.append(f"docs/{page.name}: no section is about controls/schema/{path.name}")
            continue
        schema = Schema(path)
        counted += len(schema.elements)
        faults += check_section(schema, sections[path.stem], f"docs/{page.name}")
    print(f"docs/{page.name}: {counted} elements of {len(list(folder.glob('*.rng')))} schemas compared, {len(faults)} faults")
    return faults
