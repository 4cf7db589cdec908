"""The WSGI application that the server loads, warm before the first visitor comes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wushi.site.settings")
application = get_wsgi_application()


def _warm() -> None:
    """Read the pack, the addresses and the words once, instead of on the first person's time."""
    from django.urls import get_resolver

    from wushi.steps import folding
    from wushi.steps.policy import current
    from wushi.steps.report import propose

    assert get_resolver().url_patterns
    propose.propose("预热", "预热", type="", policy=current())
    folding.initials(folding.fold("預熱"))


_warm()
