"""Commands `zhicheng <noun> <verb>`: parse, call one action or query, print.

Owns the command line and the processes of one installation. It refuses to hold a rule or to write a table itself.
A command's module is imported when the command is called, so that one that needs no database starts without one; a
single program with every command loaded at the start was not taken, because reading a sheet would then wait for the
whole house to wake.
"""

from zhicheng.cli.commands import main

__all__ = ["main"]
