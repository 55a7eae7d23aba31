"""Where and who: regions, organisations, people and the posts they hold, the leading groups and their lead roles.

Owns the dated tree of regions, every organisation that the city's work names (with its former and short names),
persons, posts and what a post grants. It refuses to delete: a rename, a move or a merge closes one row and opens the
next, so that a document keeps the body's name of its day. It knows no task; higher modules carry its codes as plain
text. Foreign keys upwards to "whatever has a region" were not taken: a code with a day says the same and survives a
merge. A nested-set tree was not taken either: four levels of some hundred rows need no more than a parent's code.
"""
