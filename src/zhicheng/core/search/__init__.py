"""Search of names, titles and codes by one, two or more characters, in simplified or traditional script.

Most Chinese queries are two characters long, which the trigram indexes of both engines cannot serve. So this room
keeps its own index of single characters and pairs: FTS5 without content on SQLite, a GIN index over an immutable
function on PostgreSQL, behind `actions` (what is indexed) and `queries.find`. Every hit is checked against the folded
text, so an index that is out of date can miss a thing but never shows a wrong one. Owns no names: modules tell it
code, text and scope, and get codes back. Not taken: a search server, word segmentation (a name split wrongly is not
found), the engines' own text search (different answers).
"""
