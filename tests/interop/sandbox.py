"""What every Python case needs: the sandbox as a child process, its control API, a short report."""

import asyncio
import json
import os
import subprocess
import sys
import time
import traceback
import urllib.request


class Sandbox:
    """The running sandbox; its addresses are attributes, named as in its first line of output."""

    def __init__(self):
        program = os.environ.get("GM_SANDBOX")
        if not program:
            sys.exit("Set GM_SANDBOX to the genie-monitor to try.")
        self.process = subprocess.Popen([program, "sandbox"], stdout=subprocess.PIPE)
        self.__dict__.update(json.loads(self.process.stdout.readline()))

    def call(self, method, route, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.controlUrl + route, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.loads(reply.read() or b"null")

    def fault(self, kind, **more):
        return self.call("POST", "/faults", {"fault": kind, **more})

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


async def until(what, condition, seconds=10):
    """Returns when the condition holds; it is asked again each 20 ms."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen within {seconds} s")
        await asyncio.sleep(0.02)


async def refusal(awaitable):
    """The code of the AblyException that is raised; fails when none is."""
    from ably import AblyException

    try:
        await awaitable
    except AblyException as error:
        return error.code
    raise AssertionError("a refusal was expected")


def run(cases):
    """Runs the cases in order against one sandbox, prints a line for each, and ends the process: 0 when all passed."""
    sandbox = Sandbox()
    failed = 0
    for case in cases:
        name = case.__doc__ or case.__name__
        try:
            asyncio.run(asyncio.wait_for(case(sandbox), 60))
            print(f"ok    {name}")
        except BaseException:
            failed += 1
            print(f"FAIL  {name}")
            traceback.print_exc(file=sys.stdout)
        sandbox.call("DELETE", "/faults")
    sandbox.stop()
    print(f"{failed} of {len(cases)} failed" if failed else "all passed")
    sys.exit(1 if failed else 0)
