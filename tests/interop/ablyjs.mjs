// ably-js against the sandbox: node ablyjs.mjs 1|2 json|msgpack
import assert from 'node:assert/strict';
import { collect, next, reached, refusal, runWithClients } from './ablyclient.mjs';
import { until } from './sandbox.mjs';

const [generation, format] = process.argv.slice(2);
let clients;
let serial = 0;
/// A channel nobody has used before.
const freshName = () => `conversation:case-${++serial}`;
const conversationOf = (channel) => channel.name.replace('conversation:', '');

const dataOf = (messages) => messages.map((message) => message.data);
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const cases = {
    async 'connects with the key, tells the time and answers a ping'(sandbox) {
        const client = await clients.connected();
        assert.match(client.connection.id, /^[\w-]+$/);
        assert.ok(Math.abs((await client.time()) - Date.now()) < 5000);
        const ping = await client.connection.ping();
        assert.ok(ping >= 0 && ping < 2000);
        assert.equal((await sandbox.state()).connections.length, 1);
    },

    async 'delivers text, objects, lists, bytes and nothing as they were published'() {
        const client = await clients.connected();
        const channel = client.channels.get(freshName());
        const seen = await collect(channel);
        const bytes = Buffer.from([0, 1, 254, 255]);
        const values = ['text ✓ 𝄞', { a: { b: [1, 2.5, null, true] } }, [1, 'two'], bytes, undefined];
        for (const value of values) await channel.publish('kind', value);
        await channel.publish({ name: 'extra', data: 'x', extras: { headers: { trace: '1' } } });
        await until('all messages', () => seen.length === 6);
        assert.deepEqual(seen[0].data, values[0]);
        assert.deepEqual(seen[1].data, values[1]);
        assert.deepEqual(seen[2].data, values[2]);
        assert.deepEqual(Buffer.from(seen[3].data), bytes);
        assert.equal(seen[4].data ?? undefined, undefined);
        assert.deepEqual(seen[5].extras.headers, { trace: '1' });
        assert.ok(seen.every((m) => m.id && m.connectionId === client.connection.id && m.timestamp > 0));
        const ids = new Set(seen.map((m) => m.id));
        assert.equal(ids.size, 6);
    },

    async 'delivers what REST publishes, one or many, and by batch'() {
        const client = await clients.connected();
        const names = [freshName(), freshName()];
        const first = await collect(client.channels.get(names[0]));
        const second = await collect(client.channels.get(names[1]));
        const rest = clients.rest();
        await rest.channels.get(names[0]).publish('one', { n: 1 });
        await rest.channels.get(names[0]).publish([{ name: 'two', data: '2' }, { name: 'three', data: '3' }]);
        await until('three messages', () => first.length === 3);
        assert.deepEqual(first.map((m) => m.name), ['one', 'two', 'three']);
        if (clients.isSecond) {
            const result = await rest.batchPublish({ channels: names, messages: [{ name: 'b', data: 'both' }] });
            assert.equal(result.successCount, 2);
            await until('the batch', () => first.length === 4 && second.length === 1);
        }
    },

    async 'stores a REST publish with the same id once'() {
        const rest = clients.rest();
        const channel = rest.channels.get(freshName());
        await channel.publish({ id: 'my-own-id', name: 'x', data: 'first' });
        await channel.publish({ id: 'my-own-id', name: 'x', data: 'second' });
        assert.deepEqual(dataOf((await channel.history()).items), ['first']);
    },

    async 'does not return own messages when echo is off'() {
        const quiet = await clients.connected({ key: clients.sandbox.ablyKey, echoMessages: false });
        const other = await clients.connected();
        const name = freshName();
        const own = await collect(quiet.channels.get(name));
        const heard = await collect(other.channels.get(name));
        await quiet.channels.get(name).publish('a', '1');
        await other.channels.get(name).publish('b', '2');
        await until('both at the other client', () => heard.length === 2);
        await until('one at the quiet client', () => own.length === 1);
        assert.deepEqual(dataOf(own), ['2']);
    },

    async 'publishes without attaching'() {
        const client = await clients.connected();
        const other = await clients.connected();
        const name = freshName();
        const seen = await collect(other.channels.get(name));
        await client.channels.get(name).publish('transient', 'here');
        await until('the message', () => seen.length === 1);
        assert.notEqual(client.channels.get(name).state, 'attached');
    },

    async 'rewinds by number and by time, by params and by the name'() {
        const rest = clients.rest();
        const name = freshName();
        for (const n of numbers(1, 5)) await rest.channels.get(name).publish('n', String(n));
        const client = await clients.connected();
        const byNumber = await collect(client.channels.get(name, { params: { rewind: '3' } }));
        await until('three old messages', () => byNumber.length === 3);
        assert.deepEqual(dataOf(byNumber), ['3', '4', '5']);
        const second = await clients.connected();
        const byTime = await collect(second.channels.get(name, { params: { rewind: '2m' } }));
        await until('all old messages', () => byTime.length === 5);
        const third = await clients.connected();
        const byName = await collect(third.channels.get(`[?rewind=1]${name}`));
        await until('one old message', () => byName.length === 1);
        await rest.channels.get(name).publish('n', '6');
        await until('the new one everywhere', () => [byNumber, byTime, byName].every((s) => s.at(-1)?.data === '6'));
        assert.deepEqual(dataOf(byName), ['5', '6']);
        assert.equal(client.channels.get(name).params.rewind, '3');
    },

    async 'rewinds 100 at most and says so'() {
        const rest = clients.rest();
        const name = freshName();
        await rest.channels.get(name).publish(numbers(1, 120).map((n) => ({ name: 'n', data: String(n) })));
        const client = await clients.connected();
        const channel = client.channels.get(name, { params: { rewind: '110' } });
        const attached = reached(channel, 'attached');
        const seen = await collect(channel);
        assert.equal((await attached).reason?.code, 90004);
        await until('a hundred', () => seen.length === 100);
        assert.deepEqual(dataOf(seen), numbers(21, 120).map(String));
        const wrong = client.channels.get(freshName(), { params: { rewind: 'much' } });
        assert.equal((await refusal(wrong.attach())).code, 40003);
    },

    async 'loses and repeats nothing over twenty dropped sockets'(sandbox) {
        const client = await clients.connected();
        const channel = client.channels.get(freshName());
        const seen = await collect(channel);
        const id = client.connection.id;
        const rest = clients.rest().channels.get(channel.name);
        for (const n of numbers(1, 1000)) {
            await rest.publish('n', { n });
            if (n % 50 === 0) await sandbox.fault('drop-socket');
        }
        await until('a thousand messages', () => seen.length >= 1000, 40000);
        assert.deepEqual(seen.map((m) => m.data.n), numbers(1, 1000));
        assert.equal(client.connection.id, id);
    },

    async 'acknowledges what is published while the socket breaks'(sandbox) {
        const client = await clients.connected();
        const channel = client.channels.get(freshName());
        const seen = await collect(channel);
        const publishes = numbers(1, 60).map(async (n) => {
            if (n % 20 === 0) await sandbox.fault('drop-socket');
            await channel.publish('n', { n });
        });
        await Promise.all(publishes);
        await until('sixty messages', () => seen.length >= 60);
        assert.equal(new Set(seen.map((m) => m.data.n)).size, 60);
        assert.equal(seen.length, 60);
    },

    async 'gives a new connection and tells each loss when resume is refused'(sandbox) {
        const client = await clients.connected();
        const channel = client.channels.get(freshName());
        await channel.attach();
        const id = client.connection.id;
        const changes = [];
        channel.on((change) => changes.push(change));
        await sandbox.fault('refuse-resume', { count: 1 });
        const again = next(client.connection, 'connected');
        await sandbox.fault('drop-socket');
        assert.equal((await again).reason?.code, 80008);
        await until('the channel', () => changes.some((change) => change.current === 'attached'));
        const attached = changes.find((change) => change.current === 'attached');
        assert.equal(attached.resumed, false);
        assert.equal(attached.reason?.code, 90003);
        assert.notEqual(client.connection.id, id);
    },

    async 'tells a loss of continuity on a resumed connection'(sandbox) {
        const client = await clients.connected();
        const channel = client.channels.get(freshName());
        await channel.attach();
        const id = client.connection.id;
        const changes = [];
        channel.on((change) => changes.push(change));
        await sandbox.fault('lose-continuity', { count: 1, conversation: conversationOf(channel) });
        await sandbox.fault('drop-socket');
        await until('the channel', () => changes.some((change) => change.reason?.code === 90003));
        assert.equal(client.connection.id, id);
        assert.ok(changes.every((change) => !change.resumed));
    },

    async 'recovers a connection in another client'() {
        const client = await clients.connected();
        const name = freshName();
        const before = await collect(client.channels.get(name));
        await clients.rest().channels.get(name).publish('n', '1');
        await until('the first', () => before.length === 1);
        const id = client.connection.id;
        const key = clients.isSecond ? client.connection.createRecoveryKey() : client.connection.recoveryKey;
        client.connection.connectionManager.disconnectAllTransports();
        client.connection.off();
        await clients.rest().channels.get(name).publish('n', '2');
        const heir = await clients.connected({ key: clients.sandbox.ablyKey, recover: key });
        assert.equal(heir.connection.id, id);
        const after = await collect(heir.channels.get(name));
        await until('the second', () => after.length === 1);
        assert.deepEqual(dataOf(after), ['2']);
    },

    async 'attaches and detaches again and again'() {
        const client = await clients.connected();
        const channel = client.channels.get(freshName());
        const seen = await collect(channel);
        for (const n of numbers(1, 10)) {
            await channel.detach();
            await clients.rest().channels.get(channel.name).publish('missed', String(n));
            await channel.attach();
            await channel.publish('heard', String(n));
        }
        await until('the heard ones', () => seen.length === 10);
        assert.ok(seen.every((m) => m.name === 'heard'));
    },

    async 'allows 200 channels a connection'() {
        const client = await clients.connected();
        const all = numbers(1, 200).map((n) => client.channels.get(`conversation:many-${n}`));
        await Promise.all(all.map((channel) => channel.attach()));
        const oneMore = client.channels.get('conversation:many-201');
        assert.equal((await refusal(oneMore.attach())).code, 90010);
        assert.equal(client.connection.state, 'connected');
        await all[0].detach();
        await oneMore.attach();
    },

    async 'refuses bad channel names and keeps the connection'() {
        const client = await clients.connected();
        assert.equal((await refusal(client.channels.get(':bad').attach())).code, 40010);
        assert.equal(client.connection.state, 'connected');
    },

    async 'enters, updates and leaves presence; others see it, newcomers by sync'() {
        const anna = await clients.connected({ key: clients.sandbox.ablyKey, clientId: 'anna' });
        const ben = await clients.connected({ key: clients.sandbox.ablyKey, clientId: 'ben' });
        const name = freshName();
        const events = [];
        await ben.channels.get(name).presence.subscribe((p) => events.push(`${p.clientId} ${p.action}`));
        await anna.channels.get(name).presence.enter({ mood: 'good' });
        await until('enter', () => events.includes('anna enter'));
        await anna.channels.get(name).presence.update({ mood: 'better' });
        await until('update', () => events.includes('anna update'));
        const newcomer = await clients.connected();
        const members = await newcomer.channels.get(name).presence.get();
        assert.deepEqual(members.map((m) => [m.clientId, m.action, m.data]), [['anna', 'present', { mood: 'better' }]]);
        const listed = await clients.rest().channels.get(name).presence.get();
        assert.deepEqual(listed.items.map((m) => m.clientId), ['anna']);
        await anna.channels.get(name).presence.leave();
        await until('leave', () => events.includes('anna leave'));
        await anna.channels.get(name).presence.enter();
        anna.close();
        await until('leave by closing', () => events.filter((e) => e === 'anna leave').length === 2);
    },

    async 'keeps presence over a dropped socket'(sandbox) {
        const anna = await clients.connected({ key: clients.sandbox.ablyKey, clientId: 'anna' });
        const watcher = await clients.connected();
        const name = freshName();
        const events = [];
        await watcher.channels.get(name).presence.subscribe((p) => events.push(`${p.clientId} ${p.action}`));
        await anna.channels.get(name).presence.enter();
        const again = next(anna.connection, 'connected');
        await sandbox.fault('drop-socket');
        await again;
        await reached(watcher.connection, 'connected');
        await reached(watcher.channels.get(name), 'attached');
        const members = await watcher.channels.get(name).presence.get();
        assert.deepEqual(members.map((m) => m.clientId), ['anna']);
        assert.ok(!events.includes('anna leave'));
    },

    async 'pages through history both ways and until attach'() {
        const client = await clients.connected();
        const channel = client.channels.get(freshName());
        for (const n of numbers(1, 7)) await channel.publish('n', String(n));
        let page = await channel.history({ limit: 3 });
        const back = [...page.items];
        while (page.hasNext()) {
            page = await page.next();
            back.push(...page.items);
        }
        assert.deepEqual(dataOf(back), ['7', '6', '5', '4', '3', '2', '1']);
        const forth = await channel.history({ direction: 'forwards', limit: 100 });
        assert.deepEqual(dataOf(forth.items), ['1', '2', '3', '4', '5', '6', '7']);
        await channel.attach();
        await channel.publish('n', '8');
        const before = await channel.history({ untilAttach: true });
        assert.deepEqual(dataOf(before.items), ['7', '6', '5', '4', '3', '2', '1']);
        assert.equal((await channel.history()).items[0].data, '8');
    },

    async 'refuses messages above 64 KiB'() {
        const rest = clients.rest({ key: clients.sandbox.ablyKey, maxMessageSize: 1 << 20 });
        const error = await refusal(rest.channels.get(freshName()).publish('big', 'x'.repeat(70000)));
        assert.equal(error.code, 40009);
    },

    async 'tells the status of a channel'() {
        if (!clients.isSecond) return; // 1.2.50 cannot ask
        const name = freshName();
        const details = await clients.rest().channels.get(name).status();
        assert.equal(details.channelId, name);
        assert.equal(details.status.occupancy.metrics.presenceMembers, 0);
    },
};

await runWithClients(generation, format, cases, (made) => (clients = made));
