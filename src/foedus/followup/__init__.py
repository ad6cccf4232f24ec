"""What was said against what was done: each undertaking with what answers it so far."""

from foedus.cooperation.undertaking import State
from foedus.followup.answers import Answer, Reason, answers
from foedus.followup.state import FollowUp, follow_up

__all__ = ["Answer", "FollowUp", "Reason", "State", "answers", "follow_up"]
