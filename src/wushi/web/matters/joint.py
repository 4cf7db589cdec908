"""What staff read of working together (联动): who handed it over, to whom it rose and why, who was called, what was decided."""

from __future__ import annotations

from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain.policy import Policy
from wushi.web import words
from wushi.web.templatetags.wushi import name_in


def tell(event: e.Event, policy: Policy) -> tuple[str, str]:
    """(title, what was written beside it); a blank title for events of other kinds."""
    name = words.event(event.kind)
    match event:
        case e.HandedOver():
            source = policy.centre.sources.get(event.source)
            told = (source.name_en if words.english() else source.name) if source else event.source
            return f"{name} · {told}", event.number
        case e.HandOverRefused():
            owner = name_in(policy, "unit", event.owner)
            return name, "\n".join((gettext("归%(unit)s管") % {"unit": owner}, event.reason))
        case e.Risen():
            return gettext("上报到%(unit)s") % {"unit": name_in(policy, "unit", event.unit)}, event.reason
        case e.Whistled() | e.GroupConvened():
            units = words.listed(name_in(policy, "unit", unit) for unit in event.units)
            return f"{name} · {units}", event.reason
        case e.TasksSet():
            told = words.listed(f"{name_in(policy, 'unit', unit)} {number}" for number, unit in event.tasks)
            return name, told
        case e.TaskEnded():
            return f"{name} · {event.task}", ""
        case e.MeetingHeld():
            return name, words.listed(name_in(policy, "unit", unit) for unit in event.units)
        case e.PartsOverridden():
            return name, "\n".join((event.reason, words.listed(event.tasks)))
        case e.TaskSentBack() | e.TaskWithdrawn():
            return name, event.reason
    return "", ""
