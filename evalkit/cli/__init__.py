"""The command line: thin, and with the library's own words.

Nothing but click is imported until a command runs, so that ``evalkit --help`` answers at once. Bad input ends
in one message and never in a traceback; output arrives whole or not at all.
"""

from __future__ import annotations

import json
import signal
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from evalkit.cli.new import map_, new
from evalkit.cli.notebooks import notebooks, run
from evalkit.cli.options import lang_option, mode_option, study_argument
from evalkit.cli.scope import scope
from evalkit.errors import EvalkitError

EXIT_CODES = """\b
Exit codes:
  0    done
  1    something is wrong with the data or the place to write; the message says what to do
  2    the command was not understood
  130  stopped; what was there before is as it was
"""

_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="partnership-evalkit", prog_name="evalkit")
def cli() -> None:
    """Score, compare and report partnership projects: surveys and logbooks, before, during and after."""


@cli.command()
@study_argument
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write; out/<study> unless given.")
@lang_option
@mode_option
@click.option("--excel", is_flag=True, help="CSV files for a Danish Excel.")
@click.option(
    "--also", multiple=True, type=click.Choice(["word", "slides"]), help="A Word report or slides beside it."
)
def report(study: Path, out: Path | None, lang: str, mode: str, excel: bool, also: tuple[str, ...]) -> None:
    """Write a study's report: charts, tables, web page, manifest; a Word report and slides if asked for."""
    from evalkit.cli.progress import progress
    from evalkit.cli.reporting import write_report

    extras = (*also, "excel") if excel else also
    with progress() as step:
        written = write_report(study, out, lang=lang, mode=mode, also=extras, step=step)
    click.echo("\n".join(written))


@cli.command()
@study_argument
@_json
def check(study: Path, as_json: bool) -> None:
    """Say everything that is wrong with a study's files."""
    from evalkit.checking import check_files

    found = check_files(study)
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(found.lines()))
    if found.problems:
        raise click.exceptions.Exit(1)


@cli.command()
@study_argument
@lang_option
@_json
def score(study: Path, lang: str, as_json: bool) -> None:
    """Show each criterion's verdict and each party's score."""
    from evalkit.cli.showing import verdict_lines, verdict_records

    results = _results(study, lang)
    if as_json:
        click.echo(json.dumps(verdict_records(results), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(verdict_lines(results)))


@cli.command()
@study_argument
@click.option("--out", type=click.Path(path_type=Path), help="Folder; out/<study>-quotes unless given.")
@lang_option
def quotes(study: Path, out: Path | None, lang: str) -> None:
    """Write a list for each person of her own words in the logbook, to say yes or no to."""
    from evalkit.export.quotes import save_quotes
    from evalkit.study import load_study

    loaded = load_study(study)
    folder = out or Path("out") / f"{loaded.id}-quotes"
    click.echo("\n".join(path.as_posix() for path in save_quotes(loaded, folder, lang=lang)))


@cli.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Folder."
)
@lang_option
def demo(out: Path, lang: str) -> None:
    """Report the sample study roadworks, for everybody and for the people in the room."""
    from evalkit.cli.demo import run_demo
    from evalkit.cli.progress import progress

    with progress() as step:
        written = list(run_demo(sample_folder() / "roadworks", out, lang, step))
    click.echo("\n".join(written))


for _command in (new, map_, notebooks, run, scope):
    cli.add_command(_command)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code.

    Parameters
    ----------
    args : sequence of str, optional
        The process's own arguments unless given.
    """
    warnings.showwarning = _show_warning
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that temporary folders are cleared
    try:
        code = cli.main(args, prog_name="evalkit", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped. What was there before is as it was.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except EvalkitError as error:
        click.echo(str(error), err=True)
        code = 1
    sys.exit(code or 0)


def sample_folder() -> Path:
    """Return the folder of sample studies: of the working folder's checkout, or of evalkit's own.

    Returns
    -------
    Path

    Raises
    ------
    EvalkitError
        If neither is there: the samples lie beside the package, not in it.
    """
    own = Path(__file__).parents[2] / "data" / "sample"
    for folder in (Path("data/sample"), own):
        if (folder / "roadworks" / "study.yml").is_file():
            return folder
    raise EvalkitError(
        "the sample studies are not here", "Run this in a checkout of evalkit: they lie in data/sample."
    )


def _results(study: Path, lang: str) -> Any:
    from evalkit.export.results import analyse
    from evalkit.study import load_study

    return analyse(load_study(study), lang=lang)


def _show_warning(message: Any, category: type[Warning], *_: Any) -> None:
    if issubclass(category, DeprecationWarning):
        return  # for whoever maintains evalkit, who sees it in the tests
    click.echo(
        f"Look: {message}" if category.__name__ == "EvalkitWarning" else f"{category.__name__}: {message}",
        err=True,
    )
