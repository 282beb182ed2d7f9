"""The addresses of notices."""

from django.urls import path

from kotacerdas.casework.views import notices

app_name = "casework"
urlpatterns = [
    path("pemberitahuan/", notices.notices, name="notices"),
    path("pemberitahuan/jumlah/", notices.count, name="notice-count"),
    path("pemberitahuan/<int:pk>/", notices.open_, name="notice"),
]
