"""What others may read of goals: finished lines, never QuerySets.

`programmes` (with summary and sources), `lagging`, `grouping` (the tree), `tasks`, `tables` (as a decomposition table),
`planning` (what is still to be handed out), `parts`, `reporting`, `reports` (with matters and changes), `duties` (today),
`opened` (what everybody may see), `imports`, `rosters` (what already counts).
"""
