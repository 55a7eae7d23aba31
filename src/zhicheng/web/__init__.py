"""The pages: one folder an audience (public, desk, accounts), and `shared` for what all of them use.

Owns how things look and how an address maps to one action or one query; a page parses, calls, renders. It refuses to
hold a rule of the work or to write a table of another module. One Django application for all audiences, because they
share one look, one set of templates and one table of who may open which page.
"""
