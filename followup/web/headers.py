"""Security headers on every answer."""

from flask import current_app

CONTENT_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none';"
    " form-action 'self'; img-src 'self' data:"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Only where the product is reached over TLS; elsewhere browsers ignore it.
ONE_YEAR = "max-age=31536000"


def protect(response):
    """No page is kept by a browser or a proxy; static files may be."""
    response.headers.update(HEADERS)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = ONE_YEAR
    response.headers.setdefault("Cache-Control", "no-store")
    return response
