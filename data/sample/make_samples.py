"""Make the six sample studies again: `python data/sample/make_samples.py`, same bytes every time.

Written by hand and left alone: each study's `study.yml`, `scope.yml` and `room.yml`. Made here: survey exports,
codebooks, logbooks, sessions, counts and frozen scopes, from the targets in `make/studies` and the notes in `make/texts`. Everything is
synthetic (README.md).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from make.scopes import frozen  # noqa: E402
from make.studies import STUDIES  # noqa: E402


def make_all(folder: Path) -> list[Path]:
    """Write every made file below a folder and return their paths."""
    written = []
    for study, make in STUDIES.items():
        for name, content in {**make(), **frozen(study)}.items():
            path = folder / study / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
            written.append(path)
    return written


def main() -> None:
    """Write the samples where the script lies, or below --out."""
    parser = argparse.ArgumentParser(description="Make the sample studies again.")
    parser.add_argument("--out", type=Path, default=HERE)
    written = make_all(parser.parse_args().out)
    print(f"{len(written)} files written.")


if __name__ == "__main__":
    main()
