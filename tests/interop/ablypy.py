"""ably-python against the sandbox, over REST as Genie's backend uses it and over realtime: ablypy.py json|msgpack"""

import json
import sys
import time

import ably.transport.websockettransport as transport
from ably import AblyRealtime, AblyRest

from sandbox import refusal, run, until

SUBSCRIBE_ONLY = {"conversation:*": ["subscribe"]}
BINARY = sys.argv[1] == "msgpack"

# The client always asks for TLS on its websocket; the sandbox speaks without.
connect = transport.ws_connect
transport.ws_connect = lambda url, **more: connect(url.replace("wss://", "ws://", 1), **more)


def rest(sandbox, **options):
    # Without TLS the client does not send the key itself: it signs a token request with it first.
    options = options or {"key": sandbox.ablyKey, "use_token_auth": True}
    return AblyRest(
        rest_host=sandbox.ablyHost, port=sandbox.ablyPort, tls=False, use_binary_protocol=BINARY, **options
    )


def realtime(sandbox, **options):
    options = options or {"key": sandbox.ablyKey}
    return AblyRealtime(
        realtime_host=f"{sandbox.ablyHost}:{sandbox.ablyPort}",
        rest_host=sandbox.ablyHost,
        port=sandbox.ablyPort,
        tls=False,
        use_binary_protocol=BINARY,
        **options,
    )


async def publishes(sandbox):
    """publishes every kind of data and reads it back from history"""
    async with rest(sandbox) as client:
        channel = client.channels.get("conversation:py-publish")
        values = ["text ✓", {"status": "searching", "n": 1}, [1, "two"], bytearray([0, 1, 255])]
        for value in values:
            await channel.publish("status", value)
        await channel.publish("empty", None)
        page = await channel.history()
        assert [item.name for item in page.items] == ["empty"] + 4 * ["status"]
        assert [item.data for item in reversed(page.items)][:4] == values


async def pages(sandbox):
    """pages through history both ways"""
    async with rest(sandbox) as client:
        channel = client.channels.get("conversation:py-history")
        for n in range(7):
            await channel.publish("n", str(n))
        page = await channel.history(limit=3)
        seen = [item.data for item in page.items]
        while page.has_next():
            page = await page.next()
            seen += [item.data for item in page.items]
        assert seen == list("6543210"), seen
        page = await channel.history(direction="forwards", limit=2)
        assert [item.data for item in page.items] == ["0", "1"], page.items


async def tells_time(sandbox):
    """asks for the time"""
    async with rest(sandbox) as client:
        assert abs(await client.time() - time.time() * 1000) < 5000


async def exchanges(sandbox):
    """signs a token request as Genie's backend does, exchanges it, and is held to its capability"""
    async with rest(sandbox) as client:
        request = await client.auth.create_token_request(
            {"capability": SUBSCRIBE_ONLY, "client_id": "user-1", "ttl": 3600000}
        )
        details = await client.auth.request_token({"capability": SUBSCRIBE_ONLY, "client_id": "user-1"})
        assert details.client_id == "user-1"
        assert details.expires - details.issued == 3600000
        assert json.loads(request.to_dict()["capability"]) == SUBSCRIBE_ONLY
    async with rest(sandbox, token_details=details) as limited:
        assert await refusal(limited.channels.get("conversation:1").publish("a", "b")) == 40160
        assert await refusal(limited.channels.get("private:1").history()) == 40160


async def authorises(sandbox):
    """authorises with the key and goes on with the token"""
    async with rest(sandbox) as client:
        details = await client.auth.authorize({"capability": {"conversation:*": ["publish", "history"]}})
        assert details.token and client.auth.token_details.token == details.token
        await client.channels.get("conversation:py-token").publish("n", "1")
        assert await refusal(client.channels.get("private:1").publish("n", "1")) == 40160


async def refused(sandbox):
    """is refused with a wrong secret, and with a key that was revoked"""
    async with rest(sandbox, key=sandbox.ablyKey + "x", use_token_auth=True) as client:
        assert await refusal(client.channels.get("conversation:1").publish("a", "b")) == 40101
    sandbox.fault("revoke-key")
    async with rest(sandbox) as client:
        assert await refusal(client.channels.get("conversation:1").publish("a", "b")) == 40131


async def subscribes(sandbox):
    """connects, attaches, receives in order what REST publishes, and answers a ping"""
    receiver = realtime(sandbox)
    await receiver.connection.once_async("connected")
    channel = receiver.channels.get("conversation:py-realtime")
    seen = []
    await channel.subscribe(lambda message: seen.append(message.data))
    async with rest(sandbox) as sender:
        for n in range(50):
            await sender.channels.get("conversation:py-realtime").publish("n", {"n": n})
    await until("fifty messages", lambda: len(seen) == 50)
    assert seen == [{"n": n} for n in range(50)]
    assert await receiver.connection.ping() >= 0
    await receiver.close()


async def resumes(sandbox):
    """loses nothing when the socket breaks"""
    receiver = realtime(sandbox)
    await receiver.connection.once_async("connected")
    channel = receiver.channels.get("conversation:py-resume")
    seen = []
    await channel.subscribe(lambda message: seen.append(message.data))
    async with rest(sandbox) as sender:
        for n in range(60):
            await sender.channels.get("conversation:py-resume").publish("n", {"n": n})
            if n in (20, 40):
                sandbox.fault("drop-socket")
    await until("sixty messages", lambda: len(seen) >= 60, 40)
    assert seen == [{"n": n} for n in range(60)]
    await receiver.close()


async def renews(sandbox):
    """renews a token of two seconds"""
    async with rest(sandbox) as signer:

        async def fetch(_):
            return await signer.auth.create_token_request({"capability": SUBSCRIBE_ONLY, "ttl": 2000})

        receiver = realtime(sandbox, auth_callback=fetch)
        await receiver.connection.once_async("connected")
        states = []
        receiver.connection.on(lambda change: states.append((change.current, change.reason and change.reason.code)))
        await until("a second connection", lambda: any(state == "connected" for state, _ in states), 15)
        assert any(code == 40142 for _, code in states), states
        await receiver.close()


run([publishes, pages, tells_time, exchanges, authorises, refused, subscribes, resumes, renews])
