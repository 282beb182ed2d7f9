"""The addresses of people, roles and profiles."""

from django.urls import path

from kotacerdas.accounts import views

app_name = "accounts"
urlpatterns = [
    path("profil/", views.profile, name="profile"),
    path("bahasa/", views.switch_language, name="language"),
    path("<str:region>/orang/", views.people, name="people"),
    path("<str:region>/orang/undang/", views.invite_person, name="invite"),
    path("<str:region>/orang/<int:pk>/akhiri/", views.end, name="end"),
    path("<str:region>/orang/<int:pk>/serahkan/", views.hand_over_to, name="hand_over"),
    path("<str:region>/orang/akun/<int:pk>/tutup/", views.close, name="close"),
    path("<str:region>/orang/akun/<int:pk>/buka/", views.reopen, name="reopen"),
]
