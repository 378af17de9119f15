"""Faults of the first part that show in checks of clauses 4 to 10."""


def plant_registers(plan):
    no_manager = next(f for f in plan.faults if f["what"].startswith("Asset Management has had no manager"))
    plan.row(no_manager, "assigned-role-still-held", "AM-MGR")
