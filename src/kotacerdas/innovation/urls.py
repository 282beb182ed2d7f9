"""The addresses of an innovation's way from idea to replication."""

from django.urls.resolvers import URLPattern

app_name = "innovation"
urlpatterns: list[URLPattern] = []
