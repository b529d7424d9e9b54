// @supabase/auth-js as both of its test files use it.
import assert from 'node:assert/strict';
import { load } from './sandbox.mjs';

const { AuthClient } = load('@supabase/auth-js');

/// A client without a stored session. createClient() adds `/auth/v1` to the project's URL; a bare client adds nothing.
export function client(sandbox, path = '/auth/v1', headers = { apikey: sandbox.anonKey }, flowType = 'implicit') {
    return new AuthClient({
        url: sandbox.supabaseUrl + path,
        headers,
        flowType,
        persistSession: false,
        autoRefreshToken: false,
        detectSessionInUrl: false,
    });
}

export async function signedIn(sandbox) {
    const auth = client(sandbox);
    const { data, error } = await auth.signInWithPassword(sandbox.user);
    assert.equal(error, null);
    return { auth, session: data.session };
}

/// Calls a route the client has no method for.
export async function post(sandbox, route, body, version = '2024-01-01') {
    const reply = await fetch(sandbox.supabaseUrl + route, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { apikey: sandbox.anonKey, 'Content-Type': 'application/json', 'X-Supabase-Api-Version': version },
    });
    return { status: reply.status, body: await reply.json() };
}
export const refreshWith = (sandbox, token) =>
    post(sandbox, '/auth/v1/token?grant_type=refresh_token', { refresh_token: token });
