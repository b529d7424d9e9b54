// ably-js with tokens against the sandbox: node ablyjstokens.mjs 1|2 json|msgpack
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { collect, next, reached, refusal, runWithClients } from './ablyclient.mjs';
import { until } from './sandbox.mjs';

const [generation, format] = process.argv.slice(2);
let clients;
let serial = 0;
const freshName = () => `conversation:token-${++serial}`;
const subscribeOnly = JSON.stringify({ 'conversation:*': ['subscribe'] });

/// A JWT signed with the sandbox's key.
function jwt(claims, header = {}) {
    const [name, secret] = clients.sandbox.ablyKey.split(':');
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ typ: 'JWT', alg: 'HS256', kid: name, ...header })}.${part(claims)}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
const seconds = () => Math.floor(Date.now() / 1000);

const cases = {
    async 'connects with a token request, and gets the token’s client id'() {
        const client = await clients.connected(clients.byToken({ clientId: 'user-1', capability: subscribeOnly }));
        assert.equal(client.auth.clientId, 'user-1');
        const seen = await collect(client.channels.get(freshName()));
        await clients.rest().channels.get(`conversation:token-${serial}`).publish('n', { n: 1 });
        await until('the message', () => seen.length === 1);
    },

    async 'exchanges the token request of a backend as Genie signs it'() {
        const details = await clients.rest().auth.requestToken({ capability: subscribeOnly, clientId: 'u', ttl: 60000 });
        assert.equal(details.clientId, 'u');
        assert.equal(details.capability, subscribeOnly);
        assert.equal(details.expires - details.issued, 60000);
        const byToken = clients.rest({ token: details.token });
        assert.equal((await refusal(byToken.channels.get('conversation:1').publish('a', 'b'))).code, 40160);
        assert.equal((await refusal(byToken.channels.get('conversation:1').history())).code, 40160);
    },

    async 'takes a token request once'() {
        const request = await clients.rest().auth.createTokenRequest({});
        const post = () =>
            fetch(`${clients.sandbox.ablyUrl}/keys/${request.keyName}/requestToken`, {
                method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify(request),
            });
        assert.equal((await post()).status, 201);
        const again = await post();
        assert.equal(again.status, 401);
        assert.equal(again.headers.get('content-type'), 'application/json');
        assert.equal(again.headers.get('x-ably-errorcode'), '40105');
        assert.equal((await again.json()).error.code, 40105);
    },

    async 'fails a channel outside the capability and no other'() {
        const client = await clients.connected(clients.byToken({ capability: subscribeOnly }));
        const outside = client.channels.get('private:1');
        assert.equal((await refusal(outside.attach())).code, 40160);
        assert.equal(outside.state, 'failed');
        const inside = client.channels.get(freshName());
        await inside.attach();
        assert.equal((await refusal(inside.publish('a', 'b'))).code, 40160);
        assert.equal(client.connection.state, 'connected');
        assert.deepEqual([...inside.modes].map((m) => m.toLowerCase()).sort(), ['presence_subscribe', 'subscribe']);
    },

    async 'renews a token of three seconds again and again and loses nothing'() {
        const client = await clients.connected(clients.byToken({ capability: subscribeOnly, ttl: 3000 }));
        const id = client.connection.id;
        const channel = client.channels.get(freshName());
        const seen = await collect(channel);
        const ends = [];
        client.connection.on('disconnected', (change) => ends.push(change.reason?.code));
        const publisher = clients.rest().channels.get(channel.name);
        const start = Date.now();
        let count = 0;
        while (Date.now() - start < 8000) {
            await publisher.publish('n', { n: ++count });
            await new Promise((resolve) => setTimeout(resolve, 40));
        }
        await until('all messages', () => seen.length >= count);
        assert.deepEqual(seen.map((m) => m.data.n), Array.from({ length: count }, (_, i) => i + 1));
        assert.ok(ends.length >= 2 && ends.every((code) => code === 40142), JSON.stringify(ends));
        assert.equal(client.connection.id, id);
    },

    async 'renews in place when the server asks'(sandbox) {
        let tokens = 0;
        const options = clients.byToken({ clientId: 'u', capability: subscribeOnly });
        const fetchToken = options.authCallback;
        options.authCallback = (params, done) => {
            tokens += 1;
            fetchToken(params, done);
        };
        const client = await clients.connected(options);
        assert.equal(tokens, 1);
        const update = next(client.connection, 'update');
        await sandbox.fault('auth-now');
        await update;
        assert.equal(tokens, 2);
        assert.equal(client.connection.state, 'connected');
    },

    async 'reconnects with a new token when all tokens are ended'(sandbox) {
        const client = await clients.connected(clients.byToken({ capability: subscribeOnly }));
        const channel = client.channels.get(freshName());
        const seen = await collect(channel);
        const again = next(client.connection, 'connected');
        await sandbox.fault('expire-token');
        await again;
        await clients.rest().channels.get(channel.name).publish('n', { n: 1 });
        await until('the message', () => seen.length === 1);
    },

    async 'authorises anew, wider and narrower, without reconnecting'() {
        let capability = JSON.stringify({ 'conversation:*': ['subscribe', 'publish'] });
        const signer = clients.rest();
        const client = await clients.connected({
            authCallback: (_, done) =>
                signer.auth.createTokenRequest({ capability }).then((r) => done(null, r), (e) => done(e)),
        });
        const id = client.connection.id;
        const channel = client.channels.get(freshName());
        await channel.attach();
        await channel.publish('allowed', 'x');
        capability = JSON.stringify({ 'other:*': ['subscribe'] });
        const failed = reached(channel, 'failed');
        await client.auth.authorize();
        assert.equal((await failed).reason.code, 40160);
        assert.equal(client.connection.state, 'connected');
        assert.equal(client.connection.id, id);
        capability = JSON.stringify({ '*': ['*'] });
        await client.auth.authorize();
        await channel.attach();
        assert.equal(channel.state, 'attached');
    },

    async 'refuses a token for another client id in place'() {
        let clientId = 'first';
        const signer = clients.rest();
        const client = await clients.connected({
            authCallback: (_, done) =>
                signer.auth.createTokenRequest({ clientId }).then((r) => done(null, r), (e) => done(e)),
        });
        clientId = 'second';
        const error = await refusal(client.auth.authorize());
        assert.ok([40101, 40102].includes(error.code), String(error.code));
    },

    async 'connects with a JWT and honours its capability'() {
        const token = jwt({ iat: seconds(), exp: seconds() + 600, 'x-ably-capability': subscribeOnly, 'x-ably-clientId': 'j' });
        const client = await clients.connected({ authCallback: (_, done) => done(null, token) });
        assert.equal(client.auth.clientId ?? client.connection.connectionManager.connectionDetails?.clientId, 'j');
        assert.equal((await refusal(client.channels.get('private:1').attach())).code, 40160);
    },

    async 'connects with a JWT that wraps an Ably token'() {
        const { token } = await clients.rest().auth.requestToken({ capability: subscribeOnly });
        const wrapped = jwt({ iat: seconds(), exp: seconds() + 60 }, { 'x-ably-token': token });
        const client = await clients.connected({ authCallback: (_, done) => done(null, wrapped) });
        await client.channels.get(freshName()).attach();
    },

    async 'fails for good with a bad key, a revoked one, and a token that cannot be renewed'(sandbox) {
        const wrongKey = clients.realtime({ key: `${sandbox.ablyKey}x` });
        assert.equal((await reached(wrongKey.connection, 'failed')).reason.code, 40101);
        const expired = jwt({ iat: seconds() - 120, exp: seconds() - 60 });
        const stale = clients.realtime({ token: expired });
        assert.equal((await reached(stale.connection, 'failed')).reason.code, 40171);
        const client = await clients.connected(clients.byToken({ capability: subscribeOnly }));
        const revoke = await sandbox.fault('revoke-key');
        assert.ok(revoke.id);
        assert.equal((await reached(client.connection, 'failed')).reason.code, 40131);
        assert.equal((await refusal(clients.rest().auth.requestToken())).code, 40131);
    },

    async 'lets a wildcard token choose its client id, and no other'() {
        const anybody = { clientId: '*' };
        const client = await clients.connected(clients.byToken(anybody, { clientId: 'chosen' }));
        assert.equal(client.auth.clientId, 'chosen');
        const channel = client.channels.get(freshName());
        const seen = await collect(channel);
        await channel.publish('n', 'x');
        await until('the message', () => seen.length === 1);
        assert.equal(seen[0].clientId, 'chosen');
        const mismatched = clients.realtime(clients.byToken({ clientId: 'one' }, { clientId: 'two' }));
        const change = await reached(mismatched.connection, 'failed');
        assert.ok([40102, 40101, 80019].includes(change.reason.code), String(change.reason.code));
    },

    async 'refuses a token request signed by a clock that is off'(sandbox) {
        await sandbox.setClock('10m');
        try {
            assert.equal((await refusal(clients.rest().auth.requestToken())).code, 40104);
            const asked = clients.rest({ key: sandbox.ablyKey, queryTime: true });
            assert.ok((await asked.auth.requestToken()).token);
        } finally {
            await sandbox.setClock('0s');
        }
    },
};

await runWithClients(generation, format, cases, (made) => (clients = made));
