"""Desk pages on tables from above: the list, arrival, one form as its sender drew it, requests to units, approval."""
