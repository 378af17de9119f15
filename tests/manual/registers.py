"""docs/registers.md, made from the definitions of the built-in registers."""
import xml.etree.ElementTree as ElementTree

HEAD = """# Registers

Every built-in register with its fields, generated from `controls/registers`; a test compares, and `tests/manual/check_manual.py --accept` writes it anew. A file
may name a column by the field's id or title, or by one of the other headers that the definition lists, regardless of case and punctuation. *Key* fields and *required*
ones must be there. The words of a field may be written in other spellings too; the definition lists them. [The XML](xml.md#register-controlsregistersidxml) tells how a
register of your own is made.
"""


def cell(text):
    return " ".join(text.split()).replace("|", "\\|").replace("<", "\\<")


def kind_of(field):
    """The type of a field as a reader needs it: with its words, its register, its currency."""
    kind = field.get("type")
    if kind == "ref":
        return f"reference to [`{field.get('to')}`](#{field.get('to')})"
    if kind in ("enum", "set"):
        words = ", ".join(f"`{word}`" for word in field.get("values").split())
        return f"{'one' if kind == 'enum' else 'any'} of {words}"
    if kind == "money":
        currency = field.get("currency")
        return f"money in {currency}" if currency.isupper() else f"money in the currency of `{currency}`"
    return kind


def section(register):
    lines = ["", f"## {register.get('id')}", "", f"**{cell(register.get('title'))}**, {'a record' if register.get('kind') == 'record' else 'maintained'}. {cell(register.findtext('purpose'))}"]
    occurred = register.find("occurred")
    if occurred is not None:
        until = f" and ends at `{occurred.get('to')}`" if occurred.get("to") else ""
        lines[-1] += f" A row occurred at `{occurred.get('from')}`{until}."
    subjects = [f"{each.get('kind')} by `{each.get('field')}`" for each in register.iter("subject")]
    if subjects:
        lines[-1] += f" It leads to a subject: {', '.join(subjects)}."
    lines += ["", "| field | title | type | must |", "|---|---|---|---|"]
    for field in register.iter("field"):
        must = "key" if field.get("key") == "yes" else "required" if field.get("required") == "yes" else ""
        lines.append(f"| `{field.get('id')}` | {cell(field.get('title'))} | {kind_of(field)} | {must} |")
    return lines


def page(folder):
    registers = [ElementTree.parse(path).getroot() for path in sorted(folder.glob("*.xml"))]
    lines = [*HEAD.split("\n"), "| register | what it is | kind | fields |", "|---|---|---|---:|"]
    for register in registers:
        kind = "record" if register.get("kind") == "record" else "maintained"
        lines.append(f"| [`{register.get('id')}`](#{register.get('id')}) | {cell(register.get('title'))} | {kind} | {len(list(register.iter('field')))} |")
    for register in registers:
        lines += section(register)
    return "\n".join(lines) + "\n", len(registers)
