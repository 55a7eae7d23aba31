"""What everybody may read, without signing in and without a database: published editions and published documents.

Every page here is made from the files that publishing leaves in the city folder (`published/`). No page asks a live
table: what a citizen reads is what was frozen, hashed and published by somebody else than who froze it, and it stays
readable when the database does not. Reading the live standings with a short cache was not taken: a number could then
change between two readers without anybody having published it.
"""
