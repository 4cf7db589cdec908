"""Command search: find matters by words, pinyin initials or number, the newest first; words are masked as everywhere."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from wushi.domain import lifecycle
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.errors import NotFound
from wushi.domain.policy import Policy
from wushi.site.cli import emit, say
from wushi.steps import searching
from wushi.steps.policy import current
from wushi.steps.searching import Asked, Hit, Marked

_DAY = click.DateTime(["%Y-%m-%d"])


def actor_of(post: str, policy: Policy) -> Actor:
    """The post with whose eyes is looked; without one, a post that sees the whole district: who has the database sees all."""
    if post:
        held = policy.post(post)
        return Actor(held.code, held.unit, held.role)
    for held in policy.posts.values():
        if policy.roles[held.role].scope == "all":
            return Actor(held.code, held.unit, held.role)
    raise NotFound(what="post", name="one that sees the whole district")


@click.command()
@click.argument("query")
@click.option("--unit", default="", help="code of a unit: with it and below")
@click.option("--subject", default="", help="code of a subject: it and below")
@click.option("--place", default="", help="code of a place: there and below")
@click.option("--state", type=click.Choice(("open", "closed")), default=None)
@click.option("--from", "since", type=_DAY, default=None, help="registered on this day or later")
@click.option("--to", "until", type=_DAY, default=None, help="registered on this day or earlier")
@click.option("--post", default="", help="see only what this post sees; default: the whole district")
@click.option("--limit", default=20, show_default=True, help="at most so many matters")
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def search(
    query: str, unit: str, subject: str, place: str, state: str | None, since: datetime | None, until: datetime | None,
    post: str, limit: int, as_json: bool,
) -> None:  # fmt: skip
    """Find matters whose masked words hold all the words of QUERY, or whose number ends so; the newest first.

    A word of Latin letters may also be the pinyin initials of a title, a subject or a place. Simplified and Traditional
    characters are the same; signs such as % * " have no meaning but themselves."""
    policy = current()
    actor, after, shown = actor_of(post, policy), "", 0
    first, last = (day.date() if day else None for day in (since, until))
    while shown < limit:
        asked = Asked(query, unit, subject, place, state or "", first, last, after, min(100, limit - shown))
        found = searching.search(asked, actor=actor, policy=policy)
        for hit in (*found.numbers, *found.hits):
            _tell(hit, policy, as_json)
        shown += len(found.hits)
        after = found.next
        if not after:
            break
    if found.behind or found.making:
        say(
            f"the index is behind: {found.behind} events have not been looked at; wushi clock follows, wushi rebuild mends"
        )
    if not found.words:
        say("nothing to look for: give a word")
    elif after:
        say(f"there are more; raise --limit (now {limit})")
    elif not shown and not found.numbers:
        say("no matter holds these words")


def _plain(marked: Marked) -> str:
    return "".join(part for part, _ in marked)


def _tell(hit: Hit, policy: Policy, as_json: bool) -> None:
    m = hit.matter
    if as_json:
        emit({
            "number": m.number, "state": m.state, "unit": m.unit, "subject": m.subject, "place": m.place,
            "registered_at": m.registered_at.astimezone(UTC).isoformat() if m.registered_at else None,
            "simulated": m.simulated, "title": _plain(hit.title), "excerpt": _plain(hit.excerpt),
            "marks": [part for part, marked in (*hit.title, *hit.excerpt) if marked],
        })  # fmt: skip
        return
    unit = policy.tree.units.get(m.unit)
    day = f"{local(m.registered_at):%Y-%m-%d}" if m.registered_at else ""
    where = unit.short or unit.name if unit else m.unit
    title, excerpt = (
        "".join(click.style(part, bold=True) if marked else part for part, marked in marked)
        for marked in (hit.title, hit.excerpt)
    )
    click.echo(f"{m.number}  {day}  {lifecycle.STATES[m.state][0]} · {where}  {title}")
    click.echo(f"    {excerpt}")
