"""How gunicorn serves the product: `gunicorn -c gunicorn.conf.py wsgi:app`."""

import os

bind = os.environ.get("FOLLOWUP_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("FOLLOWUP_WORKERS", "2"))
threads = int(os.environ.get("FOLLOWUP_THREADS", "4"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
# The product writes its own line a request, without addresses that could name somebody.
accesslog = None
errorlog = "-"
# Otherwise gunicorn makes a socket in the home directory, which a service has not.
control_socket_disable = True
