"""The addresses of people, roles and profiles, and of the site's owner."""

from django.urls import path

from kotacerdas.accounts import site_views, views

app_name = "accounts"
urlpatterns = [
    path("profil/", views.profile, name="profile"),
    path("bahasa/", views.switch_language, name="language"),
    path("pemilik/<str:token>/", site_views.own_site, name="own-site"),
    path("situs/", site_views.site, name="site"),
    path("situs/daerah/baru/", site_views.new_region, name="new-region"),
    path("<str:region>/orang/", views.people, name="people"),
    path("<str:region>/orang/undang/", views.invite_person, name="invite"),
    path("<str:region>/orang/akhiri/", views.end_many, name="end-many"),
    path("<str:region>/orang/<int:pk>/akhiri/", views.end, name="end"),
    path("<str:region>/orang/<int:pk>/serahkan/", views.hand_over_to, name="hand_over"),
    path("<str:region>/orang/akun/<int:pk>/tutup/", views.close, name="close"),
    path("<str:region>/orang/akun/<int:pk>/buka/", views.reopen, name="reopen"),
]
