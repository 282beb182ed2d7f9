"""The addresses of evidence and of notices."""

from django.urls import path

from kotacerdas.casework.views import evidence, notices, piece

app_name = "casework"
urlpatterns = [
    path("<str:region>/bukti/<int:pk>/", piece.piece, name="evidence-piece"),
    path("<str:region>/bukti/<int:pk>/lihat/", piece.view, name="evidence-view"),
    path("<str:region>/bukti/<int:pk>/halaman/<int:number>/", piece.page, name="evidence-page"),
    path("<str:region>/tambah-bukti/<int:pk>/", evidence.add, name="add-evidence"),
    path("pemberitahuan/", notices.notices, name="notices"),
    path("pemberitahuan/jumlah/", notices.count, name="notice-count"),
    path("pemberitahuan/<int:pk>/", notices.open_, name="notice"),
]
