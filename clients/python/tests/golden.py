"""The golden records of testing/golden, and a registry on loopback that gives their schemas out."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "testing" / "golden"
RECORDS = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))]


@contextmanager
def registry():
    """Yields the URL of a registry that has the golden schemas under their ids."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Registry)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Registry(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        for golden in RECORDS:
            answer = {"id": golden["schemaId"], "subject": f"golden-{golden['type']}", "version": 1, "schema": json.dumps(golden["schema"])}
            if path in (f"/schemas/ids/{golden['schemaId']}", f"/subjects/golden-{golden['type']}/versions/latest"):
                return self._answer(200, answer)
        return self._answer(404, {"error_code": 40403, "message": "not found"})

    def _answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass
