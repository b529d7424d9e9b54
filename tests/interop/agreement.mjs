// 10,000 events under random faults, received by ably-js and by `genie-monitor watch`, compared event by event with each other
// and with the sandbox's own record: node agreement.mjs json|msgpack [SEED]
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import readline from 'node:readline';
import { runWithClients } from './ablyclient.mjs';
import { until } from './sandbox.mjs';

const format = process.argv[2];
const seed = Number(process.argv[3] ?? 20260923);
const eventCount = 10_000;
const disruptionCount = 30;
const longestDelay = 300;

let clients;

/// The same numbers for the same seed (mulberry32).
let randomState = seed;
function random() {
    randomState = (randomState + 0x6d2b79f5) | 0;
    let t = Math.imul(randomState ^ (randomState >>> 15), 1 | randomState);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const below = (n) => Math.floor(random() * n);
const oneOf = (list) => list[below(list.length)];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/// Bytes as base64, so that both sides and the record compare alike.
const plain = (data) => (Buffer.isBuffer(data) || data instanceof ArrayBuffer ? Buffer.from(data).toString('base64') : data);
const factsOf = ({ id, name, serial, data, timestamp }) => ({ id, name, serial, data: plain(data) ?? null, timestamp });

/// A spell in which somebody says events may be missing, in ms.
const covers = (spell, from, to) => spell.from <= to && from <= spell.to;

/// ably-js on all conversations: what it received, and when it told of a loss.
class Official {
    async follow(conversations) {
        this.events = new Map(conversations.map((id) => [id, []]));
        this.losses = new Map(conversations.map((id) => [id, []]));
        this.client = await clients.connected(clients.byToken({ capability: { 'conversation:*': ['subscribe'] } }));
        this.channels = conversations.map((id) => this.client.channels.get(`conversation:${id}`));
        await Promise.all(this.channels.map((channel, i) => this.subscribe(channel, conversations[i])));
    }

    async subscribe(channel, conversation) {
        let lastSeen = Date.now();
        await channel.subscribe((message) => {
            lastSeen = message.timestamp;
            this.events.get(conversation).push(factsOf(message));
        });
        channel.on(['attached', 'update'], (change) => {
            if (!change.resumed) this.losses.get(conversation).push({ from: lastSeen, to: Date.now() });
        });
    }

    isAttached() {
        return this.client.connection.state === 'connected' && this.channels.every((channel) => channel.state === 'attached');
    }
}

/// `genie-monitor watch` on the same conversations, read line by line.
class Ours {
    constructor(sandbox, conversations) {
        this.lines = [];
        this.states = new Map(conversations.map((id) => [id, '']));
        this.connection = '';
        const options = conversations.flatMap((id) => ['--conversation', id]);
        this.process = spawn(
            process.env.GM_SANDBOX,
            ['watch', ...options, '--format', 'jsonl', '--verbose', '--email', sandbox.user.email, '--password-stdin'],
            {
                stdio: ['pipe', 'pipe', 'ignore'],
                env: {
                    ...process.env,
                    GENIE_MONITOR_SUPABASE_URL: sandbox.supabaseUrl,
                    GENIE_MONITOR_ANON_KEY: sandbox.anonKey,
                    GENIE_MONITOR_BACKEND_URL: sandbox.backendUrl,
                    GENIE_MONITOR_ABLY_ENDPOINT: sandbox.ablyUrl,
                    GENIE_MONITOR_ABLY_FORMAT: format,
                },
            }
        );
        this.process.stdin.end(`${sandbox.user.password}\n`);
        readline.createInterface({ input: this.process.stdout }).on('line', (text) => this.read(JSON.parse(text)));
    }

    read(line) {
        if (line.type === 'channel') this.states.set(line.conversation, line.state);
        else if (line.type === 'connection') this.connection = line.state;
        this.lines.push(line);
    }

    isAttached() {
        return this.connection === 'connected' && [...this.states.values()].every((state) => state === 'attached');
    }

    events(conversation) {
        return this.lines
            .filter((line) => line.type === 'event' && line.conversation === conversation)
            .map((line) => factsOf({ ...line, timestamp: Date.parse(line.published) }));
    }

    gaps(conversation) {
        return this.lines
            .filter((line) => line.type === 'gap' && line.conversation === conversation)
            .map((gap) => ({ from: Date.parse(gap.from), to: gap.to ? Date.parse(gap.to) : Infinity, code: gap.code }));
    }

    async stop() {
        this.process.kill('SIGTERM');
        if (this.process.exitCode === null) await once(this.process, 'exit');
    }
}

/// Faults that end sockets or attachments; each comes when both clients stand again.
const disruptions = [
    (sandbox) => sandbox.fault('drop-socket'),
    (sandbox) => sandbox.fault('close-socket', { value: oneOf([1000, 1001, 1011]) }),
    async (sandbox) => {
        await sandbox.fault('refuse-resume', { count: 1 + below(2) });
        await sandbox.fault('drop-socket');
    },
    async (sandbox, conversation) => {
        await sandbox.fault('lose-continuity', { conversation, count: 1 + below(2) });
        await sandbox.fault('drop-socket');
    },
    (sandbox, conversation) => sandbox.fault('detach-channel', { conversation }),
    (sandbox) => sandbox.fault('expire-token'),
    (sandbox) => sandbox.fault('auth-now'),
    (sandbox) => sandbox.fault('black-hole', { for: '400ms' }),
    (sandbox) => sandbox.fault('rate-cap', { for: '300ms', value: 20 }),
];
/// Faults that fall on single deliveries.
const disturbances = [
    (sandbox, conversation) => sandbox.fault('delay', { conversation, count: 1, value: `${50 + below(longestDelay - 50)}ms` }),
    (sandbox, conversation) => sandbox.fault('repeat', { conversation, count: 1 }),
    (sandbox, conversation) => sandbox.fault('reorder', { conversation, count: 1, value: '200ms' }),
];

function messageNumber(n) {
    const name = oneOf(['status', 'stream_token', 'message', 'custom']);
    const data = oneOf([
        { status: 'searching', n },
        { token: `word ${n} ✓`, n },
        `text ${n}`,
        { n, deep: [{ list: [1, 2.5, null, true] }] },
        Buffer.from(`bytes ${n}`),
    ]);
    return { name, data };
}

/// Publishes everything, and puts faults between; answers how many of each there were.
async function publishUnderFaults(sandbox, conversations, isSettled) {
    const rest = clients.rest();
    let disrupted = 0;
    for (let n = 0; n < eventCount; ) {
        const conversation = oneOf(conversations);
        const size = Math.min(1 + below(20), eventCount - n);
        const messages = Array.from({ length: size }, (_, i) => messageNumber(n + i));
        await rest.channels.get(`conversation:${conversation}`).publish(messages);
        n += size;
        if (random() < 0.2) await oneOf(disturbances)(sandbox, oneOf(conversations));
        if (disrupted < disruptionCount && n >= ((disrupted + 1) * eventCount) / (disruptionCount + 1)) {
            await until('both attached again', isSettled, 20000);
            await disruptions[disrupted++ % disruptions.length](sandbox, oneOf(conversations));
        }
        await pause(below(30));
    }
    await until('both attached at the end', isSettled, 20000);
    await sandbox.clearFaults();
    await pause(2 * longestDelay); // what was delayed has gone out
    for (const conversation of conversations)
        await rest.channels.get(`conversation:${conversation}`).publish('last', 'last');
    return disrupted;
}

/// The sandbox's record of a conversation, oldest first.
async function recordOf(conversation) {
    const channel = clients.rest().channels.get(`conversation:${conversation}`);
    let page = await channel.history({ direction: 'forwards', limit: 1000 });
    const items = [...page.items];
    while (page.hasNext()) {
        page = await page.next();
        items.push(...page.items);
    }
    return items.map(factsOf);
}

/// Checks one receiver against the record; answers the ids it lacks.
function compare(who, record, events, spells) {
    const byId = new Map(record.map((entry) => [entry.id, entry]));
    const seen = new Set();
    for (const event of events) {
        assert.ok(byId.has(event.id), `${who} received ${event.id}, which was never published`);
        assert.deepEqual(event, byId.get(event.id), `${who} received another event than was published`);
        seen.add(event.id);
    }
    const lacking = record.filter((entry) => !seen.has(entry.id));
    for (const { id, timestamp } of lacking) {
        // It was sent within the longest delay after it was published.
        const isTold = spells.some((spell) => covers(spell, timestamp, timestamp + longestDelay));
        assert.ok(isTold, `${who} lacks ${id} of ${timestamp}, outside of ${JSON.stringify(spells)}`);
    }
    // A gap that covers everything would agree with anything. One of 80020 rightly lasts as long as we publish so fast.
    const brief = spells.filter(({ code }) => code !== 80020);
    const covered = record.filter(({ timestamp }) => brief.some((spell) => covers(spell, timestamp, timestamp)));
    assert.ok(covered.length < record.length / 2, `${who} calls ${covered.length} of ${record.length} events doubtful`);
    return new Set(lacking.map((entry) => entry.id));
}

await runWithClients('2', format, {
    async 'ably-js, the sandbox and we agree on 10,000 events under random faults'(sandbox) {
        const began = Date.now();
        const conversations = Array.from({ length: 4 }, () => randomUUID());
        const official = new Official();
        await official.follow(conversations);
        const ours = new Ours(sandbox, conversations);
        try {
            const isSettled = () => official.isAttached() && ours.isAttached();
            await until('both attached', isSettled, 30000);
            const disrupted = await publishUnderFaults(sandbox, conversations, isSettled);
            const hasLast = (events) => events.at(-1)?.name === 'last';
            await until(
                'the last events',
                () => conversations.every((id) => hasLast(official.events.get(id)) && hasLast(ours.events(id))),
                30000
            );
            let [total, gaps, lackedByUs, lackedByThem, twice] = [0, 0, 0, 0, 0];
            for (const id of conversations) {
                const record = await recordOf(id);
                const [theirs, mine] = [official.events.get(id), ours.events(id)];
                const weLack = compare('our monitor', record, mine, ours.gaps(id));
                const theyLack = compare('ably-js', record, theirs, official.losses.get(id));
                const common = (events) =>
                    events.filter((event) => !weLack.has(event.id) && !theyLack.has(event.id)).map((event) => event.id);
                assert.deepEqual(common(mine), common(theirs), 'the two received the same events in different orders');
                total += record.length;
                gaps += ours.gaps(id).length;
                lackedByUs += weLack.size;
                lackedByThem += theyLack.size;
                twice += mine.length - new Set(mine.map((event) => event.id)).size;
            }
            assert.equal(total, eventCount + conversations.length);
            console.log(
                `      seed ${seed}: ${total} events, ${disrupted} disruptions, ${Math.round((Date.now() - began) / 1000)} s; ` +
                    `we lack ${lackedByUs} within ${gaps} gaps, ably-js lacks ${lackedByThem}; ${twice} sent twice, told by both`
            );
        } finally {
            await ours.stop();
        }
    },
}, (made) => (clients = made), 85_000);
