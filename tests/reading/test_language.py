"""The language of a text: told by its small words, else by its letters, and never another's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.reading.received.language import language_of

ROOM = Path(__file__).parents[1] / "communiques"
TEXTS = sorted(ROOM.glob("??/*/*.txt"))

OTHERS = {
    "es": "El ministro de Defensa y su homólogo se reunieron este martes en La Habana para tratar la "
    "cooperación entre las dos fuerzas armadas, con la presencia de los embajadores de ambos "
    "países.",
    "pt": "O ministro da Defesa recebeu hoje em Lisboa o seu homólogo para tratar da cooperação no "
    "domínio da segurança marítima entre os dois países, com a presença dos embaixadores.",
    "it": "Il ministro della Difesa ha ricevuto a Roma il suo omologo per discutere la cooperazione "
    "tra le due forze armate, con la presenza degli ambasciatori e dei capi di stato maggiore.",
    "ca": "El ministre de Defensa va rebre les delegacions dels dos països per tractar les qüestions "
    "de la cooperació en matèria de seguretat i les relacions entre les forces armades, amb els "
    "ambaixadors.",
    "nl": "De minister van Defensie heeft in Den Haag zijn ambtgenoot ontvangen om over de "
    "samenwerking tussen de twee landen te spreken, in het bijzijn van de ambassadeurs.",
    "de": "Der Verteidigungsminister empfing in Berlin seinen Amtskollegen, um über die "
    "Zusammenarbeit zwischen den beiden Streitkräften zu sprechen, in Anwesenheit der "
    "Botschafter.",
}  # fmt: skip


@pytest.mark.parametrize("tag", OTHERS)
def test_a_language_that_is_not_read_is_not_taken_for_one_that_is(tag: str) -> None:
    assert language_of(OTHERS[tag]) not in ("fr", "en", "vi")


def test_every_communique_is_in_the_language_of_its_folder() -> None:
    told = {path.stem: language_of(path.read_text(encoding="utf-8")) for path in TEXTS}
    assert told == {path.stem: path.parent.parent.name for path in TEXTS}


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=300))
def test_some_language_is_told_of_any_text(text: str) -> None:
    assert language_of(text)
