"""Runs the console blocks of a page, in order and in one shell, and compares what they print with what the page shows.

A block is a fence of the language `console`. A line that begins with `$ ` is a command, lines of `> ` after it go on with it, all
others are its output, both streams together as a terminal shows them. A line `…` stands for any number of left-out lines; all others
are compared whole. A comment before a fence may say more:

    <!-- exits 2 -->        the last command of the block ends with this code; every other one must end with 0
    <!-- file NAME -->      the fence is the content of a file, which is written before the next block runs; the page must name it just above

`$ echo $?` after a command shows its code as well, and allows it.

What truly varies is masked, in the page and in what came, and nothing else is:
  - the folder in which the page runs is /home/you in both;
  - the instant of a change, in the lines of `log show`, `history`, `show` and in receipts: it is read from the clock;
  - how many pieces of advice `doctor` gives: one for each optional program that this machine lacks;
  - the digest of a change, which is made from that instant: after `digest`, `head` and such an instant.
What is made from digests of changes (a pack, a round trip) varies too: the pages leave its size and hash out.
"""
import difflib
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

LEFT_OUT = "…"
HOME = "/home/you"
INSTANT = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DIGEST = re.compile(r"(\b(?:digest|head) +|<instant>, )[0-9a-f]{12,64}\b")
ADVICE = re.compile(r"\b\d+ pieces? of advice\b")
SENTINEL = "\x01end of a command\x01"


def masked(line):
    return ADVICE.sub("<advice>", DIGEST.sub(r"\1<digest>", INSTANT.sub("<instant>", line))).rstrip()


@dataclass
class Command:
    text: str
    line: int
    expected: list = field(default_factory=list)
    codes: set = field(default_factory=lambda: {0})


@dataclass
class Block:
    first: int  # index of the first line inside of the fence
    last: int  # index of the closing fence
    commands: list
    file: str = ""
    content: str = ""


def read_blocks(lines):
    """The blocks of a page; raises ValueError with the line where the page itself is wrong."""
    blocks, at, note = [], 0, None
    while at < len(lines):
        line = lines[at]
        comment = re.fullmatch(r"<!-- (exits (\d+)|file (\S+)) -->", line)
        fence = re.match(r"```(\w*)", line)
        if comment:
            note = comment
        if not fence:
            if line.strip() and not comment and note:
                raise ValueError(f"{at + 1}: the comment before this line needs a fence right after it")
            at += 1
            continue
        end = next((i for i in range(at + 1, len(lines)) if lines[i] == "```"), None)
        if end is None:
            raise ValueError(f"{at + 1}: this fence has no end")
        if note and note[3]:
            above = " ".join(lines[max(0, at - 5):at - 1])
            if f"`{note[3]}`" not in above:
                raise ValueError(f"{at + 1}: the text above this file must name it `{note[3]}`")
            blocks.append(Block(at + 1, end, [], note[3], "\n".join(lines[at + 1:end]) + "\n"))
        elif fence[1] == "console":
            commands = read_commands(lines, at + 1, end)
            if note:
                commands[-1].codes = {int(note[2])}
            blocks.append(Block(at + 1, end, commands))
        elif note:
            raise ValueError(f"{at + 1}: only a block of console ends with a code")
        note, at = None, end + 1
    return blocks


def read_commands(lines, first, end):
    commands = []
    for index in range(first, end):
        line = lines[index]
        if line.startswith("$ "):
            commands.append(Command(line[2:], index + 1))
        elif not commands:
            raise ValueError(f"{index + 1}: a block of console begins with a command, '$ …'")
        elif line.startswith("> ") and not commands[-1].expected:
            commands[-1].text += "\n" + line[2:]
        else:
            commands[-1].expected.append(line)
    if not commands:
        raise ValueError(f"{first}: a block of console without a command")
    for command, after in zip(commands, commands[1:]):
        if after.text == "echo $?":
            command.codes = set(range(256))
    return commands


class Shell:
    """One bash for the whole page, so that `cd`, `export` and `$?` work as at a prompt."""

    def __init__(self, program, folder):
        environment = {
            "PATH": f"{Path(program).resolve().parent}:/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC",
        }
        self.folder = str(folder)
        self.process = subprocess.Popen(["bash", "--noprofile", "--norc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        cwd=folder, env=environment, text=True, encoding="utf-8", errors="replace")

    def run(self, text):
        self.process.stdin.write(f"{text}\n{{ rc=$?; printf '\\n%s%s\\n' '{SENTINEL}' \"$rc\"; (exit $rc); }} 2>&1\n")
        self.process.stdin.flush()
        out = []
        for line in self.process.stdout:
            if line.startswith(SENTINEL):
                break
            out.append(line.rstrip("\n").replace(self.folder, HOME))
        else:
            raise RuntimeError("the shell ended")
        # The newline before the sentinel closes a last line without one, and is an empty line otherwise.
        if out and out[-1] == "":
            out.pop()
        return out, int(line[len(SENTINEL):])

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def fits(expected, came):
    """Index of the first shown line that does not fit, or None. Of the lines that fit after a left-out stretch the first is taken, as a reader would."""
    expected, came = [masked(line) for line in expected], [masked(line) for line in came]
    at, skipping = 0, False
    for index, line in enumerate(expected):
        if line == LEFT_OUT:
            skipping = True
            continue
        if skipping:
            rest = len([each for each in expected[index:] if each != LEFT_OUT])
            is_tail = LEFT_OUT not in expected[index:]
            found = len(came) - rest if is_tail else next((i for i in range(at, len(came)) if came[i] == line), -1)
            if found < at or found >= len(came) or came[found] != line:
                return index
            at, skipping = found + 1, False
        elif at < len(came) and came[at] == line:
            at += 1
        else:
            return index
    return None if skipping or at == len(came) else len(expected)


def accepted(expected, came):
    """What the page would show of what came: the same lines, as far as they are still there, with the left-out stretches where they were."""
    if fits(expected, came) is None:
        return expected
    if LEFT_OUT not in [line.strip() for line in expected]:
        return came
    kept = [False] * len(came)
    shown = [line for line in expected if line != LEFT_OUT]
    at = 0
    for line in shown:
        rest = [masked(each) for each in came[at:]]
        if masked(line) in rest:
            found = rest.index(masked(line))
        else:
            near = difflib.get_close_matches(masked(line), rest, 1, 0.6)
            if not near:
                continue
            found = rest.index(near[0])
        kept[at + found] = True
        at += found + 1
    result = []
    for line, is_kept in zip(came, kept):
        if is_kept:
            result.append(line)
        elif not result or result[-1] != LEFT_OUT:
            result.append(LEFT_OUT)
    return result or [LEFT_OUT]


NUMBERED = re.compile(r"\b(change |EV-|EL-)(\d+)\b")


def renumbered(expected, came, numbers):
    """Takes down which number of a change, of evidence or of a link became which other, so that later commands of the page can follow."""
    fresh = {}
    for line in expected:
        near = difflib.get_close_matches(NUMBERED.sub(r"\1", line), [NUMBERED.sub(r"\1", each) for each in came], 1, 0.9)
        if not near or not NUMBERED.search(line):
            continue
        other = next(each for each in came if NUMBERED.sub(r"\1", each) == near[0])
        pairs = zip(NUMBERED.findall(line), NUMBERED.findall(other))
        fresh.update({old: new for old, new in pairs if old[0] == new[0]})
    numbers.update(fresh)


def followed(text, numbers):
    text = NUMBERED.sub(lambda found: "".join(numbers.get((found[1], found[2]), (found[1], found[2]))), text)
    return re.sub(r"(assay undo )(\d+)", lambda found: found[1] + numbers.get(("change ", found[2]), ("", found[2]))[1], text)


def check_page(path, program, name, accept):
    """Faults of a page, as texts; with `accept` the page is written anew, and only what cannot be accepted is a fault."""
    lines = path.read_text(encoding="utf-8").split("\n")
    try:
        blocks = read_blocks(lines)
    except ValueError as error:
        return [f"{name}:{error}"], 0
    faults, count, replaced, numbers = [], 0, [], {}
    with tempfile.TemporaryDirectory(prefix="assay-manual-") as folder:
        folder = os.path.realpath(folder)
        shell = Shell(program, folder)
        try:
            for block in blocks:
                if block.file:
                    here, _ = shell.run("pwd")
                    target = Path(here[0].replace(HOME, folder, 1)) / block.file
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_text(block.content, encoding="utf-8")
                    continue
                anew = []
                for command in block.commands:
                    count += 1
                    if accept:
                        command.text = followed(command.text, numbers)
                    came, code = shell.run(command.text)
                    if code not in command.codes:
                        wanted = " or ".join(map(str, sorted(command.codes)))
                        faults.append(f"{name}:{command.line}: '{command.text}' ended with {code}, expected {wanted}; it printed:\n" + "\n".join(f"    {line}" for line in came[:20]))
                    wrong = fits(command.expected, came)
                    if wrong is not None and not accept:
                        faults.append(told(name, command, came, wrong))
                    if accept:
                        renumbered(command.expected, came, numbers)
                    anew += ["$ " + command.text.replace("\n", "\n> "), *accepted(command.expected, came)]
                replaced.append((block.first, block.last, anew))
        finally:
            shell.close()
    if accept and not faults:
        for first, last, anew in reversed(replaced):
            lines[first:last] = anew
        path.write_text("\n".join(lines), encoding="utf-8")
    return faults, count


def told(name, command, came, wrong):
    line = command.line + command.text.count("\n") + 1 + wrong
    expected = command.expected[wrong] if wrong < len(command.expected) else "(no more output)"
    near = difflib.get_close_matches(masked(expected), [masked(each) for each in came], 1, 0.5)
    actual = near[0] if near else (came[wrong] if wrong < len(came) else "(no more output)")
    return (f"{name}:{line}: '{command.text.splitlines()[0]}' prints something else\n    expected: {expected}\n    came:     {actual}\n"
            + "    all of it:\n" + "\n".join(f"      {each}" for each in came[:40]) + ("\n      …" if len(came) > 40 else ""))
