// The same as benchdecode, by Ably's JavaScript client: node decode.js PORT FRAMES json|msgpack
import * as Ably from 'ably';

const [port, frames, format] = process.argv.slice(2);
const expected = Number(frames);
const realtime = new Ably.Realtime({
    token: 'bench.token',
    endpoint: '127.0.0.1',
    port: Number(port),
    tls: false,
    useBinaryProtocol: format === 'msgpack',
    logLevel: 0,
});

let count = 0;
let bytes = 0;
let startedAt = 0n;
let cpuAtStart;
await realtime.channels.get('conversation:bench').subscribe((message) => {
    if (count === 0) {
        startedAt = process.hrtime.bigint();
        cpuAtStart = process.cpuUsage();
    }
    bytes += message.data.message.content.length;
    if (++count === expected) {
        const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
        const cpu = process.cpuUsage(cpuAtStart);
        console.log(JSON.stringify({ events: count, seconds, cpuSeconds: (cpu.user + cpu.system) / 1e6, bytes }));
        process.exit(0);
    }
});
