"""The WSGI application with its commands: `flask` and gunicorn find it here."""

from dotenv import load_dotenv

from followup import cli, create_app, scheduler

load_dotenv()
app = create_app()
cli.register(app)
if scheduler.belongs_here(app):
    scheduler.start_embedded(app)
