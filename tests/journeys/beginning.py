"""How a site, a region and its people begin in the browser."""

PASSWORD = "sehelai-daun-jati"  # noqa: S105 - of test people
LINK = r"(http\S+/akun/password/reset/key/\S+)"


def pages_of(roles, site, browser):
    """A page of each role, in a browser that remembers nothing of the others."""
    pages = {}
    for role in roles:
        context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
        context.set_default_timeout(60_000)
        pages[role] = context.new_page()
    return pages


def make_the_owner(page, site, address, name):
    link = site.link_in(r"(http\S+/pemilik/\S+/)")
    page.goto(link)
    page.fill("[name=email]", address)
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.click(".btn-primary")
    page.wait_for_selector(".avatar-link")
    assert page.url.endswith("/situs/")
    assert "sudah dipakai" in page.request.get(link).text()


def choose_the_region(page):
    """The form of a new region, filled in as far as the list of codes knows it."""
    page.click(".head .btn-primary")
    page.fill("#q", "pekalongan")
    page.click("#areas a:has-text('33.26')")
    page.wait_for_selector("[name=name][value='Kabupaten Pekalongan']")
    assert page.input_value("[name=level]") == "regency"


def name_the_coordinator(page, address, name):
    page.fill("[name=coordinator_email]", address)
    page.fill("[name=coordinator_name]", name)
    page.click("#daerah .btn-primary")
    page.wait_for_selector(f"main table:has-text('{name}')")


def accept(page, site, address):
    """What somebody does with the letter that invites them."""
    page.goto(site.link_in(rf"(?s)To: {address}.*?{LINK}"))
    for field in page.locator("[type=password]").all():
        field.fill(PASSWORD)
    page.click("main .btn-primary")
    page.wait_for_selector(".avatar-link")
