"""Goals: what a city sets out to do in a year, who answers for which part, and what is verified as done.

Owns programmes and the documents that ask for them, tasks, their parts handed to units, the five things to fix, reports
with rosters, verification, changes after issue, and the standing of each task on a day. It refuses to count what is in
progress or applied for, to let anybody verify their own report, and to overwrite a value: a correction is a new row.

A task is one line of the decomposition table; an assignment is one unit's part of it (lead, helping, county, township)
and carries its own number, deadline and five-fixed. One table for task and assignment together (a tree of nodes) was
not taken: a line of the table has one target and one standard, a part has a holder and a state, and mixing them made
every rule ask first which of the two it has. Standings are stored and refreshed by each verification and each morning,
because a page of two thousand lights cannot be computed while somebody waits.
"""
