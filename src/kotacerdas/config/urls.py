"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("akun/", include("allauth.urls")),
    path("", include("kotacerdas.accounts.urls")),
    path("", include("kotacerdas.monitoring.urls")),
    path("", include("kotacerdas.exchange.urls")),
    path("", include("kotacerdas.home.urls")),
]
handler403 = "kotacerdas.config.errors.forbidden"
handler404 = "kotacerdas.config.errors.not_found"
handler500 = "kotacerdas.config.errors.broken"
