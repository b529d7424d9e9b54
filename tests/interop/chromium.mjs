// A real browser without a window, driven by its own debugging protocol: opens a page, presses buttons, reads texts.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { load, within } from './sandbox.mjs';

const { WebSocket } = load('ws');

/// Starts Chromium; stop() ends it and removes its profile.
export async function startChromium(program = process.env.GM_CHROMIUM ?? 'chromium') {
    const home = await mkdtemp(path.join(os.tmpdir(), 'gm-chromium-'));
    const child = spawn(
        program,
        ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${home}`, 'about:blank'],
        { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const address = await within(
        30000,
        'the start of Chromium',
        new Promise((resolve, reject) => {
            child.once('error', reject);
            child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}`)));
            readline.createInterface({ input: child.stderr }).on('line', (line) => {
                const found = line.match(/^DevTools listening on (\S+)/);
                if (found) resolve(found[1]);
            });
        }),
    );
    const socket = new WebSocket(address);
    await once(socket, 'open');
    let lastId = 0;
    const waiting = new Map();
    socket.on('message', (text) => {
        const { id, result, error } = JSON.parse(text);
        const call = waiting.get(id);
        waiting.delete(id);
        if (error) call?.reject(new Error(error.message));
        else call?.resolve(result);
    });
    const send = (method, params = {}, sessionId = undefined) =>
        new Promise((resolve, reject) => {
            lastId += 1;
            waiting.set(lastId, { resolve, reject });
            socket.send(JSON.stringify({ id: lastId, method, params, sessionId }));
        });
    return {
        /// A tab on @p url.
        open: async (url) => {
            const { targetId } = await send('Target.createTarget', { url });
            const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
            return tab((method, params) => send(method, params, sessionId));
        },
        stop: async () => {
            socket.close();
            child.kill('SIGKILL');
            if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
            await rm(home, { recursive: true, force: true, maxRetries: 5 });
        },
    };
}

function tab(send) {
    /// The value of an expression in the page; undefined while it is being replaced by the next one.
    const evaluate = async (expression) => {
        try {
            return (await send('Runtime.evaluate', { expression, returnByValue: true })).result.value;
        } catch {
            return undefined;
        }
    };
    const waitFor = async (what, expression, ms = 15000) => {
        const end = Date.now() + ms;
        for (;;) {
            const value = await evaluate(expression);
            if (value) return value;
            if (Date.now() > end) throw new Error(`${what} did not come; the page says: ${await evaluate('document.body?.innerText')}`);
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    };
    return {
        /// Presses the element with this id by the mouse, as a person does.
        click: async (id) => {
            const place = `(() => { const e = document.getElementById(${JSON.stringify(id)}); if (!e) return null;
                const r = e.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()`;
            const at = await waitFor(`the button ${id}`, place);
            const mouse = (type) => send('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 });
            await mouse('mousePressed');
            await mouse('mouseReleased');
        },
        /// The text of the page once the browser stands at @p origin.
        textAt: async (origin) => {
            const there = `location.href.startsWith(${JSON.stringify(origin)}) && document.readyState === 'complete'`;
            return waitFor(`a page at ${origin}`, `(${there}) && document.body.innerText`);
        },
    };
}
