"""The addresses of workbooks in and out."""

from django.urls import path

from kotacerdas.exchange import views

app_name = "exchange"
urlpatterns = [
    path("<str:region>/impor/", views.imports, name="imports"),
    path("<str:region>/impor/<int:file>/", views.import_, name="import"),
    path("<str:region>/berkas/<int:file>/", views.file, name="file"),
    path("<str:region>/ekspor/", views.export, name="export"),
]
