"""Gives the tests the small exports of `fixtures.py`."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

REAL = Path(__file__).parents[3] / "shared" / "real"


@pytest.fixture(scope="session")
def fixtures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("survey_fixtures", Path(__file__).with_name("fixtures.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def export(fixtures: ModuleType, tmp_path: Path) -> Callable[[str], Path]:
    return lambda name: fixtures.write(name, tmp_path)


@pytest.fixture
def real() -> Callable[[str], Path]:
    def find(path: str) -> Path:
        if not (REAL / path).exists():
            pytest.skip(f"the real exports aren't beside this checkout ({path})")
        return REAL / path

    return find
