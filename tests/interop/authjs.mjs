// @supabase/auth-js against the sandbox's sign-in service, sessions and errors: node authjs.mjs
import assert from 'node:assert/strict';
import { client, post, refreshWith, signedIn } from './authclient.mjs';
import { load, run } from './sandbox.mjs';

const { isAuthApiError, isAuthRetryableFetchError } = load('@supabase/auth-js');

const cases = {
    async 'signs in with a password, with and without the gateway’s prefix'(sandbox) {
        for (const path of ['/auth/v1', '']) {
            const { data, error } = await client(sandbox, path).signInWithPassword(sandbox.user);
            assert.equal(error, null);
            assert.equal(data.user.email, sandbox.user.email);
            assert.equal(data.session.token_type, 'bearer');
            assert.ok(Math.abs(data.session.expires_at - Date.now() / 1000 - 3600) < 5);
        }
    },

    async 'refuses a wrong password with a code'(sandbox) {
        const { error } = await client(sandbox).signInWithPassword({ ...sandbox.user, password: 'wrong' });
        assert.ok(isAuthApiError(error));
        assert.equal(error.status, 400);
        assert.equal(error.code, 'invalid_credentials');
    },

    async 'refuses an unknown API key at the gateway'(sandbox) {
        const { error } = await client(sandbox, '/auth/v1', { apikey: 'sb_publishable_x' }).signInWithPassword(sandbox.user);
        assert.equal(error.status, 401);
        assert.equal(error.code, undefined);
    },

    async 'answers who one is'(sandbox) {
        const { auth, session } = await signedIn(sandbox);
        const { data, error } = await auth.getUser(session.access_token);
        assert.equal(error, null);
        assert.equal(data.user.id, session.user.id);
        const claims = await auth.getClaims(session.access_token);
        assert.equal(claims.error, null);
        assert.equal(claims.data.claims.aal, 'aal1');
    },

    async 'refreshes, and every token is new'(sandbox) {
        const { auth, session } = await signedIn(sandbox);
        const { data, error } = await auth.refreshSession();
        assert.equal(error, null);
        assert.notEqual(data.session.refresh_token, session.refresh_token);
        const again = await auth.refreshSession();
        assert.equal(again.error, null);
        assert.notEqual(again.data.session.refresh_token, data.session.refresh_token);
    },

    async 'gives the active pair once more when its answer was lost'(sandbox) {
        const { auth, session } = await signedIn(sandbox);
        const { data } = await auth.refreshSession();
        const again = await auth.refreshSession({ refresh_token: session.refresh_token });
        assert.equal(again.error, null);
        assert.equal(again.data.session.refresh_token, data.session.refresh_token);
    },

    async 'ends the whole session when an older refresh token comes back'(sandbox) {
        const { auth, session } = await signedIn(sandbox);
        await auth.refreshSession();
        const { data } = await auth.refreshSession();
        assert.equal((await refreshWith(sandbox, session.refresh_token)).body.code, 'refresh_token_already_used');
        const { error } = await client(sandbox).refreshSession({ refresh_token: data.session.refresh_token });
        assert.equal(error.code, 'refresh_token_already_used');
    },

    async 'signs out here, and everywhere'(sandbox) {
        const other = await signedIn(sandbox);
        const here = await signedIn(sandbox);
        assert.equal((await here.auth.signOut({ scope: 'local' })).error, null);
        assert.equal((await refreshWith(sandbox, here.session.refresh_token)).body.code, 'refresh_token_not_found');
        const { error } = await here.auth.getUser(here.session.access_token);
        assert.equal(error.name, 'AuthSessionMissingError');
        assert.equal((await other.auth.getUser(other.session.access_token)).error, null);
        assert.equal((await other.auth.signOut()).error, null);
        assert.equal((await refreshWith(sandbox, other.session.refresh_token)).status, 400);
    },

    async 'refuses an expired access token, and takes its refresh token'(sandbox) {
        const { auth, session } = await signedIn(sandbox);
        await sandbox.setClock('61m');
        const { error } = await auth.getUser(session.access_token);
        assert.equal(error.code, 'bad_jwt');
        assert.equal(error.status, 403);
        const refreshed = await auth.refreshSession({ refresh_token: session.refresh_token });
        assert.equal(refreshed.error, null);
        assert.equal((await auth.getUser(refreshed.data.session.access_token)).error, null);
        await sandbox.setClock('0s');
    },

    async 'accepts the older kind of key beside the new one'(sandbox) {
        assert.match(sandbox.anonKey, /^sb_publishable_/);
        const key = sandbox.legacyAnonKey;
        const auth = client(sandbox, '/auth/v1', { apikey: key, Authorization: `Bearer ${key}` });
        assert.equal((await auth.signInWithPassword(sandbox.user)).error, null);
        const nobody = await fetch(sandbox.supabaseUrl + '/auth/v1/user', {
            headers: { apikey: key, Authorization: `Bearer ${key}`, 'X-Supabase-Api-Version': '2024-01-01' },
        });
        assert.equal(nobody.status, 403);
        assert.equal((await nobody.json()).code, 'bad_jwt');
    },

    async 'writes errors in the older shape without a version'(sandbox) {
        const { status, body } = await post(sandbox, '/token?grant_type=password', { email: 'x', password: 'y' }, '');
        assert.equal(status, 400);
        assert.equal(body.code, 400);
        assert.equal(body.error_code, 'invalid_credentials');
    },

    async 'keeps the session through a fault it should retry'(sandbox) {
        const { auth } = await signedIn(sandbox);
        await sandbox.fault('http-status', { route: 'refresh', status: 503, count: 1 });
        const { data, error } = await auth.refreshSession();
        assert.equal(error, null);
        assert.ok(data.session.access_token);
        await sandbox.fault('refresh-429', { count: 1 });
        const limited = await auth.refreshSession();
        assert.equal(limited.error.code, 'over_request_rate_limit');
        assert.ok(!isAuthRetryableFetchError(limited.error));
    },

    async 'ends sessions on demand'(sandbox) {
        const { auth, session } = await signedIn(sandbox);
        await sandbox.fault('revoke-session', { value: sandbox.user.email });
        const { error } = await auth.getUser(session.access_token);
        assert.equal(error.name, 'AuthSessionMissingError');
        assert.equal((await refreshWith(sandbox, session.refresh_token)).body.code, 'refresh_token_not_found');
    },
};

await run(cases);
