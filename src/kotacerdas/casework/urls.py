"""The addresses of notices, and of evidence that is brought."""

from django.urls import path

from kotacerdas.casework.views import evidence, notices

app_name = "casework"
urlpatterns = [
    path("<str:region>/tambah-bukti/<int:pk>/", evidence.add, name="add-evidence"),
    path("pemberitahuan/", notices.notices, name="notices"),
    path("pemberitahuan/jumlah/", notices.count, name="notice-count"),
    path("pemberitahuan/<int:pk>/", notices.open_, name="notice"),
]
