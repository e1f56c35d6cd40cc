"""Who stands at the head of an entry, and what a text calls the source.

The order: author; editor, for works that are the editor's; translator, likewise; a body in ``institution``, or in
``organization`` when no ``publisher`` stands beside it (beside a publisher, ``organization`` is the agency whose copy
the publisher printed; in a judgment it is the court); else the title.

A publisher never takes the author's place: who wants an outlet there, as Chicago has it for unsigned news, names it
as author in double braces. A body with a ``shortauthor`` is listed under its short form with the full name in
parentheses (Chicago, 17th edition, 15.37), so that a reader who meets "MSMT 2025" in the text finds it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from briefbook.bibliography.punctuation import quoted
from briefbook.bibliography.rich import Rich, concat, plain, rich, toggle

if TYPE_CHECKING:
    from briefbook.bibliography.names import Name, People
    from briefbook.bibliography.source import Source

#: Types whose editor is that of the volume they stand in, and so never heads the entry.
_IN_ANOTHER = frozenset({"article", "inbook", "incollection", "inproceedings", "online", "thesis"})

#: How an entry's title looks, by type: quotation marks for parts and short pieces, italics for whole works, neither
#: for laws, letters and patents.
TITLE_LOOKS = {
    **dict.fromkeys(("book", "collection", "proceedings", "periodical", "report", "dataset", "software", "image",
                     "standard", "jurisdiction", "movie", "music", "performance"), "italic"),
    **dict.fromkeys(("legislation", "letter", "patent"), "plain"),
}

#: The words for an editor's kinds: at the head for one and for several, and in running text.
EDITOR_KINDS = {
    "editor": ("ed.", "eds.", "edited by"), "compiler": ("comp.", "comps.", "compiled by"),
    "director": ("dir.", "dirs.", "directed by"), "organizer": ("org.", "orgs.", "organized by"),
    "translator": ("trans.", "trans.", "translated by"), "founder": ("founder", "founders", "founded by"),
    "continuator": ("cont.", "cont.", "continued by"), "redactor": ("red.", "reds.", "redacted by"),
    "reviser": ("rev.", "revs.", "revised by"), "collaborator": ("collab.", "collabs.", "in collaboration with"),
    "producer": ("prod.", "prods.", "produced by"), "moderator": ("mod.", "mods.", "moderated by"),
    "none": ("", "", "with"),
}


class Head(NamedTuple):
    """What begins an entry; ``text`` is empty when that is the title."""

    role: str  #: the field it comes from
    text: Rich  #: as the list prints it
    cited: Rich  #: as a text names it
    cited_in_full: Rich  #: as a text names it when all authors are asked for
    names: frozenset[str]  #: the body's name in all its forms, to leave it out where it would stand twice
    first: Name | None = None  #: the first person, for telling namesakes apart


def head_of(source: Source) -> Head:
    """Find the head of an entry."""
    if people := source.people("author"):
        return _of_people("author", people, source, "")
    if source.type not in _IN_ANOTHER:
        for role in ("editor", "translator"):
            if people := source.people(role):
                kind = source.raw("editortype") or "editor" if role == "editor" else role
                return _of_people(role, people, source, editor_word(kind, plural=people.plural))
    for role in ("institution", "organization") if source.type != "jurisdiction" else ():
        if source.has(role) and not (role == "organization" and source.has("publisher")):
            return _of_body(role, source)
    name = source.text("label") or source.text("shorttitle") or source.text("title") or rich(source.key)
    cited = name if source.has("label") else dressed(name, source.type)
    return Head("title", (), cited, cited, frozenset())


def dressed(title: Rich, type_: str) -> Rich:
    """A title with its quotation marks or italics; a description in square brackets stands bare."""
    if not title or is_description(plain(title)):
        return title
    look = TITLE_LOOKS.get(type_, "quoted")
    return quoted(title) if look == "quoted" else toggle(title, "i") if look == "italic" else title


def is_description(title: str) -> bool:
    """Whether a title is one pair of square brackets, perhaps with a remark in parentheses behind it.

    ``[Exclusive] Kim visits Moscow`` is a headline and no description.
    """
    depth = 0
    for index, character in enumerate(title):
        depth += {"[": 1, "]": -1}.get(character, 0)
        if not depth:
            return bool(index and re.fullmatch(r"\s*(\([^()]*\))?", title[index + 1:]))
    return False


def editor_word(kind: str, *, plural: bool) -> str:
    """``ed.`` or ``eds.`` and the like."""
    return EDITOR_KINDS.get(kind, (kind, kind, ""))[1 if plural else 0]


def _of_people(role: str, people: People, source: Source, word: str) -> Head:
    short = source.words("shorteditor" if role == "editor" else "shortauthor")
    listed = people.listed()
    if short and len(people.names) == 1 and people.names[0].literal and short != listed:
        listed = f"{short} ({listed})"
    names = {people.running(), short} if people.names[0].literal else {people.running()}
    return Head(role, concat(listed, f", {word}" if word else ""), rich(short or people.cited()),
                rich(short or people.cited_in_full()), _folded(names),
                None if short or people.names[0].literal else people.names[0])


def _of_body(role: str, source: Source) -> Head:
    name, short = source.words(role), source.words("shortauthor")
    listed = f"{short} ({name})" if short and short != name else name
    cited = rich(short or source.words("label") or name)
    return Head(role, rich(listed), cited, cited, _folded({name, short}))


def _folded(names: set[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names if name)
