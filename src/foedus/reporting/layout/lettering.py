"""Lao and Khmer letters in a drawing, set as outlines by what sets our pages.

What draws an SVG into a PDF takes a syllable's width for its first letter's: it lays Khmer vowels
over their consonants. Our pages' own program shapes both scripts rightly, so the words in them are
set there and put back as outlines. The words themselves stand in the table behind each figure.
"""

import json
import re
from xml.etree import ElementTree

import typst

from foedus.reporting.layout.typesetting import OWN, typefaces

_SVG = "http://www.w3.org/2000/svg"
_LETTERS = re.compile("[\u0e80-\u0eff\u1780-\u17ff]")
_PLACE = re.compile(r"translate\((-?[\d.]+),\s*(-?[\d.]+)\)")
_SHARE = {"start": 0.0, "middle": 0.5, "end": 1.0}
_LAYOUT = b"""
#set page(width: 480pt, height: 2000pt, margin: 0pt, fill: none)
#set text(font: ("Libertinus Serif", "Noto Sans Lao", "Noto Sans Khmer"))
#set text(top-edge: "baseline", bottom-edge: "baseline")
#for one in json(bytes(sys.inputs.words)) {
  let said = text(size: one.size * 1pt, fill: rgb(one.fill), one.words)
  context place(top + left, dx: one.x * 1pt - one.share * measure(said).width, dy: one.y * 1pt, said)
}
"""


def outlined(svg: str) -> str:
    """The drawing with its Lao and Khmer words as outlines; as it was where it has none."""
    if not _LETTERS.search(svg):
        return svg
    for prefix, space in (("", _SVG), ("xlink", "http://www.w3.org/1999/xlink")):
        ElementTree.register_namespace(prefix, space)
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own drawing)
    words = []
    for above in list(root.iter()):
        for node in list(above):
            if node.tag == f"{{{_SVG}}}text" and _LETTERS.search(node.text or ""):
                words.append(_told(node))
                above.remove(node)
    set_apart = typst.compile(
        _LAYOUT, format="svg", sys_inputs={"words": json.dumps(words)}, font_paths=typefaces(OWN)
    )
    for part in list(ElementTree.fromstring(set_apart)):  # noqa: S314 (our own drawing)
        root.append(part)
    return ElementTree.tostring(root, encoding="unicode")


def _told(node: ElementTree.Element) -> dict[str, object]:
    place = _PLACE.match(node.get("transform", ""))
    x, y = (float(part) for part in place.groups()) if place else (0.0, 0.0)
    return {
        "words": node.text,
        "x": x,
        "y": y,
        "size": float(node.get("font-size", "9").removesuffix("px")),
        "fill": node.get("fill", "#000000"),
        "share": _SHARE[node.get("text-anchor", "start")],
    }
