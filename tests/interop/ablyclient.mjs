// The two generations of ably-js behind one face: promises, and options that point at the sandbox.
import { load, run, within } from './sandbox.mjs';

export class Clients {
    /// @p generation: '2' (ably 2.28) or '1' (ably 1.2.50); @p format: 'json' or 'msgpack'.
    constructor(sandbox, generation, format) {
        this.sandbox = sandbox;
        this.isSecond = generation === '2';
        const ably = load(this.isSecond ? 'ably2' : 'ably1');
        this.Realtime = this.isSecond ? ably.Realtime : ably.Realtime.Promise;
        this.Rest = this.isSecond ? ably.Rest : ably.Rest.Promise;
        this.base = {
            port: sandbox.ablyPort,
            tls: false,
            useBinaryProtocol: format === 'msgpack',
            logLevel: Number(process.env.GM_ABLY_LOG ?? 0),
            ...(this.isSecond
                ? { endpoint: sandbox.ablyHost }
                : { realtimeHost: sandbox.ablyHost, restHost: sandbox.ablyHost }),
        };
        this.open = [];
    }

    realtime(options = { key: this.sandbox.ablyKey }) {
        const client = new this.Realtime({ ...this.base, ...options });
        this.open.push(client);
        return client;
    }

    rest(options = { key: this.sandbox.ablyKey }) {
        return new this.Rest({ ...this.base, ...options });
    }

    /// Options that fetch a token for @p params (ttl, capability, clientId) by a TokenRequest signed with the key.
    byToken(params, more = {}) {
        const signer = this.rest();
        return {
            ...more,
            authCallback: (_, done) => {
                signer.auth.createTokenRequest(params).then((request) => done(null, request), (error) => done(error));
            },
        };
    }

    /// A connected client.
    async connected(options) {
        const client = this.realtime(options);
        await reached(client.connection, 'connected');
        return client;
    }

    closeAll() {
        for (const client of this.open.splice(0)) client.close();
    }
}

/// Waits for a state of a connection or channel.
export function reached(thing, state, ms = 15000) {
    if (thing.state === state) return Promise.resolve({ current: state, reason: thing.errorReason });
    return within(ms, `state ${state}`, new Promise((resolve) => thing.once(state, resolve)));
}

/// Waits for the next event of that name.
export function next(thing, event, ms = 15000) {
    return within(ms, `event ${event}`, new Promise((resolve) => thing.once(event, resolve)));
}

/// The error a promise is rejected with; fails when it is fulfilled.
export async function refusal(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    throw new Error('a refusal was expected');
}

/// Subscribes; the array that is answered grows as messages arrive.
export async function collect(channel) {
    const seen = [];
    await channel.subscribe((message) => seen.push(message));
    return seen;
}

/// run(), with clients of its own for each case, told by @p use and closed behind it.
export const runWithClients = (generation, format, cases, use, patienceMs) =>
    run(
        Object.fromEntries(
            Object.entries(cases).map(([name, body]) => [
                name,
                async (sandbox) => {
                    const clients = new Clients(sandbox, generation, format);
                    use(clients);
                    try {
                        await body(sandbox);
                    } finally {
                        clients.closeAll();
                    }
                },
            ])
        ),
        patienceMs
    );
