"""ably-python publishes as Genie's backend does; our monitor watches while its socket is dropped: monitorpy.py json|msgpack"""

import asyncio
import json
import os
import subprocess
import sys
import uuid
from datetime import datetime

from ably import AblyRest

from sandbox import run, until

EVENTS = 1000
DROPS = 20


class Watch:
    """`genie-monitor watch` on one conversation of the sandbox, read line by line."""

    def __init__(self, sandbox, conversation):
        self.lines = []
        environment = {
            **os.environ,
            "GENIE_MONITOR_SUPABASE_URL": sandbox.supabaseUrl,
            "GENIE_MONITOR_ANON_KEY": sandbox.anonKey,
            "GENIE_MONITOR_BACKEND_URL": sandbox.backendUrl,
            "GENIE_MONITOR_ABLY_ENDPOINT": sandbox.ablyUrl,
            "GENIE_MONITOR_ABLY_FORMAT": sys.argv[1],
        }
        self.process = subprocess.Popen(
            [os.environ["GM_SANDBOX"], "watch", "--conversation", conversation, "--format", "jsonl", "--verbose",
             "--email", sandbox.user["email"], "--password-stdin"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(sandbox.user["password"] + "\n")
        self.process.stdin.close()
        self.reader = asyncio.get_running_loop().run_in_executor(None, self.read)

    def read(self):
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def of_type(self, kind):
        return [line for line in list(self.lines) if line["type"] == kind]

    def attached(self):
        return sum(line["state"] == "attached" for line in self.of_type("channel"))

    def numbers(self):
        return [event["data"]["n"] for event in self.of_type("event")]

    async def __aenter__(self):
        try:
            await until("attached", self.attached, 30)
        except AssertionError:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *failure):
        self.process.terminate()
        await self.reader
        self.process.wait(10)


def publisher(sandbox):
    return AblyRest(key=sandbox.ablyKey, use_token_auth=True, rest_host=sandbox.ablyHost, port=sandbox.ablyPort,
                    tls=False, use_binary_protocol=sys.argv[1] == "msgpack")


async def publish_while_dropping(sandbox, conversation, watch, count, drops):
    """Publishes `count` numbered events; answers when each was published (ms). The socket goes at even distances."""
    published = {}
    async with publisher(sandbox) as client:
        channel = client.channels.get(f"conversation:{conversation}")
        for n in range(count):
            if n % (count // drops) == count // drops // 2:
                # Each drop meets a channel that is attached again, so that it is a loss of its own.
                before = watch.attached()
                sandbox.fault("drop-socket")
                published[n] = datetime.now().timestamp() * 1000
                await channel.publish("status", {"status": "searching", "n": n})
                await until("attached again", lambda seen=before: watch.attached() > seen, 30)
            else:
                published[n] = datetime.now().timestamp() * 1000
                await channel.publish("status", {"status": "searching", "n": n})
    return published


async def loses_nothing(sandbox):
    """1,000 events over 20 dropped sockets: all received, once each, in order"""
    conversation = str(uuid.uuid4())
    async with Watch(sandbox, conversation) as watch:
        await publish_while_dropping(sandbox, conversation, watch, EVENTS, DROPS)
        await until("the last event", lambda: len(watch.numbers()) >= EVENTS, 30)
        assert watch.numbers() == list(range(EVENTS)), "not all, not once, or not in order"
        assert watch.of_type("gap") == [], watch.of_type("gap")


async def covers_losses(sandbox):
    """with resume refused, every event that was lost lies in a gap"""
    conversation = str(uuid.uuid4())
    async with Watch(sandbox, conversation) as watch:
        sandbox.fault("refuse-resume")
        published = await publish_while_dropping(sandbox, conversation, watch, 200, 10)
        await until("the last event", lambda: 199 in watch.numbers(), 30)
        await until("all gaps", lambda: len(watch.of_type("gap")) >= 10, 30)
        gaps = [(ms(gap["from"]), ms(gap["to"])) for gap in watch.of_type("gap")]
        received = watch.numbers()
        lost = sorted(set(published) - set(received))
        assert lost, "the fault lost nothing, so nothing was tried"
        assert len(received) == len(set(received)), "something came twice"
        for n in lost:
            assert any(begin <= published[n] + 1 and published[n] <= end for begin, end in gaps), (n, published[n], gaps)


def ms(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000


run([loses_nothing, covers_losses])
