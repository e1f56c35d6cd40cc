"""A chapter as a stranger writes it to try the checker: forty planted faults, forty passages that look like faults and are none.

Every fault stands alone, and all of them in one book: none may hide another.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from check_book import AGENCY, FACTS, TERMS, checked, fact

from briefbook.checker.report import Report
from shared import once


def judgment(ident: str, statement: str = "Shipments will {likelihood}`likely` go on.", **changes: str) -> str:
    """A judgment; an option that is empty is left out."""
    options = {"likelihood": "likely", "confidence": "moderate", "reason": "Two governments agree.", "facts": "MIL-202, SAN-017",
               "alternative": "The boxes hold fuel; weaker, because they were seen at a depot.", "raise": "A captured manifest.",
               "lower": "No sailings for half a year.", "review": "2026-07-31", "previous": "new"} | changes
    typed = "\n".join(f":{name}: {value}" for name, value in options.items() if value)
    return f":::{{judgment}} {ident}\n{typed}\n{statement}\n:::"


#: Where a fault is told a second time, for it must be mended there too.
ALSO = {("J102", "Shipments are {likelihood}`exceptionally unlikely` to go on.")}
#: What is planted: the code, the text, and the words at which it must be found.
FAULTS = [
    ("J101", "We judge with high confidence that a halt is unlikely.", "high confidence"),
    ("J101", "A halt is {likelihood}`unlikely`; our confidence is low.", "confidence is low"),
    ("J102", "A swap is virtually certain.", "virtually certain"),
    ("J102", "There is a realistic possibility of\na swap this year.", "realistic possibility"),
    ("J102", "It is *highly likely* that the ships return.", "highly likely"),
    ("J102", judgment("STR-1", "Shipments are {likelihood}`exceptionally unlikely` to go on.", likelihood="exceptionally unlikely"), ":likelihood:"),
    ("J103", judgment("STR-2", "Shipments will go on while the war lasts."), "Shipments"),
    ("J103", judgment("STR-3", "Shipments will {likelihood}`likely` go on and are {likelihood}`unlikely` to grow."), "Shipments"),
    ("J103", judgment("STR-4", likelihood="very likely"), ":likelihood:"),
    ("J103", "A halt is very unlikely (20-45%).", "20-45%"),
    ("J104", "We hold that with 80% confidence.", "80% confidence"),
    ("J104", judgment("STR-5", confidence="70%"), ":confidence:"),
    ("J105", judgment("STR-6", alternative=""), ":::{judgment} STR-6"),
    ("J105", judgment("STR-7", facts="MIL-202, MIL-777"), ":facts:"),
    ("J105", judgment("STR-8", confidence="medium"), ":confidence:"),
    ("J105", judgment("STR-9", review="2026-13-45"), ":review:"),
    ("J106", "Russia might send a third regiment.", "might"),
    ("J106", "More ships could arrive before winter.", "could"),
    ("J106", "A third shipment cannot be ruled out.", "cannot be ruled out"),
    ("J106", "A swap of prisoners is possible.", "possible"),
    ("J107", "A halt is quite unlikely.", "quite"),
    ("J107", "A swap is very {likelihood}`probable` by then.", "very"),
    ("J108", judgment("STR-10", confidence="high", facts="MIL-127, MIL-128", review="2027-12-31"), ":confidence:"),
    ("J108", judgment("STR-11", confidence="high", facts="MIL-300, MIL-301"), ":confidence:"),
    ("J109", judgment("STR-12", facts="MIL-109"), ":facts:"),
    ("S201", "The depot was struck on 18 September 2024.", "18 September 2024"),
    ("S201", "Fuel for 40 tankers went north in that year.", "40"),
    ("S201", "Half a million shells and more were moved.", "Half a million"),
    ("S202", "The agency said so {cite:p}`agencey2025`.", "agencey2025"),
    ("S205", "The team counted 24,000 containers {fact}`MIL-127`.", "24,000"),
    ("S205", "The White House spoke of 1,200 containers on 13 October 2023 {fact}`MIL-109`.", "1,200"),
    ("S206", "About {value}`MIL-300.killed | bare` soldiers were killed {fact}`MIL-300`.", "{value}"),
    ("S206", "By then 20,000 containers had been moved {fact}`MIL-127`.", "20,000"),
    ("D301", ":::{list-table}\n:header-rows: 1\n\n* - Port\n  - Use\n* - Rajin\n  - Cargo\n:::", ":::{list-table}"),
    ("D301", "| Port | Use |\n| --- | --- |\n| Rajin | Cargo |", "| Port"),
    ("T401", "The ships " + "sail and " * 20 + "sail.", "The ships"),
    ("T401", ":::{bottom-line}\nThe ships " + "sail and " * 12 + "sail.\n:::", "The ships"),
    ("T403", "The DPAA asked for remains.", "DPAA"),
]
LOOK_ALIKES = [
    "A halt is unlikely.\nOur confidence in that is high, for two governments agree.",
    "Investor confidence is low and is likely to fall.",
    'The minister called a swap "virtually certain".',
    "> There is a realistic possibility of a swap, and it might come in May.",
    "The scale says `virtually certain` where ours says almost certain.",
    "The port is remote and the likely route is short.",
    "The most likely route runs past the cape.",
    "A halt is very unlikely (5-20%).",
    "The survey gives a 95% confidence interval {cite:p}`agency2025`.",
    "A third of voters have confidence in the plan.",
    "Their military might was on show in May.",
    "The claim could not be verified.",
    "The team left as soon as possible and counted what it could not before.",
    'The envoy said that more "could follow".',
    "The White House said that more could follow {fact}`MIL-109`.",
    "Who could have known?",
    "The May meeting made it possible to trade.",
    "One of the two ships sailed, and 2024 was the year.",
    "Resolutions 1718 and 2397 stand, and so does Article 4 of the treaty of 2024.",
    "In the 1990s the 17th envoy met the 1718 Committee in Room 39.",
    "The KN-23, the Hwasong-11 and 152 mm shells were on show.",
    "See Chapter 6, Table 3 and section 2.1, p. 14.",
    "A 24-hour watch began on 9 October.",
    "Talks ran through 2025-26, from May 2025 on.",
    "By 31 December 2030 all of it is due.",
    "The text was closed on 31 December 2025.",
    "The team counted 20,000 containers {fact}`MIL-127`.",
    "The team counted {value}`MIL-127.containers` containers on 29 May 2025, in its 2nd report under resolution 2680 {fact}`MIL-127`.",
    'The team counted 20,000 containers, "over 30,000" by others\' words {fact}`MIL-127`.',
    "South Korea's intelligence service put losses at {value}`MIL-300.killed` killed {fact}`MIL-300`.",
    "The vote was {value}`SAN-017.votes` in favour {fact}`SAN-017`.",
    "Mr. Kim met Lt. Gen. Ri of the U.S. Army, e.g. in May.",
    "The ships " + "sail and " * 18 + "sail.",
    "The International Atomic Energy Agency (IAEA) met.\nThe IAEA meets in May.",
    'He wrote "DMZ" on a map of World War II for 5th graders.',
    "Prices in USD are on <https://example.org/DPRK/2024>.",
    "% In 2024 some 30,000 might have come; an ICBM is possible.",
    "```text\nSome 30,000 might have come on 18 September 2024.\n```",
    ":::{list-table} Ports differ in use\n:header-rows: 1\n\n* - Port\n  - Use\n* - Rajin\n  - Cargo\n:::",
    ":::{indicators}\n- A count of more than 500 arrests.\n:::",
    judgment("STR-20", "Shipments will {likelihood}`likely` go on until 31 December 2030.", resolves="2030-12-31"),
    judgment("STR-21", confidence="high"),
    judgment("STR-22", previous="unlikely", moved="A second government confirmed it."),
]
BIB = AGENCY + """
@online{one, author = {{A}}, title = {One}, date = {2025}, url = {https://example.org/one}, urldate = {2026-11-22}, archiveurl = {https://a.example/1}, grade = {B}, descriptor = {x}}
@online{two, author = {{A}}, title = {Two}, date = {2025}, url = {http://www.example.org/one/}, urldate = {2026-11-22}, archiveurl = {https://a.example/2}, grade = {B}, descriptor = {x}}
@online{three, title = {Three}, date = {2025}, url = {https://example.org/3}, urldate = {2026-11-22}, archiveurl = {https://a.example/3}, grade = {B}, descriptor = {x}}
@online{four, author = {{A}}, title = {Four}, date = {2025}, url = {https://example.org/4}, archiveurl = {https://a.example/4}, grade = {B}, descriptor = {x}}
@online{five, author = {{A}}, title = {Five}, date = {2025}, url = {https://example.org/5}, urldate = {2026-11-22}, grade = {B}, descriptor = {x}}
@online{six, author = {{A}}, title = {Six}, date = {2025}, url = {https://example.org/6}, urldate = {2026-11-22}, archiveurl = {https://a.example/6}}
@online{seven, author = {{A}}, title = {Seven}, date = {2025}, url = {https://example.org/7}, urldate = {2026-11-22}, archiveurl = {https://a.example/7}, grade = {B}, descriptor = {x}}
@book{eight, author = {Roe, Jane}, title = {Eight}, publisher = {Press}, date = {2025}, grade = {B}, descriptor = {x}}
@online{nine, author = {{A}}, title = {Nine}, date = {2025}, url = {https://example.org/one?page=2}, urldate = {2026-11-22}, archiveurl = {https://a.example/9}, grade = {B2}, descriptor = {x}}
"""
#: The line of the entry, by key, and its code.
IN_BIB = {"two": "S207", "three": "S203", "four": "S203", "five": "L501", "six": "S203", "seven": "S202"}
BROKEN = fact("MIL-400", "A", "B", "2025", "B2").replace("  asserted_by: A\n", "") + fact("MIL-401", "A", "B", "2025", "B2").replace(
    "  seen: excerpt\n", "")
CITING = "All of these {cite:p}`one,two,three,four,five,six,eight,nine`."


def chapter() -> tuple[str, list[tuple[int, str, str]]]:
    """The chapter, and for each fault its first line, its code and the words at which it is found."""
    lines, planted = ["# A stranger's chapter", ""], []
    turns = [(*item, True) for item in FAULTS]
    for index in range(max(len(FAULTS), len(LOOK_ALIKES))):
        if index < len(turns):
            code, text, words, _ = turns[index]
            planted.append((len(lines) + 1, code, words))
            lines += [*text.split("\n"), ""]
        if index < len(LOOK_ALIKES):
            lines += [*LOOK_ALIKES[index].split("\n"), ""]
    return "\n".join([*lines, CITING]) + "\n", planted


TEXT, PLANTED = chapter()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    def make(folder: Path) -> None:
        found = checked(folder, {
            "chapters/stranger.md": TEXT, "references.bib": BIB, "ledger/facts/broken.yaml": BROKEN, "ledger/terms.yaml": TERMS,
            "ledger/facts/all.yaml": FACTS, "data/loose/loose.csv": "year,ships\n2025,3\n"})
        (folder / "report.json").write_text(json.dumps(found.to_data()), encoding="utf-8")

    folder = once(tmp_path_factory, "stranger", make)
    return Report.from_data(json.loads((folder / "report.json").read_text(encoding="utf-8")))


def place_of(line: int, words: str) -> tuple[int, int]:
    """Where *words* stand, at or after *line*."""
    rest = TEXT.split("\n")[line - 1:]
    return next((number, text.index(words) + 1) for number, text in enumerate(rest, start=line) if words in text)


def test_there_are_forty_of_each() -> None:
    assert len(FAULTS) + len(IN_BIB) + 3 >= 40 and len(LOOK_ALIKES) >= 40


@pytest.mark.parametrize(("line", "code", "words"), PLANTED, ids=[f"{index}-{code}" for index, (_, code, _) in enumerate(PLANTED)])
def test_planted_fault_is_found_at_its_place(report: Report, line: int, code: str, words: str) -> None:
    found = {(item.line, item.column) for item in report.findings if item.path == "chapters/stranger.md" and item.code == code}
    assert place_of(line, words) in found


def test_nothing_else_is_found_in_the_chapter(report: Report) -> None:
    expected = sorted((*place_of(line, words), code) for line, code, words in PLANTED)
    found = sorted((item.line, item.column, item.code) for item in report.findings if item.path == "chapters/stranger.md")
    extra = [item for item in found if item not in expected]
    assert {(code, TEXT.split("\n")[line - 1]) for line, _column, code in extra} == ALSO


def test_faults_of_sources_facts_and_data_are_found(report: Report) -> None:
    lines = {key: number for number, text in enumerate(BIB.split("\n"), start=1) for key in IN_BIB if f"{{{key}," in text}
    found = {(item.line, item.code) for item in report.findings if item.path == "references.bib"}
    assert found == {(lines[key], code) for key, code in IN_BIB.items()}
    assert {(item.line, item.code) for item in report.findings if item.path == "ledger/facts/broken.yaml"} == {(1, "S204"), (9, "S204")}
    assert [(item.code, item.line) for item in report.findings if item.path == "data/loose/description.yaml"] == [("D302", 0)]
