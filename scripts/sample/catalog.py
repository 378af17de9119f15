"""Reads the processes and activities of the framework from the shipped catalogs, so that names are spelled once."""

import xml.etree.ElementTree as et

from .common import ROOT


def load():
    processes = []
    for name in ("desmf-3", "rmf-sec"):
        tree = et.parse(ROOT / "controls" / "catalogs" / f"{name}.xml").getroot()
        for p in tree.findall("process"):
            processes.append({"id": p.get("id"), "title": p.get("title"),
                              "activities": [(a.get("id"), a.get("title")) for a in p.findall("activity")]})
    return processes
