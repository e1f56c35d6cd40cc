"""Draws one specification with vl-convert; run as a script, in a process of its own.

V8 does not survive a fork, and Sphinx forks to read in parallel. Its warnings go to the standard error alone, so a
process is also the way to catch them. Reads ``{"spec": ..., "fonts": folder}`` as JSON from standard input, writes SVG.
"""

from __future__ import annotations

import json
import sys

import vl_convert


def main() -> None:
    job = json.load(sys.stdin)
    vl_convert.register_font_directory(job["fonts"])
    try:
        svg = vl_convert.vegalite_to_svg(job["spec"], show_warnings=True, allowed_base_urls=[])
    except ValueError as error:
        sys.exit(str(error))
    sys.stdout.write(svg)


if __name__ == "__main__":
    main()
