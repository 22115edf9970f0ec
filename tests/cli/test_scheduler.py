import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from followup.models import AlertRow, Lease
from tests import factories

ROOT = Path(__file__).parents[2]
WAIT = 20  # seconds after which the process counts as stuck


def test_the_scheduler_runs_as_a_process_until_it_is_told_to_end(app, db, noon):
    settings = app.config["SETTINGS"]
    factories.deadline(factories.follow_up(), escalates_at=noon)
    addresses = {
        "DATABASE_URL": settings.database_url,
        "FOLLOWUP_KEY_FILE": str(settings.key_file),
        "FOLLOWUP_SECRET_KEY": "kept-for-tests-only",
    }

    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "scheduler", "run"],
        cwd=ROOT,
        env=os.environ | addresses,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stderr:
        if '"event": "job done"' in line:
            break
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=WAIT)

    assert process.returncode == 0
    assert db.session.scalar(select(AlertRow.deadline_id)) is not None
    lease = db.session.scalars(select(Lease)).one()
    assert lease.held_until == lease.beat_at
