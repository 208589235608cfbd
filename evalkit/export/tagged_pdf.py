"""A PDF page that a screen reader can read: one figure with its title and its alt text, tagged as such.

matplotlib writes pages without a structure. The few objects that a tagged page needs (ISO 32000-1, 14.7 and
14.8: mark information, a structure tree of one figure, the page's place in it) are added as it writes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.backends.backend_pdf import Name, PdfFile


class TaggedPdf(PdfFile):
    """A file of one page, whose content between `begin` and `end` is a figure.

    Parameters
    ----------
    path : path
    title, alt, lang : str
    """

    def __init__(self, path: Path, title: str, alt: str, lang: str) -> None:
        self.said, self.lang = {"T": title, "Alt": alt}, lang
        super().__init__(path, metadata={"Title": title, "Subject": alt, "CreationDate": None})

    def writeObject(self, object: Any, contents: Any) -> None:  # noqa: N802  matplotlib's name
        """Write an object; the catalogue and the page also say where the structure is."""
        kind = str(contents.get("Type", "")) if isinstance(contents, dict) else ""
        if kind == str(Name("Catalog")):
            self.tree = self.reserveObject("structure tree")
            shown = {"ViewerPreferences": {"DisplayDocTitle": True}, "MarkInfo": {"Marked": True}}
            contents = {**contents, **shown, "Lang": self.lang, "StructTreeRoot": self.tree}
        elif kind == str(Name("Page")):
            contents = {**contents, "StructParents": 0}
        super().writeObject(object, contents)

    def begin(self) -> None:
        """Begin the figure in the page's content."""
        self.write(b"/Figure <</MCID 0>> BDC\n")

    def end(self) -> None:
        """End it, and write the structure that names it."""
        self.write(b"\nEMC\n")
        self.endStream()
        whole, figure, parents = (self.reserveObject(name) for name in ("document", "figure", "parents"))
        kinds = {"Type": Name("StructElem"), "P": whole, "S": Name("Figure")}
        self.writeObject(figure, {**kinds, **self.said, "Pg": self.pageList[-1], "K": 0})
        self.writeObject(
            whole, {"Type": Name("StructElem"), "S": Name("Document"), "P": self.tree, "K": [figure]}
        )
        self.writeObject(parents, {"Nums": [0, [figure]]})
        root = {"Type": Name("StructTreeRoot"), "K": [whole], "ParentTree": parents, "ParentTreeNextKey": 1}
        self.writeObject(self.tree, root)
