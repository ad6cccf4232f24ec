"""What was said against what was done: each undertaking with what answers it so far."""

from foedus.cooperation.undertaking import State
from foedus.followup.answers import WEIGHTS, Answer, Reason, Weights
from foedus.followup.history import Cause, Change
from foedus.followup.ruling import Ruling, Verdict
from foedus.followup.state import FollowUp, follow_up

__all__ = [
    "WEIGHTS",
    "Answer",
    "Cause",
    "Change",
    "FollowUp",
    "Reason",
    "Ruling",
    "State",
    "Verdict",
    "Weights",
    "follow_up",
]
