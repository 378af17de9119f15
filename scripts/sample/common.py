"""What all parts of the generator share: a repeatable random source, dates, tables and the files they become.

Nothing here reads the clock; Python's own random is not used, because its sequences may differ between versions.
"""

import csv
import datetime as dt
import io
import pathlib
import xml.etree.ElementTree as et

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "evidence"
AGENCY = "Northgate Joint Services Agency"
PERIOD_FROM = dt.date(2025, 10, 1)
PERIOD_TO = dt.date(2026, 9, 30)
JUDGED_ON = dt.date(2026, 10, 15)
EXTRACTED = dt.datetime(2026, 10, 2, 6, 0)


class Rng:
    """splitmix64: short, fast enough, the same on every machine."""

    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFFFFFFFFFF

    def word(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return z ^ (z >> 31)

    def below(self, n):
        return self.word() % n

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def pick(self, items):
        return items[self.below(len(items))]

    def chance(self, percent):
        return self.below(10000) < percent * 100

    def weighted(self, pairs):
        total = sum(weight for _, weight in pairs)
        at = self.below(total)
        for item, weight in pairs:
            if at < weight:
                return item
            at -= weight
        raise AssertionError("unreachable")


class Tables:
    """Registers by id; every row is a dict of field id to text. Order of insertion is the order of the file."""

    def __init__(self):
        self.rows = {}
        self.fields = {}
        for path in sorted((ROOT / "controls" / "registers").glob("*.xml")):
            tree = et.parse(path).getroot()
            self.fields[tree.get("id")] = {f.get("id"): f for f in tree.findall("field")}

    def add(self, register, /, **fields):
        known = self.fields[register]
        for field in fields:
            if field not in known:
                raise KeyError(f"{register}.{field}")
        row = {k: show(v) for k, v in fields.items()}
        self.rows.setdefault(register, []).append(row)
        return row

    def find(self, register, /, **fields):
        hits = [r for r in self.rows[register] if all(r.get(k, "") == v for k, v in fields.items())]
        if len(hits) != 1:
            raise KeyError(f"{register} {fields}: {len(hits)} rows")
        return hits[0]

    def key_of(self, register, row):
        keys = [k for k, f in self.fields[register].items() if f.get("key") == "yes"]
        return " / ".join(row[k] for k in keys)


def show(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return no_gap(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def day(text):
    return dt.date.fromisoformat(text)


def moment(text):
    return dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S")


def add_months(date, months):
    index = date.year * 12 + date.month - 1 + months
    year, month = index // 12, index % 12 + 1
    for last in range(date.day, 27, -1):
        try:
            return dt.date(year, month, last)
        except ValueError:
            continue
    return dt.date(year, month, min(date.day, 28))


def workday(date):
    """The date itself or the Monday after."""
    while date.weekday() > 4:
        date += dt.timedelta(days=1)
    return date


def no_gap(at):
    """Local times that the clocks skipped on 8 March 2026 never happened."""
    if at.date() == dt.date(2026, 3, 8) and at.hour == 2:
        return at + dt.timedelta(hours=1)
    return at


def csv_text(header, rows, terminator="\n", quote_all=False, separator=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=terminator, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def write_bytes(path, data):
    target = OUT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
