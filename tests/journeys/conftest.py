"""The product served on this machine, and a real browser that looks at it."""

import contextvars
import shutil
import threading

import pytest
from werkzeug.serving import make_server

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """The browser of the machine; nothing is downloaded."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return {"executable_path": found, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture
def address(app, db):
    """Where the product answers while the test runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=contextvars.Context().run, args=(server.serve_forever,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
