"""Addresses of all doors for people; each audience keeps its own list."""

from django.urls import include, path
from django.views.i18n import set_language

from wushi.web.design.views import design
from wushi.web.preferences import preference

urlpatterns = [
    path("", include("wushi.web.account.urls")),
    path("language/", set_language, name="set_language"),
    path("preference/", preference, name="preference"),
    path("design/", design, name="design"),
    path("services/", include("wushi.web.services.urls")),
    path("counter/", include("wushi.web.counter.urls")),
    path("hall/", include("wushi.web.hall.urls")),
    path("search/", include("wushi.web.search.urls")),
    path("desk/", include("wushi.web.desk.urls")),
    path("danger/", include("wushi.web.duty.urls")),
    path("centre/", include("wushi.web.centre.urls")),
    path("hub/", include("wushi.web.hub.urls")),
    path("monitors/", include("wushi.web.monitors.urls")),
    path("unit/", include("wushi.web.unit.urls")),
    path("mediation/", include("wushi.web.cases.urls")),
    path("agency/", include("wushi.web.agency.urls")),
    path("petitions/", include("wushi.web.petitions.urls")),
    path("matters/", include("wushi.web.matters.urls")),
    path("release/", include("wushi.web.release.urls")),
    path("", include("wushi.web.lead.urls")),
    path("open/", include("wushi.web.opened.urls")),
    path("life-circle/", include("wushi.web.circle.urls")),
    path("answer-sheet/", include("wushi.web.sheet.urls")),
    path("", include("wushi.web.public.urls")),
]
