"""Every address of the site."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path(settings.ACCOUNT_PATH, include("allauth.urls")),
    path("", include("kotacerdas.accounts.urls")),
    path("", include("kotacerdas.survey.urls")),
    path("", include("kotacerdas.casework.urls")),
    path("", include("kotacerdas.reporting.urls")),
    path("", include("kotacerdas.innovation.urls")),
    path("", include("kotacerdas.panel.urls")),
    path("", include("kotacerdas.evaluation.urls")),
    path("", include("kotacerdas.exchange.urls")),
    path("", include("kotacerdas.pages.urls")),
]
handler403 = "kotacerdas.config.errors.forbidden"
handler404 = "kotacerdas.config.errors.not_found"
handler500 = "kotacerdas.config.errors.broken"
handler400 = "kotacerdas.config.errors.bad_request"
