"""The addresses of surveys: those of a region's year, and the short ones that anybody may open."""

from django.urls import path

from kotacerdas.survey.views import answering, entering, files, helping, running, showing

app_name = "survey"
OF_YEAR = "<str:region>/<int:year>/survei/"
urlpatterns = [
    path("s/bantu/<str:token>/", answering.helper_start, name="helper-start"),
    path("s/bantu/<str:token>/<str:code>/", answering.helper_form, name="helper-form"),
    path("s/<str:code>/", answering.form, name="form"),
    path("<str:region>/survei/", showing.latest, name="latest"),
    path(OF_YEAR, showing.survey, name="survey"),
    path(f"{OF_YEAR}periksa/", showing.check, name="check"),
    path(f"{OF_YEAR}atur/", running.plan, name="plan"),
    path(f"{OF_YEAR}gerak/", running.move, name="move"),
    path(f"{OF_YEAR}petugas/", helping.helpers, name="helpers"),
    path(f"{OF_YEAR}kertas/<str:code>/", entering.paper, name="paper"),
    path(f"{OF_YEAR}poster.pdf", files.poster, name="download-poster"),
    path(f"{OF_YEAR}formulir.pdf", files.paper_forms_file, name="download-paper"),
    path(f"{OF_YEAR}rekap.xlsx", files.recap, name="download-recap"),
]
