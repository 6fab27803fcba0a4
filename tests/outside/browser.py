"""Opens the report in a browser and says what a person would miss there.

    browser.py PAGE [FOLDER]

At the widths of a desk and of a telephone, light and dark, and on paper: no request leaves, nothing is said on the console, no part of the
page is wider than the window, and axe finds nothing (contrast, landmarks, names). Pictures go to FOLDER, where one is given.
Exits 1 when something is wrong.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import sync_playwright

OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync"]
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
#: Width, scheme and medium of each view. Whoever prints from a dark screen prints on white paper too.
VIEWS = {
    "desk-light": (1280, "light", "screen"),
    "desk-dark": (1280, "dark", "screen"),
    "telephone-light": (390, "light", "screen"),
    "telephone-dark": (390, "dark", "screen"),
    "paper": (800, "dark", "print"),
}


def wrong_with(tab, requests, said):
    """Returns what is wrong with the page as it stands."""
    wrong = [f"it asks for {url}" for url in requests] + [f"the console says {words}" for words in said]
    if tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append("it is wider than the window")
    found = tab.evaluate(AXE.read_text(encoding="utf-8") + "; axe.run()")
    for violation in found["violations"]:
        for node in violation["nodes"][:3]:
            wrong.append(f"{violation['id']}: {violation['help']}: {node['html'][:120]} {node['failureSummary']}")
    rules = {rule["id"] for rule in found["passes"]}
    for rule in ("color-contrast", "landmark-one-main", "region", "page-has-heading-one"):
        if rule not in rules:
            wrong.append(f"axe did not come to check {rule}")
    return wrong


def main(page, folder):
    failed = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=shutil.which("chromium"), args=OPTIONS)
        for name, (width, scheme, medium) in VIEWS.items():
            tab, requests, said = browser.new_page(), [], []
            tab.on("request", lambda it: it.url.startswith(("file:", "data:")) or requests.append(it.url))
            tab.on("console", lambda it: said.append(it.text))
            tab.on("pageerror", lambda it: said.append(str(it)))
            tab.set_viewport_size({"width": width, "height": 900})
            tab.emulate_media(color_scheme=scheme, media=medium)
            tab.goto(page.resolve().as_uri())
            if folder:
                tab.screenshot(path=folder / f"{name}.png")
            wrong = wrong_with(tab, requests, said)
            print(f"{name}: {len(wrong)} wrong")
            for line in wrong[:10]:
                print(f"  {line}")
            failed += len(wrong)
            tab.close()
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
