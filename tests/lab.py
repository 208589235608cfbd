"""JupyterLab with an empty home, for tests in a browser and for the README's pictures."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request

IDLE = "document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'"
# Every code cell has its number from the kernel, which it is given when it is done (folded ones show none);
# or one has failed: then those below it aren't run.
ERRORS = "[data-mime-type='application/vnd.jupyter.stderr']"  # JupyterLab shows an exception as such, too
RUN = f"""[...jupyterapp.shell.currentWidget.content.model.cells]
    .every(cell => cell.type !== 'code' || cell.executionCount !== null)
    || document.querySelector("{ERRORS}") !== null"""
QUIET_LAB = (
    "--no-browser", "--allow-root", "--expose-app-in-browser", "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=",
    "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)  # fmt: skip


@contextlib.contextmanager
def lab_on(folder):
    """Start JupyterLab on a folder and give its address; it is ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {name: str(folder / "home") for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        *QUIET_LAB,
        f"--port={port}",
        f"--ServerApp.root_dir={folder}",
    ]
    with open(folder / "lab.log", "w") as log:
        server = subprocess.Popen(command, env={**os.environ, **home}, stdout=log, stderr=log)
        try:
            yield _answering(f"http://127.0.0.1:{port}", server, folder / "lab.log")
        finally:
            server.terminate()
            server.wait(20)


def _answering(url, server, log):
    for _ in range(240):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/api"):
            return url
        time.sleep(0.5)
    raise RuntimeError(f"JupyterLab doesn't answer: {log.read_text()[-2000:]}")


def run_all(page, url, path):
    """Open a notebook without outputs, run all its cells, and wait until each has run.

    An idle kernel is no sign of that: it is idle before the first cell and between two as well.
    """
    page.goto(f"{url}/lab/tree/{path}?reset", timeout=60_000)
    page.wait_for_selector(".jp-Notebook .jp-MarkdownOutput h1", timeout=60_000)
    page.wait_for_function(IDLE, timeout=60_000)
    page.locator(".lm-MenuBar-item:has-text('Run')").first.click()
    page.locator(".lm-Menu-item:has-text('Run All Cells')").first.click()
    page.wait_for_function(RUN, timeout=240_000)
    page.wait_for_function(IDLE, timeout=60_000)
