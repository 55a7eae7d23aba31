"""`python -m zhicheng.cli` is the command `zhicheng`."""

from zhicheng.cli import main

main()
