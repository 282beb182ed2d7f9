"""The site's settings for tests and type checks: a secret of their own, quick passwords."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KOTACERDAS_SECRET_KEY", "only-for-tests-" * 5)
os.environ.setdefault("KOTACERDAS_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("KOTACERDAS_DATA", tempfile.mkdtemp(prefix="kotacerdas-tests-"))

# whitenoise warns of a folder that is not there.
(Path(os.environ["KOTACERDAS_DATA"]) / "static").mkdir(parents=True, exist_ok=True)

from kotacerdas.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
OUTBOX = "inline"
# One for each process of a run: they clear it, and what it counts, at the same time.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": Path(os.environ["KOTACERDAS_DATA"])
        / "cache"
        / os.environ.get("PYTEST_XDIST_WORKER", "one"),
    }
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
