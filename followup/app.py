"""The application factory: one short function per concern, in start-up order."""

import secrets
import time
from pathlib import Path

import structlog
from flask import Flask, g, request
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from sqlalchemy.types import TypeDecorator
from werkzeug.middleware.proxy_fix import ProxyFix

from followup import blueprints, jobs, keyring, logs
from followup.casework import audit
from followup.config import Settings, from_environment
from followup.db import db
from followup.web import (
    access,
    assets,
    context,
    errors,
    headers,
    languages,
    signed_in,
    templating,
    transactions,
)

migrate = Migrate()
csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from the environment, or from given settings."""
    app = Flask(__name__, static_folder=None, instance_relative_config=True)
    settings = settings or from_environment(Path(app.instance_path))
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    configure(app, settings)
    open_database(app, settings)
    open_keys(settings)
    languages.set_up(app)
    templating.set_up(app)
    watch_requests(app)
    assets.add(app)
    errors.set_up(app)
    blueprints.register(app)
    app.extensions["jobs"] = jobs.JOBS
    if settings.proxies:
        app.wsgi_app = ProxyFix(
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    return app


def configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_upload_bytes,
        SESSION_COOKIE_NAME="__Host-followup" if settings.secure_cookies else "followup",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Strict",
        TRUSTED_HOSTS=settings.trusted_hosts,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    logs.set_up()


def _engine_options(url: str) -> dict:
    """SQLite: a connection per thread. PostgreSQL: a small pool that notices dead connections."""
    if url.startswith("sqlite"):
        return {"pool_size": 10, "max_overflow": 10}
    return {"pool_size": 8, "max_overflow": 8, "pool_pre_ping": True}


def open_database(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    directory = Path(__file__).parent.parent / "migrations"
    migrate.init_app(
        app, db, directory=str(directory), render_as_batch=True, render_item=_render_plainly
    )


def _render_plainly(kind, item, context):
    """Write our column types into migrations as what they are in the database."""
    return f"sa.{item.impl!r}" if isinstance(item, TypeDecorator) else False


def open_keys(settings: Settings) -> None:
    """Without the key file the application starts, but reads and writes no name."""
    if settings.key_file.exists():
        keyring.use(keyring.read(settings.key_file))


def watch_requests(app: Flask) -> None:
    """Sign-in, forgery protection, the gate, one act per form, one commit, headers, log line."""
    signed_in.login_manager.init_app(app)
    csrf.init_app(app)
    app.before_request(_begin)
    app.before_request(access.gate)
    app.before_request(transactions.once)
    app.after_request(transactions.settle)
    app.after_request(headers.protect)
    app.after_request(_log)
    app.teardown_request(access.open_gate)
    app.context_processor(context.for_templates)


def _begin():
    g.request_id = secrets.token_hex(8)
    audit.of_request.set(g.request_id)
    g.began = time.perf_counter()


def _log(response):
    structlog.get_logger().info(
        "request",
        request=g.get("request_id"),
        endpoint=request.endpoint,
        method=request.method,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None,
    )
    return response
