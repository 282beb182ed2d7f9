"""The addresses of panels: of a panel itself, and of a region's stage before one."""

from django.urls import path

from kotacerdas.panel.views import (
    consensus,
    doors,
    feedback,
    item,
    meeting,
    panels,
    presenting,
    results,
    review,
    sheets,
)

app_name = "panel"
STAGE = "<str:region>/<int:year>/penilaian/<str:stage>/"
urlpatterns = [
    path("panel/", panels.panels, name="panels"),
    path("panel/<int:pk>/", panels.panel, name="panel"),
    path("panel/<int:pk>/daerah/", panels.regions, name="regions"),
    path("panel/<int:pk>/unduh/<str:kind>/", panels.download, name="download-scores"),
    path("<str:region>/penilaian/", doors.latest, name="latest"),
    path("<str:region>/penilaian/mulai/", panels.begin, name="begin"),
    path(STAGE, review.review, name="review"),
    path(f"{STAGE}butir/", item.first, name="score"),
    path(f"{STAGE}butir/<str:code>/", item.item, name="item"),
    path(f"{STAGE}lembar/", sheets.sheet, name="sheet"),
    path(f"{STAGE}lembar/unduh/", sheets.download, name="download-sheet"),
    path(f"{STAGE}musyawarah/", consensus.consensus, name="consensus"),
    path(f"{STAGE}rapat/", meeting.meeting, name="meeting"),
    path(f"{STAGE}rapat/paparan/", presenting.presenting, name="presenting"),
    path(f"{STAGE}rapat/foto/<int:pk>/", meeting.picture, name="note-picture"),
    path(f"{STAGE}rapat/berita-acara/<int:number>/", meeting.minutes, name="minutes"),
    path(f"{STAGE}hasil/<int:number>/", results.result, name="result"),
    path(f"{STAGE}umpan-balik/<int:number>/", feedback.feedback, name="feedback"),
    path(f"{STAGE}umpan-balik/<int:number>/unduh/", feedback.download, name="download-feedback"),
]
