"""Labelled passages in the manner of official texts, and what measures the data check by them; see README.md beside.

`building.jsonl` is for whoever writes rules; `held_out.jsonl` is only measured and never read by them.
"""
