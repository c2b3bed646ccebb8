import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { polyprompt } from './commandLine.ts';

const examples = path.resolve(import.meta.dirname, '..', '..', 'examples');

interface Target {
  readonly target: string;
  readonly quality: number;
  readonly costPer1000: number;
  readonly availability: number;
}

describe('the example about routes', () => {
  let folder = '';
  const run = (...args: readonly string[]) => polyprompt(args, { cwd: folder });
  const simulated = async (...args: readonly string[]) => {
    const { stdout, stderr, code } = await run('simulate', 'latest', '--json', ...args);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
    cpSync(examples, folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{}');
    const { code } = await run('eval', 'routes.eval.yaml', '--concurrency', '60');
    assert.equal(code, 1);
  }).timeout(60_000);
  after(() => rmSync(folder, { recursive: true }));

  it('has a route of each kind, and none has a problem', async () => {
    const { routes } = parse(read('polyprompt.yaml'));
    const kinds = Object.values<object>(routes).flatMap((route) =>
      ['fallback', 'cost', 'latency', 'cascade', 'weighted', 'shadow'].filter((kind) => kind in route),
    );
    assert.deepEqual([...kinds].sort(), ['cascade', 'cost', 'fallback', 'latency', 'shadow', 'weighted']);
    assert.doesNotMatch((await run('simulate')).stderr, /error|warning/);
  });

  it('has a proposal that is better than every single model at its price', async () => {
    const { targets, proposals } = await simulated();
    const singles: readonly Target[] = targets.filter(({ target }: Target) => target.startsWith('simulated/'));
    assert.equal(singles.length, 4);
    const best = proposals.proposed.find(({ route }: { route: unknown }) => route !== null);
    assert.ok(best.judgedOnOtherRows);
    for (const { target, quality, costPer1000 } of singles)
      assert.ok(quality < best.quality || costPer1000 > best.costPer1000, target);
    const asCheap = singles.filter(({ costPer1000 }) => costPer1000 <= best.costPer1000 * 1.1);
    assert.ok(asCheap.length > 0 && asCheap.every(({ quality }) => quality < best.quality));
    assert.ok(best.saving.low > 0.9, String(best.saving.low));
  });

  it('tells how many requests an outage takes from a model, and that a fallback loses none', async () => {
    const { targets } = await simulated('--outage', 'simulated/terse=down:20%', '--requests', '1000', '-r', 'safe');
    const of = (name: string) => targets.find(({ target }: Target) => target === name).availability;
    assert.deepEqual([of('simulated/terse'), of('route:safe')], [0.8, 1]);
    const { code, stderr } = await run('simulate', '--outage', 'simulated/terse=sad');
    assert.equal(code, 2);
    assert.match(stderr, /--outage simulated\/terse=sad is not TARGET=KIND:SHARE%/);
  });

  it('writes the simulation as a page with a chart, as Markdown and as JSON', async () => {
    await run('simulate', '-o', 'routes.html', '-o', 'routes.md', '-o', 'routes.json');
    assert.match(read('routes.html'), /<polyprompt-routes>.*"points":\[/s);
    assert.match(read('routes.md'), /\| \*\*route\\:cheap\*\* \|/);
    assert.equal(JSON.parse(read('routes.json')).suite, 'routes.eval.yaml');
    assert.equal((await run('simulate', '-o', 'routes.txt')).code, 2);
  });

  it('adopts a proposal: the route, what it learnt, and nothing else of the file', async () => {
    const before = read('polyprompt.yaml');
    const { proposals } = await simulated();
    const number = 1 + proposals.proposed.findIndex(({ route }: { route: unknown }) => route !== null);
    const adopted = await run('simulate', '--adopt', String(number), '--as', 'best');
    assert.match(adopted.stdout, /Written as route:best into polyprompt\.yaml\./);
    const after = read('polyprompt.yaml');
    assert.ok(after.includes('# In this order, until one answers; a target that fails too often rests for a while.'));
    assert.deepEqual(Object.keys(parse(after).routes), [...Object.keys(parse(before).routes), 'best']);
    assert.ok(existsSync(path.join(folder, '.polyprompt/routes/best.json')));
    assert.equal((await run('simulate', '--adopt', String(number), '--as', 'best')).code, 2);
    const { stdout, code } = await run('run', 'triage.prompt', '-m', 'route:best', '--json');
    assert.equal(code, 0);
    const [result] = JSON.parse(stdout).results;
    assert.equal(result.routed.route, 'route:best');
    assert.match(result.routed.served, /^simulated\//);
  });

  it('lets a cost route learn, and says that others have nothing to learn', async () => {
    const learnt = await run('route', 'learn', 'cheap');
    assert.match(learnt.stdout, /simple +simulated\/terse +50 of 50/);
    assert.match(
      (await run('route', 'learn', 'safe')).stderr,
      /route:safe is a fallback route: only cost routes learn/,
    );
    assert.match((await run('route', 'learn', 'cheep')).stderr, /Did you mean route:cheap\?/);
  });

  it('names a route that is not there before anything is asked', async () => {
    const { code, stderr } = await run('eval', 'triage.eval.yaml', '-m', 'route:save');
    assert.equal(code, 2);
    assert.match(stderr, /There is no route "save" in polyprompt\.yaml\. Did you mean route:safe\?/);
  });
});
