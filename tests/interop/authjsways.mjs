// @supabase/auth-js against the sandbox's sign-in service, every way to sign in: node authjsways.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { client, post, refreshWith, signedIn } from './authclient.mjs';
import { run } from './sandbox.mjs';

const pkceClient = (sandbox) => client(sandbox, '/auth/v1', { apikey: sandbox.anonKey }, 'pkce');
const redirectTo = 'http://127.0.0.1:49731/back?mine=1';

/// The next step of a browser: where an answer sends it.
async function redirectOf(url) {
    const reply = await fetch(url, { redirect: 'manual' });
    assert.ok([302, 303].includes(reply.status), `${reply.status} ${await reply.text()}`);
    return new URL(reply.headers.get('location'));
}
/// Goes from the service's address to the provider's page, presses a button there, and answers where that ends.
async function consent(url, choice) {
    const page = await redirectOf(url);
    const html = await (await fetch(page)).text();
    assert.match(html, /id="account-/);
    assert.match(html, /id="deny"/);
    const decision = new URL(html.match(/action="([^"]+)"/)[1], page);
    decision.search = new URLSearchParams({ flow: page.searchParams.get('flow'), ...choice });
    return redirectOf(await redirectOf(decision));
}
/// What an authenticator app shows at this moment.
function totp(secret, now = Date.now()) {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(now / 30000)));
    const mac = createHmac('sha1', key).update(counter).digest();
    const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
    return String(number % 1000000).padStart(6, '0');
}
async function lastMail(sandbox, email) {
    return (await (await fetch(`${sandbox.controlUrl}/mail?email=${encodeURIComponent(email)}`)).json())[0];
}

const cases = {
    async 'signs in with a mailed code'(sandbox) {
        const auth = client(sandbox);
        const { email } = sandbox.user;
        assert.equal((await auth.signInWithOtp({ email, options: { shouldCreateUser: false } })).error, null);
        const mail = await lastMail(sandbox, email);
        const wrong = await auth.verifyOtp({ email, token: '1', type: 'email' });
        assert.equal(wrong.error.code, 'otp_expired');
        const { data, error } = await auth.verifyOtp({ email, token: mail.code, type: 'email' });
        assert.equal(error, null);
        assert.equal(data.user.email, email);
        const soon = await auth.signInWithOtp({ email });
        assert.equal(soon.error.code, 'over_email_send_rate_limit');
    },

    async 'signs in with a mailed link, in the browser that asked'(sandbox) {
        const auth = pkceClient(sandbox);
        const { email } = sandbox.secondUser;
        assert.equal((await auth.signInWithOtp({ email, options: { emailRedirectTo: redirectTo } })).error, null);
        const mail = await lastMail(sandbox, email);
        const back = await redirectOf(mail.link);
        assert.equal(back.searchParams.get('mine'), '1');
        const { data, error } = await auth.exchangeCodeForSession(back.searchParams.get('code'));
        assert.equal(error, null);
        assert.equal(data.user.email, email);
        const again = await redirectOf(mail.link);
        assert.equal(again.searchParams.get('error_code'), 'otp_expired');
    },

    async 'offers the providers that are on'(sandbox) {
        const settings = await fetch(sandbox.supabaseUrl + '/auth/v1/settings', { headers: { apikey: sandbox.anonKey } });
        const { external } = await settings.json();
        assert.ok(external.google && external.github && external.email);
        assert.ok(!external.apple && !external.phone);
        const off = await fetch(sandbox.supabaseUrl + '/auth/v1/authorize?provider=apple');
        assert.equal(off.status, 400);
        assert.equal((await off.json()).error_code, 'validation_failed');
    },

    async 'signs in with a provider and exchanges the code once'(sandbox) {
        const auth = pkceClient(sandbox);
        const { data } = await auth.signInWithOAuth({
            provider: 'google',
            options: { redirectTo, skipBrowserRedirect: true },
        });
        const back = await consent(data.url, { account: sandbox.user.email });
        assert.equal(back.host, '127.0.0.1:49731');
        assert.equal(back.searchParams.get('mine'), '1');
        const code = back.searchParams.get('code');
        const signed = await auth.exchangeCodeForSession(code);
        assert.equal(signed.error, null);
        assert.equal(signed.data.user.email, sandbox.user.email);
        assert.ok(signed.data.session.provider_token);
        assert.deepEqual(signed.data.user.app_metadata.providers, ['email', 'google']);
        const { data: level } = await auth.mfa.getAuthenticatorAssuranceLevel();
        assert.equal(level.currentAuthenticationMethods[0].method, 'oauth');
        const twice = await post(sandbox, '/auth/v1/token?grant_type=pkce', { auth_code: code, code_verifier: 'x'.repeat(43) });
        assert.equal(twice.body.code, 'flow_state_not_found');
    },

    async 'passes a refusal of the provider on, and keeps wrong verifiers out'(sandbox) {
        const auth = pkceClient(sandbox);
        const options = { redirectTo, skipBrowserRedirect: true };
        const denied = await consent((await auth.signInWithOAuth({ provider: 'github', options })).data.url, { deny: 1 });
        assert.equal(denied.searchParams.get('error'), 'access_denied');
        assert.equal(denied.searchParams.get('error_description'), 'The user has denied access');
        assert.equal(denied.searchParams.get('error_code'), null);
        const back = await consent((await auth.signInWithOAuth({ provider: 'github', options })).data.url, {
            account: sandbox.user.email,
        });
        const wrong = { auth_code: back.searchParams.get('code'), code_verifier: 'x'.repeat(43) };
        assert.equal((await post(sandbox, '/auth/v1/token?grant_type=pkce', wrong)).body.code, 'bad_code_verifier');
        await sandbox.setClock('6m');
        const late = await auth.exchangeCodeForSession(wrong.auth_code);
        assert.equal(late.error.code, 'flow_state_expired');
        await sandbox.setClock('0s');
    },

    async 'gives tokens in the fragment to a client without a verifier, and never to a stranger’s page'(sandbox) {
        const auth = client(sandbox);
        const ask = (to) => auth.signInWithOAuth({ provider: 'google', options: { redirectTo: to, skipBrowserRedirect: true } });
        const back = await consent((await ask(redirectTo)).data.url, { account: sandbox.user.email });
        assert.ok(new URLSearchParams(back.hash.slice(1)).get('access_token'));
        const stranger = await consent((await ask('https://evil.example/x')).data.url, { deny: 1 });
        assert.equal(stranger.origin, 'http://localhost:3000');
    },

    async 'wants the code of the authenticator, and knows who has shown it'(sandbox) {
        const auth = client(sandbox);
        const other = client(sandbox);
        for (const one of [auth, other]) assert.equal((await one.signInWithPassword(sandbox.secondUser)).error, null);
        const { data: before } = await auth.mfa.getAuthenticatorAssuranceLevel();
        assert.deepEqual([before.currentLevel, before.nextLevel], ['aal1', 'aal2']);
        const { data: factors } = await auth.mfa.listFactors();
        assert.equal(factors.totp.length, 1);
        const factorId = factors.totp[0].id;
        const wrong = await auth.mfa.challengeAndVerify({ factorId, code: '000000' });
        assert.equal(wrong.error.code, 'mfa_verification_failed');
        const right = await auth.mfa.challengeAndVerify({ factorId, code: totp(sandbox.secondUser.totpSecret) });
        assert.equal(right.error, null);
        const { data: after } = await auth.mfa.getAuthenticatorAssuranceLevel();
        assert.equal(after.currentLevel, 'aal2');
        assert.equal((await auth.refreshSession()).error, null);
        assert.equal((await auth.mfa.getAuthenticatorAssuranceLevel()).data.currentLevel, 'aal2');
        assert.equal((await other.refreshSession()).error.code, 'refresh_token_not_found');
    },

    async 'enrols an authenticator, and lets it go'(sandbox) {
        const { auth } = await signedIn(sandbox);
        const { data, error } = await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Desk' });
        assert.equal(error, null);
        assert.match(data.totp.uri, /^otpauth:\/\/totp\//);
        const twice = await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Desk' });
        assert.equal(twice.error.code, 'mfa_factor_name_conflict');
        const code = totp(data.totp.secret);
        assert.equal((await auth.mfa.challengeAndVerify({ factorId: data.id, code })).error, null);
        assert.equal((await auth.mfa.unenroll({ factorId: data.id })).error, null);
        const { data: user } = await auth.getUser();
        assert.equal(user.user.factors, undefined);
    },

    async 'signs out other devices and stays'(sandbox) {
        const other = await signedIn(sandbox);
        const here = await signedIn(sandbox);
        assert.equal((await here.auth.signOut({ scope: 'others' })).error, null);
        assert.equal((await here.auth.getUser()).error, null);
        assert.equal((await refreshWith(sandbox, other.session.refresh_token)).body.code, 'refresh_token_not_found');
    },
};

await run(cases);
