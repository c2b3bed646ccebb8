import assert from 'node:assert/strict';
import { mergeGates } from '../../../../src/core/gate/mergeGates.ts';
import type { ModelEvent } from '../../../../src/core/messages.ts';
import type { CatalogEntry } from '../../../../src/core/pricing/catalog.ts';
import { readShard } from '../../../../src/node/gate/runGate.ts';
import { type GateWish, gateOutcome } from '../../../support/gateOutcome.ts';
import { GitFolder } from '../../../support/gitFolder.ts';
import { answeringRegistry } from '../../../support/suiteRun.ts';

const words = ['one', 'two', 'three', 'four'];
const rows = (checked = 'icontains') =>
  words.map((word) => `${JSON.stringify({ vars: { word }, assert: [`${checked}:${word}`] })}\n`).join('');
const suite = 'prompt: ./say.prompt\nmodels: [test/a]\ncases: ./rows.jsonl\n';
const project = { 'say.eval.yaml': suite, 'rows.jsonl': rows(), 'say.prompt': 'Say {{word}}' };

const price = (id: string): readonly [string, CatalogEntry] => [id, { id, price: { input: 0, output: 1_000_000 } }];
/** A token of an answer costs a dollar. */
const catalog = { entries: new Map([price('test/a')]) };

describe('a check of a repository', function () {
  this.timeout(30_000);
  let folder: GitFolder;
  let asked: string[];
  /** Says what it is sent, but not the word "two" where it is to whisper; a token each. */
  const registry = answeringRegistry((model, messages): readonly ModelEvent[] => {
    const [part] = messages.at(-1)?.parts ?? [];
    const text = part?.type === 'text' ? part.text : '';
    asked.push(`${model}: ${text}`);
    return [
      { type: 'text', text: text.startsWith('Whisper') ? text.replace('two', '...') : text },
      { type: 'usage', usage: { inputTokens: 1, outputTokens: 1 } },
      { type: 'done', finishReason: 'stop' },
    ];
  });

  beforeEach(() => {
    folder = new GitFolder();
    asked = [];
  });
  afterEach(() => folder.remove());

  const check = (wish: GateWish = { staged: true }) => gateOutcome(folder.root, registry, wish);
  /** For each row what the change did to it: `two regressed`. */
  const changesOf = ({ result }: Awaited<ReturnType<typeof check>>) =>
    result.suites.flatMap((one) => one.rows.map(({ name, change }) => `${name.replace('word: ', '')} ${change}`));

  it('asks both versions what the change concerns, and compares', async () => {
    folder.commit(project);
    folder.stage({ 'say.prompt': 'Whisper {{word}}' });
    const outcome = await check();
    assert.deepEqual(
      outcome.result.suites.flatMap((one) =>
        one.rows.map(({ change, place }) => `${change} ${place.file}:${place.line}`),
      ),
      ['same rows.jsonl:1', 'regressed rows.jsonl:2', 'same rows.jsonl:3', 'same rows.jsonl:4'],
    );
    assert.equal(outcome.decision.reason, '1 row passes with HEAD and fails with staged.');
    assert.equal(asked.length, 8);
    assert.match(outcome.text, /^say\.eval\.yaml: 4 affected, 0 unchanged \(changed: say\.prompt\)$/m);
    const [checked] = outcome.result.suites;
    assert.match(checked?.changed[0]?.diff ?? '', /^-Say[\s\S]*^\+Whisper/m);
    // What was asked is kept: the same check again asks nobody.
    assert.deepEqual([(await check()).result.suites[0]?.rows.length, asked.length], [4, 8]);
  });

  it('asks nothing of what the change does not concern', async () => {
    folder.commit(project);
    folder.stage({ 'rows.jsonl': rows().replace('icontains:two', 'icontains:TWO') });
    const { result } = await check();
    assert.deepEqual([result.suites[0]?.rows.length, result.suites[0]?.unchanged], [1, 3]);
    folder.stage({ 'rows.jsonl': rows(), 'other.txt': 'x' });
    assert.deepEqual((await check()).result.suites, []);
    // Data is told without its difference.
    assert.deepEqual(result.suites[0]?.changed, [{ file: 'rows.jsonl', diff: null }]);
  });

  it('stops where the money is gone, and says so', async () => {
    const short = (text: string) => `---\nconfig: {maxOutputTokens: 1}\n---\n${text} {{word}}`;
    folder.commit({
      ...project,
      'say.prompt': short('Say'),
      'b.eval.yaml': suite.replace('./rows', './more'),
      'more.jsonl': '{"vars": {"word": "six"}, "assert": ["icontains:six"]}\n',
    });
    folder.stage({ 'say.prompt': short('Whisper') });
    const { result, decision } = await check({
      staged: true,
      context: { catalog, lanes: { concurrency: 1 } },
      limits: { maxCost: 4 },
    });
    assert.deepEqual(result.stopped, ['budget']);
    assert.equal(asked.length, 4, 'of both suites together');
    assert.match(decision.reason, /have no comparison: the spending limit was reached\.$/);
    assert.equal(result.suites.length, 2);
    const spent = asked.length;
    const free = await check({ staged: true, context: { catalog }, limits: { maxCost: 100 } });
    assert.deepEqual([free.result.stopped, asked.length], [[], 10], `${spent} were kept`);
  });

  it('compares only what is known once the time is over', async () => {
    folder.commit(project);
    folder.stage({ 'say.prompt': 'Whisper {{word}}' });
    const outcome = await check({ staged: true, limits: { maxTimeMs: 0 } });
    assert.deepEqual([outcome.result.stopped, asked], [['time'], []]);
    assert.equal(outcome.decision.reason, '4 of 4 rows have no comparison: the time was over.');
    const inTime = await check({ staged: true, limits: { maxTimeMs: 3_600_000 } });
    assert.deepEqual(inTime.result.stopped, []);
  });

  it('asks nobody offline, and compares what is in the cache', async () => {
    folder.commit(project);
    folder.stage({ 'say.prompt': 'Whisper {{word}}' });
    const offline = { staged: true, context: { offline: true } };
    const nothing = await check(offline);
    assert.deepEqual([nothing.result.stopped, asked, nothing.decision.outcome], [['offline'], [], 'incomplete']);
    await check();
    const known = await check(offline);
    assert.deepEqual([known.result.stopped, asked.length, known.decision.outcome], [[], 8, 'failed']);
    folder.stage({ 'rows.jsonl': `${rows()}{"vars": {"word": "five"}, "assert": ["icontains:five"]}\n` });
    const some = await check(offline);
    assert.deepEqual(some.result.stopped, ['offline']);
    assert.equal(some.decision.outcome, 'failed');
    assert.equal(changesOf(some).filter((text) => text.endsWith('not-run')).length, 1);
  });

  it('says that a suite names no model, unless one is given', async () => {
    folder.commit({ ...project, 'say.eval.yaml': suite.replace('models: [test/a]\n', '') });
    folder.stage({ 'say.prompt': 'Whisper {{word}}' });
    const { result, decision } = await check();
    assert.deepEqual(result.suites[0]?.problems, ['say.eval.yaml:1: The suite names no model: give one with --model.']);
    assert.equal(decision.outcome, 'invalid');
    const given = await check({ staged: true, context: { modelsFor: () => ['test/b'] } });
    assert.deepEqual([given.result.suites[0]?.problems, given.decision.outcome], [[], 'failed']);
    assert.ok(
      asked.every((text) => text.startsWith('b: ')),
      String(asked),
    );
  });

  it('comes to the same in shards, each of which asks its own', async () => {
    folder.commit(project);
    folder.stage({ 'say.prompt': 'Whisper {{word}}' });
    const whole = await check();
    const all = asked.length;
    const shards = [];
    for (const index of [1, 2, 3]) shards.push(await check({ staged: true, context: { shard: { index, of: 3 } } }));
    assert.deepEqual(
      shards.map(({ result }) => result.suites[0]?.rows.length),
      [2, 1, 1],
    );
    assert.equal(asked.length, all, 'all of it was kept');
    const merged = mergeGates(shards.map(({ result }) => result));
    const tell = (result: typeof merged) =>
      result.suites.map((one) => one.rows.map(({ order, change }) => [order, change]));
    assert.deepEqual(tell(merged), tell(whole.result));
  });

  it('repeats as often as it is told', async () => {
    folder.commit(project);
    folder.stage({ 'say.prompt': 'Whisper {{word}}' });
    await check({ staged: true, context: { repeat: 2 } });
    assert.equal(asked.length, 16);
  });

  it('tells what a change of checks did apart from what a change of the prompt did', async () => {
    folder.commit(project);
    folder.stage({
      'say.prompt': 'Whisper {{word}}',
      'rows.jsonl': rows('contains').replace('contains:one', 'contains:ONE'),
    });
    const { result } = await check();
    assert.deepEqual(
      result.suites[0]?.rows.map(
        ({ change, byOlderChecks }) => `${change}: ${byOlderChecks?.base}, ${byOlderChecks?.head}`,
      ),
      ['still-failing: pass, pass', 'regressed: pass, fail', 'same: pass, pass', 'same: pass, pass'],
    );
  });

  it('is worse for a prompt that answers worse where today’s checks do not see it', async () => {
    folder.commit(project);
    folder.stage({ 'say.prompt': 'Whisper {{word}}', 'rows.jsonl': rows().replace('icontains:two', 'icontains:w') });
    const { result } = await check();
    const row = result.suites[0]?.rows[1];
    assert.deepEqual(
      [row?.change, row?.note],
      ['regressed', 'Its checks changed too: by those before, the older version passed and this one fails.'],
    );
  });

  it('knows a suite again under another name, and says so', async () => {
    folder.commit(project);
    folder.git('mv', 'say.eval.yaml', 'tell.eval.yaml');
    folder.stage({ 'say.prompt': 'Whisper {{word}}' });
    const { result } = await check();
    assert.deepEqual(
      result.suites.map(({ suite: name, notes }) => [name, notes]),
      [['tell.eval.yaml', ['It is compared with say.eval.yaml of HEAD, whose cases it holds.']]],
    );
  });

  it('says what could not be read before and can be now', async () => {
    const broken = `${rows()}{"vars": {"word": "five",}}\n`;
    folder.commit({ ...project, 'rows.jsonl': broken });
    folder.stage({ 'rows.jsonl': broken.replace(',}', '}') });
    const one = await check();
    assert.deepEqual(one.result.suites[0]?.notes, [
      '1 part that could not be read in HEAD can be read now: its cases count as new.',
    ]);
    folder.stage({ 'rows.jsonl': broken, 'say.prompt': 'Whisper {{word}}' });
    const left = await check();
    assert.deepEqual(left.result.suites[0]?.problems, []);
    assert.deepEqual(
      left.result.suites[0]?.knownProblems.map((text) => text.slice(0, 13)),
      ['rows.jsonl:5:'],
    );
    folder.stage({ 'rows.jsonl': `${broken}{"vars": {"word": "six",}}\n` });
    const worse = await check();
    assert.deepEqual([worse.decision.outcome, worse.result.suites[0]?.problems.length], ['invalid', 1]);
  });

  it('says that a baseline is in the older format, and that one cannot be read', async () => {
    const file = '.polyprompt/baselines/say.eval.yaml.json';
    const entry = { answer: null, date: '2026-01-01', graded: 1, passed: 1, prompt: 'p', score: 1, served: null };
    const older = `${JSON.stringify({ results: { 'x test/a': entry }, version: 1 })}\n`;
    folder.commit({ ...project, [file]: older });
    folder.stage({ 'say.prompt': 'Whisper {{word}}' });
    const { result } = await check();
    assert.match(
      result.suites[0]?.notes.join() ?? '',
      /^Its baseline is in the older format, .* polyprompt eval say\.eval\.yaml, /,
    );
    folder.stage({ [file]: '{' });
    const unreadable = await check();
    assert.deepEqual(unreadable.result.suites[0]?.problems, [
      `${file}: The baseline cannot be read: accept a run anew.`,
    ]);
  });
});

describe('--shard', () => {
  it('is a number of as many, from 1 on', () => {
    assert.deepEqual(
      [readShard('1/1'), readShard('2/5'), readShard('5/5')],
      [
        { index: 1, of: 1 },
        { index: 2, of: 5 },
        { index: 5, of: 5 },
      ],
    );
    for (const text of ['0/5', '6/5', '1', '1/', '/2', '1/2/3', 'a/b'])
      assert.throws(() => readShard(text), {
        code: 'invalid-arguments',
        message: `--shard ${text} is not I/N, such as 2/5.`,
      });
  });
});
