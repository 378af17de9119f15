"""Reads the processes and activities of the framework, and what controls ask, from the shipped catalogs, so that nothing is spelled twice."""

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


def statements():
    """What each control asks, by catalog and id. An outcome of a process is its own statement."""
    texts = {}
    for path in sorted((ROOT / "controls" / "catalogs").glob("*.xml")):
        tree = et.parse(path).getroot()
        for control in tree.iter("control"):
            texts[(tree.get("id"), control.get("id"))] = " ".join(control.findtext("statement").split())
        for outcome in tree.iter("outcome"):
            if outcome.get("id"):
                texts[(tree.get("id"), outcome.get("id"))] = " ".join(outcome.text.split())
    return texts
