"""The addresses of an innovation's way from idea to replication, and of likely twins."""

from django.urls import path

from kotacerdas.innovation.views import gallery, marks, proposing, reminding, twins, way

app_name = "innovation"
TWINS = "<str:region>/inovasi/mirip/"
urlpatterns = [
    path("<str:region>/inovasi/usul/", proposing.new, name="new"),
    path("<str:region>/inovasi/galeri/", gallery.gallery, name="gallery"),
    path("<str:region>/inovasi/galeri/katalog/", gallery.download, name="download-catalogue"),
    path("<str:region>/inovasi/ingatkan/<int:year>/", reminding.remind, name="remind"),
    path("<str:region>/inovasi/<path:code>/tahap/", way.way, name="way"),
    path("<str:region>/iid/bukti/<str:of>/<int:pk>/", marks.mark, name="mark"),
    path(TWINS, twins.twins, name="twins"),
    path(f"{TWINS}cari/", twins.search, name="search-twins"),
    path(f"{TWINS}teks/", twins.alike, name="alike"),
    path(f"{TWINS}<int:pair>/", twins.decide_pair, name="decide-twins"),
    path(f"{TWINS}keputusan/<int:decision>/", twins.take_back_decision, name="take-back-twins"),
]
