"""Pictures of every type of page, for reviewers: three widths, light, dark and as printed, into ``build/screenshots``.

Needs a Chromium browser and the web edition as ``make book`` leaves it; names of pages on the command line take the
place of the usual ones.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1] / "build"
#: One page of each type.
PAGES = ("index", "bottom-line", "executive-summary", "chapters/sanctions", "annexes/chronology", "annexes/estimates",
         "annexes/sanctions-matrix", "annexes/judgments", "annexes/evidence", "annexes/glossary", "annexes/corridor", "references",
         "search", "imprint")
WIDTHS = (320, 768, 1440)
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
#: A picture ends here; the registers go on for a hundred screens. In px.
LONGEST = 6000


def main(names: list[str]) -> int:
    browser_path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    pages = [ROOT / "html" / f"{name}.html" for name in names or PAGES]
    found = [page for page in pages if page.is_file()]
    if browser_path is None or not found:
        print("screenshots: " + ("no page of build/html; make book first" if browser_path else "no Chromium browser"), file=sys.stderr)
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for width in WIDTHS:
            for look in ("light", "dark", "print"):
                context = browser.new_context(viewport={"width": width, "height": 900},
                                              color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
                page = context.new_page()
                page.emulate_media(media="print" if look == "print" else "screen")
                for path in found:
                    page.goto(path.as_uri())
                    page.evaluate("document.fonts.ready.then(() => null)")
                    height = min(LONGEST, page.evaluate("document.documentElement.scrollHeight"))
                    name = path.relative_to(ROOT / "html").with_suffix("").as_posix().replace("/", "-")
                    target = ROOT / "screenshots" / f"{name}-{width}-{look}.png"
                    page.screenshot(path=target, clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)
                context.close()
        browser.close()
    print(f"{len(found) * len(WIDTHS) * 3} pictures in {os.path.relpath(ROOT / 'screenshots')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
