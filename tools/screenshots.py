"""Takes a picture of every page: `make screenshots`, into `screenshots/`.

The example is founded, its pages are served, and each is opened in the system's Chromium: light, dark,
as on a phone, in Lao and in Khmer, and as it prints. Someone has to look at them.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.web.addresses import ENTERING, OF_A_PERSON, at_work, pages
from tests.web.conftest import CHROMIUM
from tests.web.ministries import Served, enter, founded, served

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
WAYS = {
    "light": ("en", "light", WIDE),
    "dark": ("en", "dark", WIDE),
    "phone": ("fr", "light", NARROW),
    "lao": ("lo", "light", WIDE),
    "khmer": ("km", "light", WIDE),
}
"""The language, the colours and the size of each way in which every page is looked at."""


def taken(browser: Browser, ministry: Served, out: Path) -> int:
    """Take a picture of every page in every way; gives how many."""
    addresses = {**OF_A_PERSON, **pages(ministry)}
    for way, (language, colours, size) in WAYS.items():
        context = browser.new_context(viewport=size, color_scheme=colours, device_scale_factor=1)  # type: ignore[arg-type]  # as named above
        page = context.new_page()
        for name, address in ENTERING.items():
            page.goto(ministry.address + address)
            page.screenshot(path=out / f"{name}-{way}.png", full_page=True)
        page = enter(context, ministry, language=language)
        for name, address in addresses.items():
            page.goto(ministry.address + address)
            page.screenshot(path=out / f"{name}-{way}.png", full_page=True)
        context.close()
    return (len(ENTERING) + len(addresses)) * len(WAYS)


def main() -> None:
    """Found the example, serve it, take the pictures, and tell where they are."""
    parser = argparse.ArgumentParser(description="Take a picture of every page.")
    parser.add_argument("--out", type=Path, default=Path("screenshots"), help="the folder (screenshots)")
    parser.add_argument("--example", type=Path, help="a folder in which the example is kept for another time")
    asked = parser.parse_args()
    asked.out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        example = founded(asked.example or Path(name))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with served(at_work(example, Path(name) / "vn")) as ministry:
            many = taken(browser, ministry, asked.out)
        browser.close()
    print(f"{many} pictures in {asked.out}")


if __name__ == "__main__":
    main()
