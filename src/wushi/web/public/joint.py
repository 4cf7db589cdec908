"""What a resident reads of working together: whence it came, who has it now, that units sit together; not their tasks."""

from __future__ import annotations

from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain.policy import Policy
from wushi.domain.tracks.joint import KINDS as FACTS
from wushi.web.templatetags.wushi import name_in

KINDS = (*FACTS, e.TaskAccepted, e.TaskSentBack, e.TaskWithdrawn)


def tell(event: e.Event, policy: Policy) -> str:
    """Blank: left out on purpose."""
    match event:
        case e.HandedOver():
            return gettext("由别的单位移交过来，原来的时间照算")
        case e.HandOverRefused():
            return gettext("不归这里管，归%(unit)s") % {"unit": name_in(policy, "unit", event.owner)}
        case e.Risen():
            return gettext("交到上一级：%(unit)s") % {"unit": name_in(policy, "unit", event.unit)}
        case e.GroupConvened():
            return gettext("几个单位一起办，%(unit)s牵头") % {"unit": name_in(policy, "unit", event.lead)}
        case e.MeetingHeld():
            return gettext("有关单位开会商量")
    return ""
