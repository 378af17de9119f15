"""docs/commands.md, made from the help of every command of the program."""
import re
import subprocess

ENDING = re.compile(r"\nExit codes: .*", re.DOTALL)
HEAD = """# Commands

Generated from the program's own help; a test compares, and `tests/manual/check_manual.py --accept` writes it anew. `assay COMMAND --help` and
`assay man COMMAND` say the same at the prompt. Before the command may stand `-w DIR` (`--workspace DIR`, the folder of the workspace; without it the
one here or above) and `-q` (`--quiet`, no progress bars).

Exit codes: 0 nothing is not met, 1 the job could not be done or a check not be evaluated, 2 something is not met, 64 wrong usage, 130 stopped.
"""


def help_of(program, words):
    run = subprocess.run([program, *words, "--help"], capture_output=True, text=True, encoding="utf-8", check=True)
    return ENDING.sub("\n", run.stdout)


def parts(text):
    """The first paragraph, the usage line, and the entries of each part: name and meaning."""
    head, *rest = re.split(r"\n\n(?=[A-Z]\w+:\n)", text)
    purpose, _, usage = head.partition("\nUsage: ")
    entries = {}
    for part in rest:
        title, _, body = part.partition(":\n")
        found = []
        for line in body.split("\n"):
            entry = re.match(r"  (\S.*?)(?: {2,}(.*))?$", line)
            if entry:
                found.append([entry[1], entry[2] or ""])
            elif line.strip() and found:
                found[-1][1] = (found[-1][1] + " " + line.strip()).strip()
        entries[title] = found
    return purpose.strip(), usage.strip(), entries


def commands_of(program, words=()):
    """Every command that does something, in alphabetical order, with what its help says."""
    purpose, usage, entries = parts(help_of(program, words))
    below = entries.get("Subcommands", [])
    if below:
        return [each for name, _ in sorted(below) for each in commands_of(program, (*words, name))]
    return [(" ".join(words), purpose, usage, entries)]


def cell(text):
    return text.replace("|", "\\|").replace("<", "\\<")


def table(title, entries):
    lines = [f"| {title} | meaning |", "|---|---|"]
    for name, meaning in entries:
        required = name.endswith(" REQUIRED")
        name = name.removesuffix(" REQUIRED")
        lines.append(f"| `{name}` | {cell(meaning)}{' (required)' if required else ''} |")
    return lines


def page(program):
    found = commands_of(program)
    lines = [*HEAD.split("\n"), "| command | what it does |", "|---|---|"]
    lines += [f"| [`{name}`](#{name.replace(' ', '-')}) | {cell(purpose)} |" for name, purpose, _, _ in found]
    for name, purpose, usage, entries in found:
        lines += ["", f"## {name}", "", f"{purpose[0].upper()}{purpose[1:]}.", "", "```", usage, "```"]
        options = [each for each in entries.get("Options", []) if each[0] != "-h,--help"]
        for title, part in (("argument", entries.get("Positionals", [])), ("option", options)):
            if part:
                lines += ["", *table(title, part)]
    return "\n".join(lines) + "\n", len(found)
