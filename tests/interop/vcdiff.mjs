// Ably's own delta decoder against ours, on the vectors of tests/data/vcdiff and on what chance makes of them:
// node vcdiff.mjs APPLYVCDIFF FOLDER
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { load } from './sandbox.mjs';

const [program, folder] = process.argv.slice(2);
const { decode } = load('@ably/vcdiff-decoder');

/// xdelta3's extensions, which Ably's decoder does not read: it takes a checksum for data.
const onlyOurs = ['appheader', 'checksum'];
const onlyXdelta = ['secondary'];

const ours = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: ours.stdout })[Symbol.asyncIterator]();
async function applyOurs(source, delta) {
    ours.stdin.write(`${source.toString('base64')} ${delta.toString('base64')}\n`);
    const { value } = await answers.next();
    return value.startsWith('refused') ? { why: value } : { target: Buffer.from(value, 'base64') };
}
function applyTheirs(source, delta) {
    try {
        return { target: Buffer.from(decode(delta, source)) };
    } catch (error) {
        return { why: error.message };
    }
}

/// The same numbers in every run.
let state = 3284;
const dice = (below) => (state = (state * 1103515245 + 12345) % 2147483648) % below;

const read = (name) => (existsSync(`${folder}/${name}`) ? readFileSync(`${folder}/${name}`) : Buffer.alloc(0));
const vectors = readdirSync(folder)
    .filter((name) => name.endsWith('.vcdiff'))
    .map((name) => name.slice(0, -'.vcdiff'.length))
    .map((name) => ({ name, source: read(`${name}.source`), delta: read(`${name}.vcdiff`), target: read(`${name}.target`) }));

assert.ok(vectors.length > 10);
for (const { name, source, delta, target } of vectors) {
    const mine = await applyOurs(source, delta);
    if (onlyXdelta.includes(name)) {
        assert.ok(mine.why, name);
        continue;
    }
    assert.ok(mine.target?.equals(target), `${name}: ${mine.why}`);
    if (!onlyOurs.includes(name)) assert.ok(applyTheirs(source, delta).target?.equals(target), name);
}

const shared = vectors.filter(({ name }) => !onlyOurs.includes(name) && !onlyXdelta.includes(name));
const counts = { same: 0, refusedByBoth: 0, onlyOurs: 0, onlyTheirs: 0 };
for (let round = 0; round < 4000; ++round) {
    const { name, source, delta } = shared[dice(shared.length)];
    const spoiled = Buffer.from(delta);
    // Behind the two bytes that switch extensions on.
    for (let changes = 1 + dice(2); changes > 0; --changes) spoiled[6 + dice(spoiled.length - 6)] = dice(256);
    const [mine, theirs] = [await applyOurs(source, spoiled), applyTheirs(source, spoiled)];
    if (mine.target && theirs.target)
        assert.ok(mine.target.equals(theirs.target), `${name}: ${spoiled.toString('hex')}`);
    ++counts[mine.target ? (theirs.target ? 'same' : 'onlyOurs') : theirs.target ? 'onlyTheirs' : 'refusedByBoth'];
}
// Theirs reads on where ours has found a fault; the other way round there is nothing.
assert.ok(counts.same > 0 && counts.refusedByBoth > 0 && counts.onlyOurs === 0, JSON.stringify(counts));
console.log(`vcdiff: ${vectors.length} vectors, 4000 spoiled ones: ${JSON.stringify(counts)}`);
ours.stdin.end();
