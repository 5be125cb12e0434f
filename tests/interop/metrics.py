"""A Prometheus that scrapes what `probe -o prometheus` wrote, from a server of files, with the alerts of docs/ci.md."""

import contextlib
import functools
import http.server
import json
import socket
import subprocess
import threading
import time
import urllib.request

import yaml

import hostile
from pipelines import blocks
from readings import failing
from tool import clean_env, expect, program, run, tail

# Short, since nobody waits for an alert here.
SCRAPED = """
global: {{scrape_interval: 500ms, scrape_timeout: 400ms, evaluation_interval: 500ms}}
rule_files: [{rules}]
scrape_configs:
  - {{job_name: probe, metrics_path: /report.prom, honor_labels: true, static_configs: [{{targets: ["127.0.0.1:{port}"]}}]}}
"""
LIMIT = 20


class Files(http.server.SimpleHTTPRequestHandler):
    """A folder's files, in the type that the text format has."""

    extensions_map = {".prom": "text/plain; version=0.0.4"}

    def log_message(self, *_):
        pass


class Prometheus:
    """Started anew for each run: one scrape of one file."""

    def __init__(self, lab):
        self.lab = lab

    @staticmethod
    def rules():
        told = [block for _, language, block in blocks() if language == "yaml" and "alert:" in block]
        expect(len(told) == 1, f"{len(told)} blocks of alerts in docs/ci.md")
        return told[0]

    def fires(self, made):
        """For each reason that an endpoint fails there is an alert that names it."""
        home = self.lab.folder()
        rules = home / "rules.yml"
        rules.write_text(self.rules())
        ran = run([program("promtool"), "check", "rules", rules], home)
        expect(ran.code == 0, f"promtool: {tail(ran.err)}")
        # An alert that waits would not fire here in time.
        told = yaml.safe_load(self.rules())
        for rule in (rule for group in told["groups"] for rule in group["rules"]):
            rule.pop("for", None)
        rules.write_text(yaml.safe_dump(told))
        with self._served(made.dir) as port, self._running(home, rules, port) as base:
            wanted = set(failing(made.json()))
            fired = self._until(base, wanted)
            expect(fired == wanted, f"did not fire: {sorted(wanted - fired)}; too much: {sorted(fired - wanted)}")
            if made.name == "hostile":
                self._keeps(base, hostile.WORDS)
        return f"{len(fired)} reasons fire"

    @staticmethod
    @contextlib.contextmanager
    def _served(folder):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            server.server_close()

    @contextlib.contextmanager
    def _running(self, home, rules, port):
        (home / "prometheus.yml").write_text(SCRAPED.format(rules=rules, port=port))
        with socket.create_server(("127.0.0.1", 0)) as free:
            own = free.getsockname()[1]
        argv = [program("prometheus"), f"--config.file={home / 'prometheus.yml'}", f"--storage.tsdb.path={home / 'data'}", f"--web.listen-address=127.0.0.1:{own}"]
        log = (home / "log").open("wb")
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=clean_env(home), cwd=home)
        try:
            yield f"http://127.0.0.1:{own}"
        finally:
            process.terminate()
            process.wait(10)
            log.close()

    @staticmethod
    def _asked(url):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(url, timeout=2) as answer:
                return json.load(answer)["data"]
        except (OSError, ValueError):
            return {}

    def _until(self, base, wanted):
        """The codes whose alert fires, once all of them do; else those that do in the end."""
        end, fired = time.monotonic() + LIMIT, set()
        while time.monotonic() < end and fired != wanted:
            time.sleep(0.2)
            alerts = self._asked(f"{base}/api/v1/alerts").get("alerts", [])
            fired = {a["labels"]["code"] for a in alerts if a["state"] == "firing" and "code" in a["labels"]}
        return fired

    def _keeps(self, base, words):
        found = self._asked(f"{base}/api/v1/query?query=probe_ssl_last_chain_info")["result"]
        told = " ".join(value for series in found for value in series["metric"].values())
        for word in words:
            expect(word in told, f"{word} is not among the labels")
