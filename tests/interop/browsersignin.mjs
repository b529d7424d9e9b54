// Signing in with a provider in a real browser: the command line and the window on one side, Chromium on the other.
// Needs a display and a session bus; browsersignin.sh gives it both. node browsersignin.mjs
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChromium } from './chromium.mjs';
import { run, within } from './sandbox.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const chromium = await startChromium();

let running;

/// The program on the sandbox's addresses, with a browser command that only notes what it was asked to open. The one before
/// is stopped.
async function start(sandbox, args) {
    await running?.stop();
    const home = await mkdtemp(path.join(os.tmpdir(), 'gm-signin-'));
    const opened = path.join(home, 'opened');
    const browser = path.join(home, 'browser');
    await writeFile(browser, `#!/bin/sh\nprintf '%s\\n' "$1" >"${opened}.new" && mv "${opened}.new" "${opened}"\n`);
    await chmod(browser, 0o755);
    const child = spawn(process.env.GM_SANDBOX, ['--config-dir', path.join(home, 'config'), ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
            ...process.env,
            BROWSER: browser,
            GENIE_MONITOR_SUPABASE_URL: sandbox.supabaseUrl,
            GENIE_MONITOR_ANON_KEY: sandbox.anonKey,
            GENIE_MONITOR_BACKEND_URL: sandbox.backendUrl,
            GENIE_MONITOR_ABLY_ENDPOINT: sandbox.ablyUrl,
        },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { said += data; });
    const ended = once(child, 'exit').then(([code]) => code);
    running = {
        /// The address the program wanted a browser for.
        openedUrl: async () => {
            for (let tries = 0; tries < 300; tries += 1) {
                const url = await readFile(opened, 'utf8').catch(() => '');
                if (url) return url.trim();
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            throw new Error(`no browser was asked for; the program says: ${said}`);
        },
        exitCode: () => within(15000, 'the end of the program', ended),
        said: () => said,
        stop: async () => {
            child.kill('SIGTERM');
            await ended;
            await rm(home, { recursive: true, force: true, maxRetries: 5 });
        },
    };
    return running;
}

/// What a person with a mouse and a screen reader does in the window: window.py press|wait NAME.
async function inWindow(action, name) {
    const child = spawn('/usr/bin/python3', [path.join(here, 'window.py'), action, name], { stdio: ['ignore', 'inherit', 'inherit'] });
    const [code] = await once(child, 'exit');
    assert.equal(code, 0, `${action} "${name}" in the window`);
}

/// Where the program listens for the browser's answer.
const comesBackTo = (url) => new URL(new URL(url).searchParams.get('redirect_to')).origin;

const sessionsOf = async (sandbox, email) => (await sandbox.state()).users.find((user) => user.email === email).sessions;

const cases = {
    async 'the command line signs in through the consent page'(sandbox) {
        const login = await start(sandbox, ['login', '--provider', 'google']);
        const url = await login.openedUrl();
        const tab = await chromium.open(url);
        await tab.click(`account-${sandbox.user.email}`);
        const text = await tab.textAt(comesBackTo(url));
        assert.equal(await login.exitCode(), 0, login.said());
        assert.match(text, /^Back to Genie Monitor\b/);
        assert.match(login.said(), new RegExp(sandbox.user.email));
        assert.equal(await sessionsOf(sandbox, sandbox.user.email), 1);
    },

    async 'a refusal on the consent page reaches the command line'(sandbox) {
        const login = await start(sandbox, ['login', '--provider', 'github']);
        const url = await login.openedUrl();
        const tab = await chromium.open(url);
        await tab.click('deny');
        const text = await tab.textAt(comesBackTo(url));
        assert.equal(await login.exitCode(), 2, login.said());
        assert.match(login.said(), /access_denied/);
        assert.match(text, /^You are not signed in\b/);
    },

    async 'the window signs in through the consent page'(sandbox) {
        const before = await sessionsOf(sandbox, sandbox.user.email);
        const window = await start(sandbox, []);
        await inWindow('press', 'Continue with Google');
        const url = await window.openedUrl();
        const tab = await chromium.open(url);
        await tab.click(`account-${sandbox.user.email}`);
        await tab.textAt(comesBackTo(url));
        await inWindow('wait', `Status: user, ${sandbox.user.email}`);
        assert.equal(await sessionsOf(sandbox, sandbox.user.email), before + 1);
    },

    async 'the window says a refusal on its form'(sandbox) {
        const window = await start(sandbox, []);
        await inWindow('press', 'Continue with GitHub');
        const tab = await chromium.open(await window.openedUrl());
        await tab.click('deny');
        await inWindow('wait', 'access_denied');
        await inWindow('wait', 'Continue with GitHub');
    },
};

await run(cases, 60000, async () => {
    await running?.stop();
    await chromium.stop();
});
