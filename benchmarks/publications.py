"""How fast publications are: documents, forms, layout check, public pages. `python -m benchmarks.publications`.

Each part measures itself in a module of its own and gives its figures; the last line is all of them as JSON. A part is
chosen by `--only rendering`.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json

PARTS = ("rendering", "layout", "forms", "public")


def main() -> None:
    """Measure the parts that are there, tell each figure as it comes, and end with one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append")
    figures: dict[str, dict[str, object]] = {}
    for part in parser.parse_args().only or PARTS:
        name = f"benchmarks.publications_{part}"
        if importlib.util.find_spec(name) is None:
            continue
        for figure, told in importlib.import_module(name).figures().items():
            print(f"{figure}: {told['value']} {told['unit']} (limit {told['limit']})", flush=True)
            figures[figure] = told
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
