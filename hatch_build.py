"""What is made when Foedus is built or installed: catalogues of translations, and the fonts of two scripts.

Both follow from what lies in the tree or in a locked package, so neither is committed. The fonts
are Noto Sans Lao and Khmer (Open Font License), cut to the letters of their script and to two weights.
"""

from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path("src", "foedus_node", "web")
FONTS = {"lao": ("notosanslao", "NotoSansLao"), "khmer": ("notosanskhmer", "NotoSansKhmer")}
LETTERS = {"lao": [(0x0E80, 0x0EFF)], "khmer": [(0x1780, 0x17FF), (0x19E0, 0x19FF)]}
BESIDE = [0x20, 0xA0, 0x200B, 0x200C, 0x200D, 0x25CC]
"""Blanks, joiners, and the circle under a sign that stands alone."""


class Making(BuildHookInterface[Any]):
    """The step that a build takes before its files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the catalogues and the fonts, and name them to the build."""
        _ = version
        root = Path(self.root)
        made = [*catalogues(root / WEB / "locale"), *fonts(root / WEB / "static" / "fonts")]
        build_data["artifacts"] += [str(path.relative_to(root)) for path in made]


def catalogues(folder: Path) -> list[Path]:
    """Put every catalogue of a folder into the form in which it is read; gives the files made."""
    made = []
    for written in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with written.open("rb") as file:
            catalogue = read_po(file, locale=written.parent.parent.name)
        stream = BytesIO()
        write_mo(stream, catalogue)
        made.append(written.with_suffix(".mo"))
        made[-1].write_bytes(stream.getvalue())
    return made


def fonts(folder: Path) -> list[Path]:
    """Cut the fonts; gives the files, those made before as they are."""
    folder.mkdir(exist_ok=True)
    made = []
    for script, (room, name) in FONTS.items():
        path = folder / f"{script}.woff2"
        if not path.exists():
            source = files("justmytype_intl_sea").joinpath("fonts", "ofl", room, f"{name}[wdth,wght].ttf")
            whole = BytesIO()
            with source.open("rb") as file:
                instancer.instantiateVariableFont(TTFont(file), {"wdth": 100, "wght": (400, 700)}).save(whole)
            font = TTFont(whole)  # read anew: glyphs without variations are missing from what was just cut
            options = subset.Options(flavor="woff2", layout_features=["*"])
            cutter = subset.Subsetter(options)
            letters = [code for first, last in LETTERS[script] for code in range(first, last + 1)]
            cutter.populate(unicodes=[*letters, *BESIDE])
            cutter.subset(font)
            subset.save_font(font, str(path), options)
        made.append(path)
    return made
