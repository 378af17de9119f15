#!/usr/bin/env python3
"""The checks of the manual, tried on pages with faults: each must be told. usage: check_checks.py"""
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import commands  # noqa: E402
import console  # noqa: E402
import made  # noqa: E402
import registers  # noqa: E402
import schema  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


def checked(text, accept=False):
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.md"
        page.write_text(text, encoding="utf-8")
        faults, _ = console.check_page(page, "/bin/true", "page.md", accept)
        return "\n".join(faults), page.read_text(encoding="utf-8")


def block(*lines):
    return "\n".join(["```console", *lines, "```", ""])


class Console(unittest.TestCase):
    def test_what_is_printed_fits(self):
        self.assertEqual(checked(block("$ printf 'a\\nb\\nc\\n'", "a", "…", "c"))[0], "")
        self.assertEqual(checked(block("$ cat <<'END'", "> one", "> END", "one"))[0], "")
        self.assertEqual(checked(block("$ pwd", "/home/you"))[0], "")
        self.assertEqual(checked(block("$ echo '0 faults, 2 pieces of advice'", "0 faults, 0 pieces of advice"))[0], "")
        self.assertIn("prints something else", checked(block("$ echo '1 faults, 2 pieces of advice'", "0 faults, 0 pieces of advice"))[0])
        self.assertEqual(checked(block("$ echo 'change 1, 2026-01-02T03:04:05Z, me'", "change 1, 2020-01-01T00:00:00Z, me"))[0], "")

    def test_one_shell_runs_the_whole_page(self):
        self.assertEqual(checked(block("$ cd /tmp && x=5") + block("$ echo $x in $(pwd)", "5 in /tmp"))[0], "")

    def test_another_line_is_told_with_its_place(self):
        told = checked(block("$ printf 'a\\nb\\n'", "a", "x"))[0]
        self.assertIn("page.md:4: 'printf 'a\\nb\\n'' prints something else\n    expected: x\n    came:     b\n", told)

    def test_a_line_too_few_or_too_many_is_told(self):
        self.assertIn("expected: (no more output)\n    came:     b", checked(block("$ printf 'a\\nb\\n'", "a"))[0])
        self.assertIn("expected: b\n    came:     (no more output)", checked(block("$ echo a", "a", "b"))[0])
        self.assertIn("expected: c", checked(block("$ printf 'a\\nc\\nb\\n'", "a", "…", "c"))[0])
        self.assertIn("prints something else", checked(block("$ echo a"))[0])

    def test_a_file_hash_is_no_digest_of_a_change(self):
        self.assertIn("prints something else", checked(block("$ echo sha256 0123456789ab", "sha256 ffffffffffff"))[0])

    def test_an_exit_code_is_told_unless_the_page_says_it(self):
        self.assertIn("'false' ended with 1, expected 0", checked(block("$ false"))[0])
        self.assertEqual(checked(block("$ false", "$ echo $?", "1"))[0], "")
        self.assertEqual(checked("<!-- exits 1 -->\n" + block("$ false"))[0], "")
        self.assertIn("ended with 0, expected 1", checked("<!-- exits 1 -->\n" + block("$ true"))[0])

    def test_a_file_of_the_page_is_written(self):
        page = "Save this as `f.txt`:\n\n<!-- file f.txt -->\n```text\nhello\n```\n"
        self.assertEqual(checked(page + block("$ cat f.txt", "hello"))[0], "")
        self.assertIn("must name it `f.txt`", checked(page.replace("`f.txt`", "a file"))[0])

    def test_a_page_that_is_wrong_is_told(self):
        self.assertIn("begins with a command", checked(block("a"))[0])
        self.assertIn("has no end", checked("```console\n$ true\n")[0])
        self.assertIn("needs a fence right after it", checked("<!-- exits 1 -->\ntext\n")[0])

    def test_accepting_keeps_what_is_left_out(self):
        self.assertEqual(checked(block("$ seq 1 9", "1", "…", "9"), True)[1], block("$ seq 1 9", "1", "…", "9"))
        self.assertEqual(checked(block("$ printf 'rows 12\\nb\\nc\\nend\\n'", "rows 11", "…", "end"), True)[1], block("$ printf 'rows 12\\nb\\nc\\nend\\n'", "rows 12", "…", "end"))
        self.assertEqual(checked(block("$ echo new", "old"), True)[1], block("$ echo new", "new"))

    def test_accepting_follows_numbers_that_moved(self):
        page = block("$ echo 'contract CON-06: changed by change 12'", "contract CON-06: changed by change 11", "$ alias assay=echo; assay() { echo $*; }", "$ assay undo 11", "undo 11")
        self.assertIn("$ assay undo 12\nundo 12\n", checked(page, True)[1])


class Reference(unittest.TestCase):
    def faults(self, change):
        text = (ROOT / "docs" / "xml.md").read_text(encoding="utf-8")
        altered = change(text)
        self.assertNotEqual(text, altered)
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "xml.md"
            page.write_text(altered, encoding="utf-8")
            return "\n".join(schema.check(page, ROOT / "controls" / "schema"))

    def test_what_is_not_described_is_told(self):
        self.assertIn("attribute 'currency' of 'register/field' is described nowhere", self.faults(lambda text: text.replace("| `currency` |", "| |")))
        self.assertIn("element 'profile/source' of the schema is described nowhere", self.faults(lambda text: text.replace("| `source` | | what it rests on |", "")))
        self.assertIn("no section is about controls/schema/matrix.rng", self.faults(lambda text: text.replace("## Risk matrix:", "## Matrices:")))

    def test_what_is_not_there_is_told(self):
        self.assertIn("the schema has no attribute 'money' of 'field'", self.faults(lambda text: text.replace("| `currency` |", "| `currency`, `money` |")))
        self.assertIn("the schema has no element 'unused-column'", self.faults(lambda text: text.replace("| `unused` |", "| `unused-column` |")))

    def test_an_example_that_does_not_fit_is_told(self):
        self.assertIn("the example of a register does not fit its schema", self.faults(lambda text: text.replace('<purpose>Unplanned', '<aim/><purpose>Unplanned', 1)))

    def test_a_word_that_is_not_named_is_told(self):
        self.assertIn("may be 'duration'", self.faults(lambda text: text.replace("datetime, duration, enum", "datetime, enum")))

    def test_a_page_that_fell_behind_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "a.md"
            page.write_text("one\nold\n", encoding="utf-8")
            self.assertEqual(made.check(page, "one\nnew\n", "the texts", False), ["docs/a.md:2: the texts say something else\n    expected: old\n    came:     new"])
            self.assertEqual(made.check(page, "one\nnew\n", "the texts", True), [])
            self.assertEqual(page.read_text(encoding="utf-8"), "one\nnew\n")

    def test_a_register_is_told_with_its_types(self):
        made_page, count = registers.page(ROOT / "controls" / "registers")
        self.assertGreater(count, 80)
        self.assertIn("| `owner` | Owner | reference to [`person`](#person) |", made_page)
        self.assertIn("| `priority` | Priority | one of `critical`, `high`, `moderate`, `low`, `planning` |  |", made_page)
        self.assertIn("| `number` | Number | text | key |", made_page)

    def test_help_is_taken_apart(self):
        text = "does it\nUsage: assay do [OPTIONS] THING\n\nPositionals:\n  THING REQUIRED              what\n\nOptions:\n  -h,--help                   Print\n  --a-very-long-option NAME   how it\n                              is done\n"
        purpose, usage, entries = commands.parts(text)
        self.assertEqual((purpose, usage), ("does it", "assay do [OPTIONS] THING"))
        self.assertEqual(entries["Positionals"], [["THING REQUIRED", "what"]])
        self.assertEqual(entries["Options"][1], ["--a-very-long-option NAME", "how it is done"])


if __name__ == "__main__":
    unittest.main()
