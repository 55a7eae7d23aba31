"""What others may read of goals: finished lines, never QuerySets.

`programmes` (with summary and sources), `tasks`, `parts`, `reports` (with matters and changes), `duties` (today),
`opened` (what everybody may see), `imports`, `rosters` (what already counts).
"""
