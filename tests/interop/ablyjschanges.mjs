// What ably-js makes of the sandbox's deltas, changed messages, annotations, presence and channel status:
// node ablyjschanges.mjs 2 json|msgpack
import assert from 'node:assert/strict';
import { collect, refusal, runWithClients } from './ablyclient.mjs';
import { load, until } from './sandbox.mjs';

const [generation, format] = process.argv.slice(2);
let clients;
let serial = 0;
/// A channel nobody has used before.
const freshName = () => `conversation:change-${++serial}`;
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/// The official decoder, counting: a plugin as ably-js wants it.
function countingDecoder() {
    const { decode } = load('@ably/vcdiff-decoder');
    const plugin = {
        decoded: 0,
        failures: 0,
        decode(delta, base) {
            if (plugin.failures > 0) {
                plugin.failures -= 1;
                throw new Error('spoiled by the test');
            }
            plugin.decoded += 1;
            return decode(delta, base);
        },
    };
    return plugin;
}

const withDeltas = async (plugin) => clients.connected({ key: clients.sandbox.ablyKey, plugins: { vcdiff: plugin } });
const deltaParams = { params: { delta: 'vcdiff' } };
/// Alike enough for a delta each.
const payload = (n) => ({ status: 'searching', message: `${'the same words over and over '.repeat(5)}`, n });

const cases = {
    async 'sends deltas that the official decoder undoes, and each kind of data'() {
        const plugin = countingDecoder();
        const client = await withDeltas(plugin);
        const channel = client.channels.get(freshName(), deltaParams);
        const seen = await collect(channel);
        const values = [...numbers(1, 10).map(payload), 'text '.repeat(50), 'text '.repeat(51), Buffer.alloc(300, 7)];
        values.push(Buffer.concat([Buffer.alloc(300, 7), Buffer.from([1])]));
        for (const value of values) await channel.publish('n', value);
        await until('all of them', () => seen.length === values.length);
        assert.equal(channel.params.delta, 'vcdiff');
        assert.equal(plugin.decoded, 11);
        assert.deepEqual(seen.slice(0, 12).map((m) => m.data), values.slice(0, 12));
        assert.deepEqual(Buffer.from(seen[13].data), values[13]);
    },

    async 'sends deltas within one frame of several messages'() {
        const plugin = countingDecoder();
        const client = await withDeltas(plugin);
        const channel = client.channels.get(freshName(), deltaParams);
        const seen = await collect(channel);
        await channel.publish(numbers(1, 5).map((n) => ({ name: 'n', data: payload(n) })));
        await until('all of them', () => seen.length === 5);
        assert.deepEqual(seen.map((m) => m.data.n), numbers(1, 5));
        assert.equal(plugin.decoded, 4);
    },

    async 'begins again with a whole message for a client that could not follow'() {
        const plugin = countingDecoder();
        const client = await withDeltas(plugin);
        const channel = client.channels.get(freshName(), deltaParams);
        const seen = await collect(channel);
        const changes = [];
        channel.on((change) => changes.push(change));
        for (const n of numbers(1, 3)) await channel.publish('n', payload(n));
        await until('three', () => seen.length === 3);
        plugin.failures = 1;
        for (const n of numbers(4, 6)) await clients.rest().channels.get(channel.name).publish('n', payload(n));
        await until('six', () => seen.length === 6);
        assert.deepEqual(seen.map((m) => m.data.n), numbers(1, 6));
        assert.equal(changes.find((change) => change.current === 'attaching')?.reason?.code, 40018);
    },

    async 'sends no deltas to those who did not ask'() {
        const plugin = countingDecoder();
        const client = await withDeltas(plugin);
        const channel = client.channels.get(freshName());
        const seen = await collect(channel);
        for (const n of numbers(1, 3)) await channel.publish('n', payload(n));
        await until('three', () => seen.length === 3);
        assert.equal(plugin.decoded, 0);
    },

    async 'updates, appends to and deletes a message, by realtime and by REST'() {
        const client = await clients.connected();
        const channel = client.channels.get(freshName());
        const seen = await collect(channel);
        await channel.publish('note', 'Hel');
        await until('the message', () => seen.length === 1);
        const original = seen[0];
        const rest = clients.rest().channels.get(channel.name);
        const results = [
            await channel.appendMessage({ serial: original.serial, data: 'lo' }),
            await rest.updateMessage({ serial: original.serial, data: 'Hello!' }, { description: 'louder' }),
            await rest.deleteMessage({ serial: original.serial }),
        ];
        await until('three changes', () => seen.length === 4);
        assert.deepEqual(seen.map((m) => m.action), ['create', 'append', 'update', 'delete'].map((a) => `message.${a}`));
        assert.deepEqual(seen.slice(0, 3).map((m) => m.data), ['Hel', 'lo', 'Hello!']);
        assert.ok(seen.every((m) => m.serial === original.serial && m.timestamp === original.timestamp));
        assert.equal(seen[2].version.description, 'louder');
        assert.deepEqual(results.map((result) => result.versionSerial), seen.slice(1).map((m) => m.version.serial));
        const versions = seen.map((m) => m.version.serial);
        assert.deepEqual([...versions].sort(), versions);
        assert.equal((await refusal(rest.updateMessage({ serial: 'none', data: 'x' }))).code, 40400);
    },

    async 'keeps the newest version for history, rewind and asking'() {
        const rest = clients.rest().channels.get(freshName());
        await rest.publish('note', 'Hel');
        const [created] = (await rest.history()).items;
        await rest.appendMessage({ serial: created.serial, data: 'lo' });
        const [kept] = (await rest.history()).items;
        assert.equal(kept.data, 'Hello');
        assert.equal(kept.action, 'message.update');
        assert.equal((await rest.getMessage(created.serial)).data, 'Hello');
        const versions = await rest.getMessageVersions(created.serial);
        assert.deepEqual(versions.items.map((m) => m.data), ['Hel', 'Hello']);
        const client = await clients.connected();
        const rewound = await collect(client.channels.get(rest.name, { params: { rewind: '1' } }));
        await until('the aggregate', () => rewound.length === 1);
        assert.equal(rewound[0].data, 'Hello');
        assert.equal(rewound[0].action, 'message.update');
        const whole = await collect((await clients.connected()).channels.get(rest.name, { params: { appendMode: 'full' } }));
        await rest.appendMessage({ serial: created.serial, data: '!' });
        await until('the append', () => whole.length === 1);
        assert.equal(whole[0].data, 'Hello!');
    },

    async 'sums annotations up'() {
        const anna = await clients.connected({ key: clients.sandbox.ablyKey, clientId: 'anna' });
        const channel = anna.channels.get(freshName());
        const seen = await collect(channel);
        await channel.publish('note', 'hello');
        await until('the message', () => seen.length === 1);
        await channel.annotations.publish(seen[0].serial, { type: 'reaction:distinct.v1', name: 'up' });
        await until('the summary', () => seen.length === 2);
        assert.equal(seen[1].action, 'message.summary');
        assert.equal(seen[1].serial, seen[0].serial);
        assert.deepEqual(seen[1].annotations.summary['reaction:distinct.v1'].up.clientIds, ['anna']);
        const rest = clients.rest({ key: clients.sandbox.ablyKey, clientId: 'ben' }).channels.get(channel.name);
        await rest.annotations.publish(seen[0].serial, { type: 'reaction:distinct.v1', name: 'up' });
        await until('the next summary', () => seen.length === 3);
        assert.equal(seen[2].annotations.summary['reaction:distinct.v1'].up.total, 2);
        await channel.annotations.delete(seen[0].serial, { type: 'reaction:distinct.v1', name: 'up' });
        await until('the last summary', () => seen.length === 4);
        assert.equal(seen[3].annotations.summary['reaction:distinct.v1'].up.total, 1);
    },

    async 'shows fifty members to who was there and to who comes after'() {
        const client = await clients.connected({ key: clients.sandbox.ablyKey });
        const watcher = await clients.connected();
        const name = freshName();
        const events = [];
        await watcher.channels.get(name).presence.subscribe((p) => events.push(`${p.clientId} ${p.action}`));
        const presence = client.channels.get(name).presence;
        await Promise.all(numbers(1, 50).map((n) => presence.enterClient(`user-${n}`, { n })));
        await until('fifty enters', () => events.length === 50);
        const late = await clients.connected();
        const members = await late.channels.get(name).presence.get();
        assert.equal(members.length, 50);
        assert.ok(members.every((m) => m.clientId === `user-${m.data.n}`));
        const listed = await clients.rest().channels.get(name).presence.get({ limit: 100 });
        assert.equal(listed.items.length, 50);
    },

    async 'counts who is on a channel'() {
        const anna = await clients.connected({ key: clients.sandbox.ablyKey, clientId: 'anna' });
        const watcher = await clients.connected();
        const name = freshName();
        await anna.channels.get(name).presence.enter();
        await watcher.channels.get(name, { modes: ['SUBSCRIBE'] }).attach();
        const { metrics } = (await clients.rest().channels.get(name).status()).status.occupancy;
        assert.deepEqual(
            [metrics.connections, metrics.publishers, metrics.subscribers, metrics.presenceMembers],
            [2, 1, 2, 1]
        );
    },
};

await runWithClients(generation, format, cases, (made) => (clients = made));
