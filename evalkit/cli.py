"""The command line: thin, and with the library's own words.

Nothing but click is imported until a command runs, so that ``evalkit --help`` answers at once. Bad input ends
in one message and never in a traceback; output arrives whole or not at all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from evalkit.errors import EvalkitError
