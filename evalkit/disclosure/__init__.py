"""The gate: what may leave the room.

`protect` puts a table on the ladder (numbers from five answers, a word at three or four, nothing below) and
says in the column `shown` what became of each row. `audit` reads everything about to be published and looks
for a hidden figure, or one person's answer, that can still be worked out.
"""

from evalkit.disclosure.audit import audit
from evalkit.disclosure.blanks import SHOWN
from evalkit.disclosure.protect import protect, protect_together

__all__ = ["SHOWN", "audit", "protect", "protect_together"]
