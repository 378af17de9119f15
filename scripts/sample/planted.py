"""The faults that are put into the clean organisation, and what must be found of each."""

from .common import csv_text, write_bytes


class Plan:
    def __init__(self, tables):
        self.t = tables
        self.faults = []
        self.rows = []
        self.counts_off = {}


def plant_registers(plan):
    pass


def plant_documents(plan):
    pass


def plant_evidence(plan, files):
    return files


def write(plan):
    pass
