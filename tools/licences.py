"""The licence of every installed package, as its own metadata states it: `make licences`."""

from __future__ import annotations

import sys
from importlib.metadata import Distribution, distributions


def main() -> int:
    """Print name, version and licence; 1 where a package states none."""
    rows = sorted({(each.name.lower(), each.version, licence(each)) for each in distributions()})
    for name, version, found in rows:
        sys.stdout.write(f"{name:<28}{version:<14}{found or 'not stated'}\n")
    silent = [name for name, _version, found in rows if not found]
    if silent:
        sys.stderr.write(f"No licence is stated by: {', '.join(silent)}\n")
    return 1 if silent else 0


def licence(package: Distribution) -> str:
    """The SPDX expression, else the classifiers, else the first line of the free text or of the licence itself."""
    about = package.metadata
    classifiers = [each.rsplit(" :: ", 1)[-1] for each in about.get_all("Classifier") or [] if each[:7] == "License"]
    text = (about.get("License") or "").strip().splitlines()
    files = [each for each in package.files or [] if each.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))]
    text += [line.strip() for each in files[:1] for line in each.read_text().splitlines() if line.strip()][:1]
    return about.get("License-Expression") or ", ".join(classifiers) or (text[0][:60] if text else "")


if __name__ == "__main__":
    sys.exit(main())
