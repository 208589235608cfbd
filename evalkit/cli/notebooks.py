"""`evalkit notebooks` and `evalkit run`: a study's own notebooks, copied or run to pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from evalkit.cli.options import lang_option, study_argument


@click.command()
@study_argument
@click.option("--to", type=click.Path(path_type=Path), required=True, help="Folder to write the copies in.")
@lang_option
@click.option("--no-open", is_flag=True, help="Don't open JupyterLab.")
def notebooks(study: Path, to: Path, lang: str, no_open: bool) -> None:
    """Copy the notebooks for a study and open them in JupyterLab."""
    from evalkit.notebooks import copy_notebooks

    copies = copy_notebooks(study, to, lang=lang)
    click.echo("\n".join(path.as_posix() for path in copies))
    if not no_open:
        subprocess.run([sys.executable, "-m", "jupyterlab", str(copies[0])], check=False)


@click.command()
@study_argument
@click.option("--notebook", multiple=True, help="Only this one, by number or name; may be given again.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder to write; out/<folder>-notebooks unless given."
)
@click.option(
    "--set", "values", multiple=True, metavar="NAME=VALUE", help="A parameter, such as mode=dialogue."
)
def run(study: Path, notebook: tuple[str, ...], out: Path | None, values: tuple[str, ...]) -> None:
    """Run the notebooks for a study, or for a folder of studies: executed notebooks and pages."""
    from evalkit.cli.progress import progress
    from evalkit.notebooks import run_notebooks

    folder = out or Path("out") / f"{study.resolve().name}-notebooks"
    with progress() as step:
        pages = run_notebooks(study, folder, only=notebook, parameters=_parameters(values), on_step=step)
    click.echo("\n".join(path.as_posix() for path in pages))


def _parameters(values: tuple[str, ...]) -> dict[str, str]:
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f"{value!r} has no '='; write NAME=VALUE, such as lang=en.")
    return dict(value.split("=", 1) for value in values)
