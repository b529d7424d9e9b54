// What every JavaScript case needs: the sandbox as a child process, its control API, the official clients, a short report.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';

const modules = process.env.GM_INTEROP;
const program = process.env.GM_SANDBOX;
if (!modules || !program) {
    console.error('Set GM_INTEROP to the folder setup.sh filled, and GM_SANDBOX to the genie-monitor to try.');
    process.exit(2);
}

/// An installed package by name, e.g. `ably2`.
export const load = (name) => createRequire(path.join(modules, 'x.js'))(name);

/// Starts the sandbox; the answer has its addresses (the first line of its output), control calls, and stop().
export async function startSandbox() {
    const child = spawn(program, ['sandbox'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
    const addresses = JSON.parse(line);
    const call = async (method, route, body) => {
        const reply = await fetch(addresses.controlUrl + route, {
            method,
            body: body && JSON.stringify(body),
            headers: { 'Content-Type': 'application/json' },
        });
        assert.ok(reply.ok, `${method} ${route}: ${reply.status} ${await reply.clone().text()}`);
        return reply.status === 204 ? undefined : JSON.parse((await reply.text()) || 'null');
    };
    return {
        ...addresses,
        state: () => call('GET', '/state'),
        fault: (kind, more = {}) => call('POST', '/faults', { fault: kind, ...more }),
        clearFaults: () => call('DELETE', '/faults'),
        setClock: (offset) => call('POST', '/clock', { offset }),
        stop: async () => {
            child.kill('SIGTERM');
            if (child.exitCode === null) await once(child, 'exit');
        },
    };
}

/// Rejects when @p promise is not settled in time, naming what was waited for.
export function within(ms, what, promise) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what} did not happen within ${ms} ms`)), ms);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/// Resolves when @p condition holds; it is asked again each 20 ms.
export async function until(what, condition, ms = 10000) {
    const end = Date.now() + ms;
    while (!condition()) {
        if (Date.now() > end) throw new Error(`${what} did not happen within ${ms} ms`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

/// Runs the cases in order against one sandbox, prints a line for each, and ends the process: 0 when all passed.
/// @p cleanUp is awaited before.
export async function run(cases, patienceMs = 60000, cleanUp = async () => {}) {
    const only = process.env.GM_ONLY;
    const sandbox = await startSandbox();
    let failed = 0;
    for (const [name, body] of Object.entries(cases)) {
        if (only && !name.includes(only)) continue;
        try {
            await within(patienceMs, 'the end of the case', body(sandbox));
            console.log(`ok    ${name}`);
        } catch (error) {
            failed += 1;
            console.log(`FAIL  ${name}\n      ${error?.stack ?? JSON.stringify(error)}`);
        }
        await sandbox.clearFaults();
    }
    await sandbox.stop();
    await cleanUp();
    console.log(failed ? `${failed} of ${Object.keys(cases).length} failed` : 'all passed');
    process.exit(failed ? 1 : 0);
}
