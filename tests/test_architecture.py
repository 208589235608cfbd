"""The floors: a room imports only from rooms below it, or its own; the front door is lazy."""

import ast
import subprocess
import sys
import time
from pathlib import Path

import pytest

import evalkit

PACKAGE = Path(evalkit.__file__).parent
FLOORS = [
    {"errors", "words", "yamlfile", "framework", "tables", "safefiles"},
    {
        "survey",
        "logbook",
        "scope",
        "room",
        "studyfile",
        "respondents",
        "questions",
        "responses",
        "corrections",
        "quoting",
        "pseudonyms",
        "study",
        "checking",
    },
    {"scoring"},
    {"disclosure"},
    {"comparing", "scoping"},
    {"charts"},
    {"export"},
    {"starting", "notebooks", "cli", "__main__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def modules():
    return sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def own_imports(path):
    """Every evalkit module a file imports when it runs, inside functions too."""
    tree = ast.parse(path.read_text("utf-8"))
    hidden = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test)
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if (
            isinstance(node, ast.ImportFrom)
            and node.level == 0
            and (node.module or "").startswith("evalkit.")
        ):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == "evalkit":
            yield from (alias.name for alias in node.names if alias.name in FLOOR)
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("evalkit."))


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_from_lower_floors(path):
    room = room_of(path)
    assert room in FLOOR, f"{room} has no floor: give it one in this test and in docs/decisions.md"
    for other in own_imports(path):
        same_floor_file = FLOOR[other] == FLOOR[room]
        assert (
            other == room
            or FLOOR[other] < FLOOR[room]
            or (same_floor_file and FLOOR[room] in (0, 1, len(FLOORS) - 1))
        ), f"{room} (floor {FLOOR[room]}) imports {other} (floor {FLOOR[other]})"


def test_importing_evalkit_loads_no_third_party_package():
    code = (
        "import sys; before = set(sys.modules); import evalkit; "
        "new = {m.split('.')[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names); print(sorted(new))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "['evalkit']"


def test_importing_evalkit_runs_only_its_front_door():
    code = "import sys, evalkit; print(sorted(m for m in sys.modules if m.startswith('evalkit')))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "['evalkit']"


def test_every_public_name_is_there_and_documented():
    for name in evalkit.__all__:
        thing = getattr(evalkit, name)
        assert name == "__version__" or (thing.__doc__ or "").strip(), f"{name} has no docstring"


def test_the_front_door_has_at_most_forty_four_names():
    assert len(evalkit.__all__) - 1 <= 44


def test_an_unknown_name_is_an_attribute_error_that_lists_what_there_is():
    with pytest.raises(AttributeError, match="load_study"):
        evalkit.load_studies  # noqa: B018


def test_dir_lists_the_public_names():
    started = time.perf_counter()
    assert "load_study" in dir(evalkit)
    assert time.perf_counter() - started < 5
