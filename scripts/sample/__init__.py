"""Writes the sample organisation in evidence/. A developer tool: the program never needs it."""
