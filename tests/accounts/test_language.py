"""The language follows the user, else the browser's cookie, else it is Indonesian."""

from django.test import Client

from accounts.cast import signed_in

LOGIN = "/akun/login/"


def test_indonesian_where_nothing_was_chosen(db):
    response = Client().get(LOGIN, headers={"accept-language": "en-GB,en"})
    assert 'lang="id"' in response.text
    assert response.headers["Content-Language"] == "id"


def test_the_signed_out_choose_for_their_browser(db):
    client = Client()
    response = client.post("/bahasa/", {"language": "en", "next": LOGIN})
    assert response.url == LOGIN
    page = client.get(LOGIN).text
    assert 'lang="en"' in page
    assert "Sign in" in page


def test_the_signed_in_choose_for_good(cast):
    signed_in(cast.operator).post("/bahasa/", {"language": "en"})
    assert 'lang="en"' in signed_in(cast.operator).get("/profil/").text


def test_one_comes_back_to_pages_of_this_site_only(db):
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        assert Client().post("/bahasa/", {"language": "en", "next": elsewhere}).url == "/"


def test_a_link_alone_does_not_switch(db):
    assert Client().get("/bahasa/").status_code == 405
