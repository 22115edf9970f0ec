"""Load the daily pages over HTTP: latency, requests per second, statements and bytes per page."""

import argparse
import contextlib
import json
import multiprocessing
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, event

from bench.browser import InProcess, OverHttp, Person
from bench.ground import chosen, database_server, with_grounds
from followup.cli.demo import IN_ONE_HOUSE

ROOT = Path(__file__).parent.parent
WORKER, COORDINATOR = "youssef.el.amrani", "anne.simon"
OTHERS = (WORKER, "nora.peeters", "tom.wouters", "griet.maes", "sarah.lejeune")

# The page, who opens it, and the status that it answers.
PAGES = {
    "my day": ("day", WORKER, 200),
    "board": ("board", COORDINATOR, 200),
    "case": ("case", WORKER, 200),
    "log a contact": ("log_contact", WORKER, 303),
    "search a name": ("search_name", COORDINATOR, 200),
    "search a number": ("search_phone", COORDINATOR, 200),
}
AGAINST_THE_FLOOR = {"my day": "day", "the list alone": "list_alone", "case": "case"}
ROUNDS, BLOCK = 12, 25


@contextlib.contextmanager
def served(ground, module):
    """gunicorn with the product's own configuration on a free port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    environment = os.environ | {
        "BENCH_GROUND": ground.name,
        "BENCH_URL": ground.url,
        "FOLLOWUP_BIND": f"127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", f"{module}:app"]
    with open(ground.folder / f"{module}.log", "w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(port)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _wait_for(port):
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server does not start; read its log")


def email(name, number, ground):
    """A sign-in of the house with this number, the houses spread over the whole database."""
    houses = max(1, ground.size // IN_ONE_HOUSE)
    house = number * houses // 16 % houses
    return f"{name}-{house}@demo.example" if house else f"{name}@demo.example"


def password(ground):
    return ground.accounts()[0]["password"]


def one_client(ground, port, page, number, seconds, start, results):
    """A process of its own: opens the page again and again until the time is over."""
    verb, name, wanted = PAGES[page]
    name = OTHERS[number % len(OTHERS)] if name == WORKER else name
    person = Person(OverHttp(port), email(name, number, ground), password(ground))
    if verb in ("case", "log_contact"):
        person.take_cases(wanted=303 if verb == "log_contact" else None)
    act = getattr(person, verb)
    for _ in range(3):
        act()
    start.wait()
    times, sizes, wrong = [], [], 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        began = time.perf_counter()
        status, body = act()
        times.append(time.perf_counter() - began)
        sizes.append(len(body))
        wrong += status != wanted
    results.put((times, sizes, wrong))


def load(ground, port, page, clients, seconds):
    """So many browsers at once, each of another organisation or worker."""
    start, results = multiprocessing.Barrier(clients), multiprocessing.Queue()
    processes = [
        multiprocessing.Process(
            target=one_client, args=(ground, port, page, number, seconds, start, results)
        )
        for number in range(clients)
    ]
    for process in processes:
        process.start()
    answers = [results.get(timeout=seconds + 120) for _ in processes]
    for process in processes:
        process.join()
    times = sorted(one for answer in answers for one in answer[0])
    return {
        "database": ground.kind,
        "referrals": ground.size,
        "page": page,
        "clients": clients,
        "p50_ms": round(1000 * times[len(times) // 2], 1),
        "p95_ms": round(1000 * times[int(len(times) * 0.95)], 1),
        "requests_per_second": round(len(times) / seconds, 1),
        "bytes": round(statistics.mean(size for answer in answers for size in answer[1])),
        "not_as_expected": sum(answer[2] for answer in answers),
    }


def inside(ground):
    """Of each page, inside this process: statements counted at the cursor, and processor time.

    The time of the thread alone, the least of some: a busy machine moves it little.
    """
    counted = []
    app = ground.app()
    event.listen(Engine, "before_cursor_execute", lambda *said: counted.append(said[2]))
    found = {}
    for page, (verb, name, wanted) in PAGES.items():
        person = Person(InProcess(app), email(name, 9, ground), password(ground))
        person.take_cases(wanted=303 if verb == "log_contact" else None)
        act = getattr(person, verb)
        act()
        counted.clear()
        status, _ = act()
        if status != wanted:
            print(f"{ground.name}: {page} answered {status}", file=sys.stderr)
        sent = [sql for sql in counted if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]
        found[page] = {"statements": len(sent), "cpu_ms": _processor_time(act)}
    return found


def _processor_time(act):
    times = []
    for _ in range(BLOCK):
        began = time.thread_time()
        act()
        times.append(time.thread_time() - began)
    return round(1000 * min(times), 1)


def ratios(ground, port, floor_port):
    """The product against the floor: blocks of requests in turn, the ratio block by block."""
    person = Person(OverHttp(port), email(WORKER, 9, ground), password(ground))
    below = OverHttp(floor_port)
    below.cookies = person.browser.cookies
    paths = {"day": "/day", "list_alone": "/day?log=none", "case": f"/c/{person.next_code()}"}
    found = []
    for page, verb in AGAINST_THE_FLOOR.items():
        path, floor_path = paths[verb], paths[verb].partition("?")[0]
        blocks = [
            (_median(person.get, path), _median(below.get, floor_path)) for _ in range(ROUNDS)
        ]
        ratio = sorted(ours / theirs for ours, theirs in blocks)
        found.append(
            {
                "database": ground.kind,
                "referrals": ground.size,
                "page": page,
                "product_ms": round(1000 * statistics.median(one[0] for one in blocks), 2),
                "floor_ms": round(1000 * statistics.median(one[1] for one in blocks), 2),
                "ratio": round(statistics.median(ratio), 2),
                "ratio_from": round(ratio[0], 2),
                "ratio_to": round(ratio[-1], 2),
            }
        )
    return found


def _median(get, path):
    times = []
    for _ in range(BLOCK):
        began = time.perf_counter()
        status, _ = get(path)
        times.append(time.perf_counter() - began)
        if status != 200:
            raise RuntimeError(f"the page answered {status}")
    return statistics.median(times)


def measure(ground, clients, seconds):
    alone = inside(ground)
    with served(ground, "bench.serve") as port, served(ground, "bench.floor") as floor_port:
        against = ratios(ground, port, floor_port)
        loads = [load(ground, port, page, n, seconds) for page in PAGES for n in clients]
    for one in loads:
        one.update(alone[one["page"]])
    return loads, against


def conditions():
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_average": os.getloadavg(),
    }


def table(rows):
    """Rows as a Markdown table."""
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([str(row[name]) for name in names] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main():
    parser = with_grounds(argparse.ArgumentParser(description=__doc__))
    parser.add_argument("--clients", nargs="+", type=int, default=(1, 8))
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    everything = {"conditions": conditions(), "load": [], "against_the_floor": []}
    with database_server():
        for ground in chosen(arguments):
            loads, against = measure(ground, arguments.clients, arguments.seconds)
            everything["load"] += loads
            everything["against_the_floor"] += against
            print(f"\n{table(against)}\n\n{table(loads)}", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(everything, indent=1))


if __name__ == "__main__":
    main()
