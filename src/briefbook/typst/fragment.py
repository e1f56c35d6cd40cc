"""One document as Typst source, with what the assembly must know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: Stands where a toctree's documents go; the character is refused in any text (private use), so it cannot be typed.
SLOT = "\ue000"


@dataclass
class Toctree:
    """A place where other documents are put."""

    docnames: list[str]
    caption: str
    depth: int    #: section depth of the place, 0 outside any section
    hidden: bool  #: the web edition prints nothing in its place


@dataclass
class Fragment:
    """One document as Typst source, with what the assembly must know of it."""

    docname: str
    source: str = ""
    toctrees: list[Toctree] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)      #: keys, in order of first citation
    listed: list[str] = field(default_factory=list)     #: keys that a bibliography in it prints
    targets: dict[str, str] = field(default_factory=dict)     #: its places: the label that leads to each
    links: set[tuple[str, str]] = field(default_factory=set)  #: (docname, id) it refers to
    images: list[str] = field(default_factory=list)     #: paths of its images, from the source folder
    title: str = ""                                     #: text of its first heading

    def parts(self) -> list[str | Toctree]:
        """The source split at its toctrees."""
        found: list[str | Toctree] = []
        for index, piece in enumerate(re.split(f"{SLOT}([0-9]+){SLOT}", self.source)):
            found.append(self.toctrees[int(piece)] if index % 2 else piece)
        return found
