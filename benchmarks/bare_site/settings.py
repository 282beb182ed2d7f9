"""The site's own settings, with one page more: the base layout and nothing in it."""

from kotacerdas.config.settings import *  # noqa: F403
from kotacerdas.config.settings import ALLOWED_HOSTS, INSTALLED_APPS

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
INSTALLED_APPS = [*INSTALLED_APPS, "bare_site"]  # for its template
ROOT_URLCONF = "bare_site.urls"
