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
      /route:safe is a fallback route: only cost routes, and latency routes with a floor, learn/,
    );
    assert.match((await run('route', 'learn', 'cheep')).stderr, /Did you mean route:cheap\?/);
  });

  it('asks a classifier once about each request, and keeps what it told', async () => {
    const text = read('polyprompt.yaml');
    const asked = 'asked: {cost: [simulated/terse, simulated/thorough], floor: 80%, classify: simulated/terse}';
    writeFileSync(path.join(folder, 'polyprompt.yaml'), text.replace('routes:\n', `routes:\n  ${asked}\n`));
    assert.match((await run('simulate', '-r', 'asked')).stdout, /was not asked how hard 60 of 60 requests are/);
    const keyless = text.replace(
      'routes:\n',
      `routes:\n  ${asked.replace('classify: simulated', 'classify: openai')}\n`,
    );
    writeFileSync(path.join(folder, 'polyprompt.yaml'), keyless);
    const refused = await run('route', 'learn', 'asked');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /openai\/terse did not tell of 60 requests: .*key/i);
    writeFileSync(path.join(folder, 'polyprompt.yaml'), text.replace('routes:\n', `routes:\n  ${asked}\n`));
    const first = await run('route', 'learn', 'asked');
    assert.match(first.stderr, /simulated\/terse is asked how hard 60 requests are: about \$[\d.]+, simulated\./);
    assert.equal(JSON.parse(read('.polyprompt/routes/asked.classes.json')).classes.length, 60);
    assert.match(first.stdout, /Fewer than 5 results for .*: there the results of all requests count\./);
    const again = await run('route', 'learn', 'asked');
    assert.deepEqual([again.code, again.stderr, again.stdout], [0, '', first.stdout]);
    const { ways, confusions } = await simulated('-r', 'asked');
    assert.deepEqual(
      ways.map(({ target }: Target) => target),
      ['rules', 'a table', 'a logistic model', 'simulated/terse'],
    );
    assert.equal(confusions[0].route, 'asked');
    writeFileSync(path.join(folder, 'polyprompt.yaml'), text);
  });

  it('lets a latency route with a floor learn, which then asks nobody below it first', async () => {
    const text = read('polyprompt.yaml');
    const quick = 'quick: {latency: [simulated/unreliable, simulated/terse, simulated/thorough], floor: 80%}';
    writeFileSync(path.join(folder, 'polyprompt.yaml'), text.replace('routes:\n', `routes:\n  ${quick}\n`));
    assert.match(
      (await run('run', 'triage.prompt', '-m', 'route:quick')).stderr,
      /Nothing was measured for route:quick/,
    );
    assert.equal((await run('route', 'learn', 'quick')).code, 0);
    const { targets } = await simulated('-r', 'quick');
    const { servedBy } = targets.find(({ target }: Target) => target === 'route:quick');
    assert.deepEqual(Object.keys(servedBy).sort(), ['simulated/terse', 'simulated/thorough']);
    writeFileSync(path.join(folder, 'polyprompt.yaml'), text);
  });

  it('names a route that is not there before anything is asked', async () => {
    const { code, stderr } = await run('eval', 'triage.eval.yaml', '-m', 'route:save');
    assert.equal(code, 2);
    assert.match(stderr, /There is no route "save" in polyprompt\.yaml\. Did you mean route:safe\?/);
  });
});

describe('a cost route whose floor is of a figure', () => {
  let folder = '';
  const run = (...args: readonly string[]) => polyprompt(args, { cwd: folder });
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const route = (floor: string) =>
    write('polyprompt.yaml', `routes:\n  sorted: {cost: [simulated/terse, simulated/unreliable], floor: ${floor}}\n`);

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
    cpSync(path.join(examples, 'inbox.prompt'), path.join(folder, 'inbox.prompt'));
    const rows = readFileSync(path.join(examples, 'cases', 'inbox.jsonl'), 'utf8');
    write('inbox.jsonl', rows.replaceAll('"equals"', '"label"'));
    const models = '[simulated/terse, simulated/unreliable]';
    write('inbox.eval.yaml', `prompt: ./inbox.prompt\nmodels: ${models}\ncases: ./inbox.jsonl\n`);
    route('recall(refund) >= 90%');
    await run('eval', 'inbox.eval.yaml');
  }).timeout(60_000);
  after(() => rmSync(folder, { recursive: true }));

  it('is refused before it has learnt, and names the figure', async () => {
    const { stdout, stderr } = await run('run', 'inbox.prompt', '--model', 'route:sorted', '--input', 'mail=x');
    assert.match(stdout + stderr, /No recall\(refund\) was measured for route:sorted yet/);
  });

  it('learns the figure of each target and says what it is of', async () => {
    const { code, stdout, stderr } = await run('route', 'learn', 'sorted');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /CLASS +TARGET +recall\(refund\)\n/);
    assert.match(stdout, /all +simulated\/terse +\d+\.\d% of \d+\n/);
    const learnt = JSON.parse(readFileSync(path.join(folder, '.polyprompt', 'routes', 'sorted.json'), 'utf8'));
    assert.equal(learnt.figure, 'recall(refund)');
    assert.ok(learnt.values.length >= 2);
    assert.match((await run('simulate', 'latest')).stdout, /^recall\(refund\): simulated\/terse .*route:sorted /m);
    const asked = await run('run', 'inbox.prompt', '--model', 'route:sorted', '--input', 'mail=x');
    assert.equal(asked.code, 0, asked.stderr);
  });

  it('learns nothing where no answer has the figure, and nothing is left of another one', async () => {
    route('recall(nothing) >= 90%');
    const { code, stderr } = await run('route', 'learn', 'sorted');
    assert.equal(code, 2);
    assert.match(stderr, /No answer of this run has recall\(nothing\)\..*check labels or fields/s);
    const asked = await run('run', 'inbox.prompt', '--model', 'route:sorted', '--input', 'mail=x');
    assert.match(asked.stdout + asked.stderr, /No recall\(nothing\) was measured for route:sorted yet/);
  });
});
