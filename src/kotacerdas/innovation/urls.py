"""The addresses of an innovation's way from idea to replication."""

from django.urls import path

from kotacerdas.innovation.views import proposing, way

app_name = "innovation"
urlpatterns = [
    path("<str:region>/inovasi/usul/", proposing.new, name="new"),
    path("<str:region>/inovasi/<path:code>/tahap/", way.way, name="way"),
]
