"""The gate: what may leave the room.

`protect` puts a table on the ladder (numbers from five answers, a word at three or four, nothing below) and
says in the column `shown` what became of each row.
"""

from evalkit.disclosure.blanks import SHOWN
from evalkit.disclosure.protect import REASONS, hidden_text, protect, protect_together

__all__ = ["REASONS", "SHOWN", "hidden_text", "protect", "protect_together"]
