"""Decisions over plain values: which value holds, which day is a working day, when a clock runs out."""
