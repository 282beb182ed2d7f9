"""The addresses of workbooks in and out."""

from django.urls import path

from kotacerdas.exchange import import_views, questionnaire_views, report_views, undo_views, views

app_name = "exchange"
REPORTS = "<str:region>/pelaporan/<int:year>/<str:slug>/buku-kerja/"
QUESTIONNAIRES = "<str:region>/siklus/kuesioner/"
urlpatterns = [
    path("<str:region>/impor/", views.imports, name="imports"),
    path("<str:region>/impor/<int:number>/", import_views.import_, name="import"),
    path("<str:region>/berkas/<int:file>/", views.file, name="file"),
    path("<str:region>/berkas/<int:file>/<str:sheet>/<int:row>/", views.source_row, name="row"),
    path("<str:region>/ekspor/", views.export, name="export"),
    path("<str:region>/catatan/<int:number>/batalkan/", undo_views.undo, name="undo"),
    path(QUESTIONNAIRES, questionnaire_views.questionnaires, name="questionnaires"),
    path(
        f"{QUESTIONNAIRES}<str:name>.xlsx",
        questionnaire_views.questionnaire_file,
        name="download-questionnaire",
    ),
    path(REPORTS, report_views.reports, name="reports"),
    path(f"{REPORTS}<path:code>/", report_views.report_file, name="report-file"),
]
