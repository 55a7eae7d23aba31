"""The house itself: which way relations point, how long files are, and what no file may hold."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model

from zhicheng.demo import places

ROOT = Path(__file__).resolve().parent.parent.parent
STOREYS = {
    "core": 0,
    "statutes": 1,
    "claims": 1,
    "registry": 2,
    "credentials": 3,
    "goals": 6,
    "indicators": 7,
    "publications": 8,
    "web": 9,
}
LONGEST = 400
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:work|root|Users)/\w|(?<!\w)/home/\w+/|/tmp/w/")
REGISTRIES = "|".join(("py" + "pi", "python" + "hosted", "npm" + "js"))
REGISTRY_ADDRESS = re.compile(rf"https?://[^\s\"'<>]*(?:{REGISTRIES})")
NOWHERE_NAMES = {"utils", "helpers", "common", "manager", "misc", "data", "info", "base_service"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or would be in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout: the list of files is not known")
    return tuple(ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file())


def sources() -> list[Path]:
    """Our Python files; migrations are written by a program."""
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def module_of(model: type[Model]) -> str:
    """The module of the house that owns a table."""
    return model.__module__.split(".")[1]


def relations() -> Iterator[tuple[type[Model], Field, type[Model]]]:  # type: ignore[type-arg]
    """Every relation from one of our tables to another."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or not isinstance(field.related_model, type):
                continue
            if {model.__module__.split(".")[0], field.related_model.__module__.split(".")[0]} == {"zhicheng"}:
                yield model, field, field.related_model  # type: ignore[misc]


def test_relations_point_down_the_storeys_only() -> None:
    upwards = [
        f"{model.__name__}.{field.name} → {other.__name__}"
        for model, field, other in relations()
        if module_of(model) != module_of(other) and STOREYS[module_of(model)] <= STOREYS[module_of(other)]
    ]
    assert not upwards


def test_a_lower_module_does_not_see_who_points_at_it() -> None:
    visible = [
        f"{model.__name__}.{field.name} (related_name must be '+')"
        for model, field, other in relations()
        if module_of(model) != module_of(other) and not field.remote_field.is_hidden()
    ]
    assert not visible


def test_every_table_has_an_app_with_a_label_of_one_word() -> None:
    labels = [config.label for config in apps.get_app_configs() if config.name.startswith("zhicheng")]
    assert all(label.isidentifier() and "_" not in label for label in labels)


def test_no_model_hides_a_rule_in_save() -> None:
    own = [model.__name__ for model in apps.get_models() if model.__module__.startswith("zhicheng.")
           and "save" in vars(model)]  # fmt: skip
    assert not own


def test_rules_know_no_table_no_clock_and_no_chance() -> None:
    # The import contracts cannot name a part of a package from outside, so this is read from the source.
    # hengliang's command may hold a stopwatch: it tells people how long a stage took, and no result depends on it.
    impure = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources()
        if {"rules", "src"} <= {*path.parts, path.stem}
        or ("hengliang/src" in path.as_posix() and "command" not in path.parts)
        for name in imported(path)
        if name.split(".")[0] in {"random", "time"} or name.startswith(("django.db", "django.utils.timezone"))
    ]
    assert not impure


def imported(path: Path) -> Iterator[str]:
    """Full names of everything that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_every_module_says_what_lives_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_no_file_is_too_long_to_be_one_noun() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in sources()
        if (lines := path.read_text("utf-8").count("\n")) > LONGEST
    ]
    assert not long


def test_no_file_is_named_after_nothing() -> None:
    assert not [str(path.relative_to(ROOT)) for path in sources() if path.stem in NOWHERE_NAMES]


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_ADDRESS], ids=["machine-path", "registry-address"])
def test_no_file_names_a_machine_or_a_registry(pattern: re.Pattern[str]) -> None:
    found = []
    for path in tracked():
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="ignore").splitlines(), start=1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match.group()}")
    assert not found


def test_the_lock_of_the_gate_holds_what_runs_in_the_same_versions() -> None:
    core, dev = pins("core"), pins("dev")
    assert core
    assert {name: (version, dev.get(name)) for name, version in core.items() if dev.get(name) != version} == {}


def pins(name: str) -> dict[str, str]:
    """Package → version of a lock."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ \\;]+)", text, re.MULTILINE))


def test_every_locked_package_has_a_hash() -> None:
    for name in ("boot", "core", "dev"):
        text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
        for block in re.split(r"\n(?=[a-z0-9])", text):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_made_up_places_are_no_real_ones() -> None:
    folder = ROOT.parent / "shared" / "data" / "admin-divisions"
    if not folder.is_dir():
        pytest.skip("the list of China's divisions is not beside this checkout")
    real = set()
    for name in ("divisions_2026.csv", "townships_2026.csv"):
        with (folder / name).open(encoding="utf-8") as file:
            real |= {row["name"] for row in csv.DictReader(file)}
    assert not {place.name for place in (*places.COUNTIES, *places.TOWNSHIPS)} & real
    assert places.CITY_NAME not in real
