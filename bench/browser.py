"""People who use the product over HTTP, or inside this process to count what they cause."""

import http.client
import itertools
import re
import secrets
from http.cookies import SimpleCookie
from urllib.parse import urlencode

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
CASE = re.compile(r'href="/c/([0-9A-Z]{4}-[0-9A-Z]{4})"')


class OverHttp:
    """One browser: a connection that is kept, cookies, and no more."""

    def __init__(self, port):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {}

    def get(self, path):
        return self.send("GET", path)

    def send(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # A server process was replaced, as gunicorn does after some thousand requests.
            self._connection.close()
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        page = answer.read()
        for line in answer.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: kept.value for name, kept in SimpleCookie(line).items()}
        return answer.status, page


class InProcess:
    """The same, without a server."""

    def __init__(self, app):
        self._client = app.test_client()

    def send(self, method, path, body=None):
        form = "application/x-www-form-urlencoded"
        answer = self._client.open(path, method=method, data=body, content_type=body and form)
        return answer.status_code, answer.data


class Person:
    """Somebody at work. Each method is one request and answers status and page."""

    def __init__(self, browser, email, password):
        self.browser = browser
        self._csrf = CSRF.search(self.get("/sign-in")[1].decode())[1]
        status, _ = self.post("/sign-in", email=email, password=password)
        if status != 303:
            raise RuntimeError(f"{email} cannot sign in: {status}")
        self._csrf = CSRF.search(self.get("/account")[1].decode())[1]
        self._codes = None

    def get(self, path):
        return self.browser.send("GET", path)

    def post(self, path, **fields):
        body = urlencode({"csrf_token": self._csrf, **fields})
        return self.browser.send("POST", path, body)

    def day(self):
        return self.get("/day")

    def list_alone(self):
        return self.get("/day?log=none")

    def board(self):
        return self.get("/board")

    def case(self):
        return self.get(f"/c/{self.next_code()}")

    def log_contact(self):
        return self.post(
            f"/c/{self.next_code()}/contact/new",
            submission=secrets.token_hex(16),
            how="call",
            outcome="busy",
            against_reason="Agreed by message.",
            note="Engaged twice.",
            when="0",
            step="proposed",
            place="panel",
            then="stay",
        )

    def search_name(self):
        return self.post("/search", q="Dubois")

    def search_phone(self):
        return self.post("/search", q="0400 00 01 23")

    def take_cases(self, wanted=None):
        """Learn the codes of the own cases; `wanted` keeps those that answer with this status."""
        self._codes = None
        found = list(dict.fromkeys(CASE.findall(self.get("/cases")[1].decode())))
        self._codes = itertools.cycle(found)
        if wanted:
            good = []
            for code in found:
                self._codes = iter([code])
                if self.log_contact()[0] == wanted:
                    good.append(code)
            self._codes = itertools.cycle(good)

    def next_code(self):
        if self._codes is None:
            self.take_cases()
        return next(self._codes)
