"""The demonstration accounts: one for each kind of post, with a password made on this machine and kept beside its data."""

from __future__ import annotations

import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from wushi.domain.actor import BUILT_IN
from wushi.domain.calendar import local
from wushi.domain.policy import Policy, Post
from wushi.store.accounts.models import Holding, User


def _posts(policy: Policy) -> dict[str, Post]:
    """A post for each role: the first one in the order of the pack."""
    found: dict[str, Post] = {}
    for post in policy.posts.values():
        found.setdefault(post.role, post)
    return found


def accounts(policy: Policy) -> list[tuple[str, str, str]]:
    """Make what is missing; (name, password, post in words) of all. The file of passwords is readable by its owner only."""
    path = Path(settings.WUSHI_HOME) / "demonstration-accounts.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    today = local(datetime.now(UTC)).date()
    listed = []
    for role, post in _posts(policy).items():
        if role in BUILT_IN or role == "channel" or role not in policy.roles:
            continue  # machines do not sign in
        name = role.replace("_", "-")
        if name not in kept:
            kept[name] = secrets.token_urlsafe(7)
        user = User.objects.filter(username=name).first()
        if user is None:
            user = User.objects.create_user(name, password=kept[name])
        if not user.holdings.filter(post=post.code).exists():
            Holding.objects.create(user=user, post=post.code, since=today)
        unit = policy.tree.unit(post.unit)
        listed.append((name, kept[name], f"{unit.name} {policy.roles[role].name}"))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(kept, out)
    return listed
