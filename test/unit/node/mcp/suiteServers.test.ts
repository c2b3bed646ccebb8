import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PolypromptError } from '../../../../src/core/errors.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import { openRecordings } from '../../../../src/core/routing/suiteServers.ts';
import type { Recordings } from '../../../../src/core/tools/mcp/recording.ts';
import type { ServerToStart } from '../../../../src/core/tools/mcp/serversToStart.ts';
import type { LoopServer, ToolLoop } from '../../../../src/core/tools/toolSettings.ts';
import { SuiteServers } from '../../../../src/node/mcp/suiteServers.ts';
import { systemClock } from '../../../../src/node/nodeEnvironment.ts';
import { workspaceSuiteFiles } from '../../../../src/node/suites/workspaceSuiteFiles.ts';

const script = path.resolve(import.meta.dirname, '../../../support/mcpServer.mjs');

describe('SuiteServers', () => {
  let folder = '';
  const held: SuiteServers[] = [];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-mcp-'));
  });
  afterEach(async () => {
    await Promise.all(held.splice(0).map((servers) => servers.dispose()));
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(mode: ServerToStart['mode'], recordings: Recordings = new Map(), behaviour = 'plain') {
    const server = { type: 'program' as const, command: process.execPath, args: [script, behaviour], env: [] };
    const toStart = [{ name: 'orders', server, from: 'user' as const, mode }];
    const servers = await SuiteServers.start({ toStart, recordings, workspaceFolder: folder, clock: systemClock });
    held.push(servers);
    return servers;
  }

  const loopOf = (...servers: readonly LoopServer[]): ToolLoop => ({ rules: [], maxTurns: 8, servers });
  const loopIn = (servers: SuiteServers) => loopOf(...[...servers.known.values()].map(({ loop }) => loop));

  function ask(servers: SuiteServers, tool: string, input: JsonObject = {}, loop = loopIn(servers)) {
    return servers.call({ loop, call: { id: '1', name: `orders__${tool}`, input }, round: 1 });
  }

  const readBack = async () =>
    (await openRecordings(path.join(folder, 'a.eval.yaml'), workspaceSuiteFiles(folder))).recordings;

  it('asks once for each distinct call while it records, and plays that back without a server', async () => {
    const recording = await start('record');
    const [first, second] = await Promise.all([
      ask(recording, 'find', { id: 'A' }),
      ask(recording, 'find', { id: 'A' }),
    ]);
    assert.equal(first?.output, '{"id":"A","calls":1}');
    assert.equal(second?.output, first.output);
    assert.equal(first.by, 'server');
    assert.ok(first.ms !== undefined && second.ms === undefined);
    const failed = await ask(recording, 'fail');
    assert.deepEqual([failed?.output, failed?.isError], ['no such order', true]);
    assert.equal((await ask(recording, 'draw'))?.media?.length, 1);
    assert.equal(recording.save(path.join(folder, 'a.eval.yaml')), path.join(folder, 'a.mcp.yaml'));
    await recording.dispose();

    const recordings = await readBack();
    assert.equal(recordings.get('orders')?.tools.length, 6);
    const replay = await SuiteServers.start({ toStart: [], recordings, workspaceFolder: folder, clock: systemClock });
    const again = await ask(replay, 'find', { id: 'A' });
    assert.deepEqual([again?.output, again?.by], [first.output, 'recording']);
    assert.equal((await ask(replay, 'fail'))?.isError, true);
    assert.equal((await ask(replay, 'draw'))?.media?.length, 1);
    assert.equal(replay.save(path.join(folder, 'a.eval.yaml')), undefined);
  });

  it('names a call that is not recorded', async () => {
    const recording = await start('record');
    await ask(recording, 'find', { id: 'A' });
    const replay = await SuiteServers.start({
      toStart: [],
      recordings: recording.recordings,
      workspaceFolder: folder,
      clock: systemClock,
    });
    await assert.rejects(
      ask(replay, 'find', { id: 'B' }),
      (error) =>
        error instanceof PolypromptError &&
        error.code === 'no-tool-result' &&
        /In round 1 the model called orders__find with \{"id":"B"\}, which is not recorded/.test(error.message),
    );
    await assert.rejects(
      ask(replay, 'find', { id: 'A' }, loopOf({ name: 'orders', recording: 'another' })),
      /not the one with which this run began/,
    );
  });

  it('records only what is not recorded yet, and keeps the rest', async () => {
    const before = await start('record');
    await ask(before, 'find', { id: 'A' });
    const after = await start('record', before.recordings);
    assert.equal((await ask(after, 'find', { id: 'A' }))?.by, 'recording');
    assert.equal((await ask(after, 'find', { id: 'B' }))?.by, 'server');
    assert.equal(after.recordings.get('orders')?.results.length, 2);
    assert.equal(after.known.get('orders')?.loop.name, 'orders');
    // What it had recorded when the run was planned stands in the identity of its cells.
    assert.deepEqual(
      after.known.get('orders')?.loop,
      SuiteServers.recorded(before.recordings) && (await start('record', before.recordings)).known.get('orders')?.loop,
    );
  });

  it('asks each time when it is live, and keeps nothing', async () => {
    const live = await start('live');
    assert.deepEqual(live.known.get('orders')?.loop, { name: 'orders', isLive: true });
    assert.equal((await ask(live, 'find', { id: 'A' }))?.output, '{"id":"A","calls":1}');
    assert.equal((await ask(live, 'find', { id: 'A' }))?.output, '{"id":"A","calls":2}');
    assert.equal(live.save(path.join(folder, 'a.eval.yaml')), undefined);
    assert.ok(!existsSync(path.join(folder, 'a.mcp.yaml')));
    await assert.rejects(ask(live, 'find', { id: 'A' }, loopOf({ name: 'orders', recording: 'h' })), /in another mode/);
  });

  it('is stopped in the middle of a call', async () => {
    for (const mode of ['record', 'live'] as const) {
      const servers = await start(mode);
      const stop = new AbortController();
      const call = { id: '1', name: 'orders__slow', input: {} };
      const asked = servers.call({ loop: loopIn(servers), call, round: 1, signal: stop.signal });
      stop.abort(new Error('enough'));
      await assert.rejects(asked, /enough/);
    }
  });

  it('starts again for a call after it was ended', async () => {
    const servers = await start('live');
    await servers.dispose();
    assert.equal((await ask(servers, 'find', { id: 'A' }))?.output, '{"id":"A","calls":1}');
  });

  it('keeps no failure of the server itself, and no server where another cannot start', async () => {
    const servers = await start('record');
    await assert.rejects(ask(servers, 'die'), /ended with code 3/);
    assert.deepEqual(servers.recordings.get('orders')?.results, []);
    await assert.rejects(start('record', new Map(), 'refuses'), /not today/);
  });

  it('leaves calls of other tools to others, and an unchanged file as it is', async () => {
    const servers = await start('record');
    const loop = loopIn(servers);
    assert.equal(await servers.call({ loop, call: { id: '1', name: 'weather', input: {} }, round: 1 }), undefined);
    const file = path.join(folder, 'a.eval.yaml');
    servers.save(file);
    const text = readFileSync(path.join(folder, 'a.mcp.yaml'), 'utf8');
    assert.equal(servers.save(file), undefined);
    writeFileSync(path.join(folder, 'a.mcp.yaml'), `${text}# mine\n`);
    assert.notEqual(servers.save(file), undefined);
  });
});
