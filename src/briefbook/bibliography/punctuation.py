"""House rules of punctuation: quotation marks, full stops, dashes.

American manner, as Chicago has it: double marks outside, single inside, full stop inside the marks, and never a second
stop after a question mark, an exclamation mark or a stop.
"""

from __future__ import annotations

import re

from briefbook.bibliography.rich import Rich, concat, insert, plain, retext

OPENING = "“‘"
CLOSING = "”’"
TERMINAL = ".?!…"


def educate(text: str) -> str:
    """Turn straight quotation marks into curly ones, character for character."""
    characters = list(text)
    for index, character in enumerate(characters):
        if character in "\"'":
            before = characters[index - 1] if index else " "
            after = text[index + 1:index + 2]
            opens = (before.isspace() or before in "([{—–/-“‘\u00a0") and not (after.isspace() or after == "")
            if character == "'" and after.isdigit():
                opens = False  # '90s is an apostrophe
            characters[index] = ("“" if opens else "”") if character == '"' else ("‘" if opens else "’")
    return "".join(characters)


def nest(text: str) -> str:
    """Turn the quotation marks in *text* by one level, because double ones will stand around it."""
    characters = list(text)
    open_marks: list[str] = []
    for index, character in enumerate(text):
        if character in OPENING:
            characters[index] = "“" if len(open_marks) % 2 else "‘"
            open_marks.append(character)
        elif open_marks and _closes(text, index, open_marks[-1]):
            open_marks.pop()
            characters[index] = "”" if len(open_marks) % 2 else "’"
    return "".join(characters)


def _closes(text: str, index: int, opened: str) -> bool:
    """Whether the character at *index* closes *opened*, and is no apostrophe inside a word."""
    if text[index] != CLOSING[OPENING.index(opened)]:
        return False
    return text[index] == "”" or not text[index + 1:index + 2].isalnum()


def quoted(text: Rich) -> Rich:
    """Stand double quotation marks around *text*."""
    return concat("“", retext(text, nest(plain(text))), "”") if text else text


def stop(text: Rich) -> Rich:
    """End a sentence: a full stop, inside closing quotation marks, unless one of ``. ? ! …`` ends it already."""
    characters = plain(text)
    end = len(characters)
    while end and (characters[end - 1] == "”" or (characters[end - 1] == "’" and "‘" in characters)):
        end -= 1
    if not end or characters[end - 1] in TERMINAL:
        return text
    return insert(text, end, ".")


def comma_inside(text: Rich) -> Rich:
    """Follow *text* by a comma, inside closing quotation marks; a title's ``?`` or ``!`` keeps its place before it."""
    characters = plain(text)
    end = len(characters) - (1 if characters.endswith("”") else 0)
    return insert(text, end, ",")


def dashes(text: str) -> str:
    """Set ranges of numbers, pages or volumes with an en dash: ``45-67``, ``S12--S19``, ``xii - xv``."""
    text = re.sub(r"(?<=\w)\s*(?:--+|[‐‑‒–—])\s*(?=\w)", "–", text)
    return re.sub(r"(?<![\w.-])(\w*\d|[ivxlcdm]+)\s*-\s*(\w*\d\w*|[ivxlcdm]+)(?![\w-])", r"\1–\2", text)
