"""A second person before this party signs: whose approval counts, for which words, and who sees it."""

from pathlib import Path

import pytest

from foedus.record import canonical
from foedus_node import clock
from foedus_node.desk import approving
from foedus_node.errors import ApprovalError, UnapprovedError, UnknownNameError
from foedus_node.home import Home
from foedus_node.storage.private import approvals, models
from foedus_node.storage.private.approvals import Approval
from tests.node.nodes import Node
from tests.worlds import World, signing_key

DIRECTOR, DEPUTY, STRANGER = (signing_key("person", name) for name in ("director", "deputy", "stranger"))
WORLD = World()
ACT = WORLD.charter
OTHER = WORLD.act({"line-1": None})


@pytest.fixture
def here(desk: Node) -> Home:
    """Viet Nam's node, at which two persons may approve and one must."""
    for name, key in (("Director", DIRECTOR), ("Deputy", DEPUTY)):
        approvals.add_approver(name, key.public, at=clock.now())
    approvals.require(1)
    return Home.at(desk.folder)


def test_an_act_waits_until_enough_different_persons_have_approved_it(here: Home) -> None:
    approvals.require(2)
    with pytest.raises(UnapprovedError) as refusal:
        approving.refuse_unapproved(here, ACT)
    assert str(refusal.value) == (
        f"Act {ACT.hash[:12]} may not be signed yet: 2 must approve it, and nobody did."
    )
    for _ in range(2):
        assert approving.approve(here, ACT, person="Director", key=DIRECTOR).by == ("Director",)
    with pytest.raises(UnapprovedError):
        approving.refuse_unapproved(here, ACT)
    assert approving.approve(here, ACT, person="Deputy", key=DEPUTY).by == ("Director", "Deputy")
    approving.refuse_unapproved(here, ACT)


def test_an_approval_is_for_one_act_alone(here: Home) -> None:
    approving.approve(here, ACT, person="Director", key=DIRECTOR)
    assert approving.approved(here, OTHER).by == ()
    models.Approval.objects.update(act=OTHER.hash, compact=OTHER.compact)
    assert approving.approved(here, OTHER).by == ()


def test_nobody_approves_with_anothers_key_or_in_anothers_name(here: Home) -> None:
    with pytest.raises(ApprovalError, match="is not the one with which Director approves"):
        approving.approve(here, ACT, person="Director", key=DEPUTY)
    with pytest.raises(UnknownNameError, match="No approver here is called Stranger"):
        approving.approve(here, ACT, person="Stranger", key=STRANGER)
    assert approving.approved(here, ACT).by == ()


def test_an_approval_that_was_written_into_the_database_and_never_signed_does_not_count(here: Home) -> None:
    forged = Approval("Director", DIRECTOR.public, STRANGER.sign(b"yes"))
    approvals.keep(forged, compact=ACT.compact, act=ACT.hash, at=clock.now())
    assert approving.approved(here, ACT).by == ()


def test_the_approval_of_who_may_approve_no_more_or_has_another_key_does_not_count(here: Home) -> None:
    approving.approve(here, ACT, person="Director", key=DIRECTOR)
    approvals.add_approver("Director", STRANGER.public, at=clock.now())
    assert approving.approved(here, ACT).by == ()
    approving.approve(here, ACT, person="Director", key=STRANGER)
    assert approving.approved(here, ACT).by == ("Director",)
    approvals.remove_approver("Director")
    assert approving.approved(here, ACT).by == ()


def test_without_a_policy_nobody_need_approve(desk: Node) -> None:
    approving.refuse_unapproved(Home.at(desk.folder), ACT)


def test_nothing_of_an_approval_is_in_what_is_sent(here: Home, desk: Node, tmp_path: Path) -> None:
    approvals.add_approver("A name that is nowhere else", STRANGER.public, at=clock.now())
    desk.do("export", tmp_path / "all.foedus", "--all")
    data = (tmp_path / "all.foedus").read_bytes()
    assert not any(word in data for word in (b"nowhere else", STRANGER.public.encode(), b"approv"))
    common = canonical.encode(sorted(desk.tables())).decode()
    assert "approv" not in common
    assert here.party == "VN"
