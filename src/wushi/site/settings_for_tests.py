"""Settings for tests: the same house in a home of its own, made before anything reads it; a running house is never touched."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="wushi-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["WUSHI_HOME"] = _home

from wushi.site.settings import *  # noqa: E402, F403

# the cost of a password's hash is not what is tested
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
