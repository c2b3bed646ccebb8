import assert from 'node:assert/strict';
import { summarizeGate } from '../../../../src/core/gate/gateSummary.ts';
import { mergeGates } from '../../../../src/core/gate/mergeGates.ts';
import { type ChoosingJudge, chooses } from '../../../support/choosingJudge.ts';
import { type GateWish, gateOutcome } from '../../../support/gateOutcome.ts';
import { GitFolder } from '../../../support/gitFolder.ts';
import { textOfMessage } from '../../../support/messageText.ts';
import { answeringRegistry } from '../../../support/suiteRun.ts';

const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const suiteOf = (more = '') =>
  `prompt: ./say.prompt\nmodels: [test/a, test/b]\njudge: test/judge\ncases: ./rows.jsonl\ndefaultTest:\n  assert:\n    - {type: prefer, value: Is nicer, against: head${more}}\n`;
const rowsOf = (named: readonly string[]) => named.map((word) => `${JSON.stringify({ vars: { word } })}\n`).join('');
const project = { 'say.eval.yaml': suiteOf(), 'rows.jsonl': rowsOf(words), 'say.prompt': 'Say {{word}}' };

describe('two versions of which judges say which is liked better', function () {
  this.timeout(30_000);
  let folder: GitFolder;
  let asked: string[];
  let judge: ChoosingJudge;

  const registry = answeringRegistry((model, messages) => {
    asked.push(model);
    if (model === 'judge') return judge(messages, model);
    return textOfMessage(messages.at(-1) ?? { role: 'user', parts: [] }).replace('user: ', `${model} `);
  });
  const check = (wish: GateWish = { staged: true }) => gateOutcome(folder.root, registry, wish);
  const judgeCalls = () => asked.filter((model) => model === 'judge').length;

  beforeEach(() => {
    folder = new GitFolder();
    asked = [];
    // What says less is nicer.
    judge = chooses((first, second) => second.length - first.length);
    folder.commit(project);
  });
  afterEach(() => folder.remove());

  it('fails where HEAD is liked better by more than noise, and says so', async () => {
    folder.stage({ 'say.prompt': 'Say the word {{word}}' });
    const { decision, text, report } = await check();
    assert.equal(decision.outcome, 'failed');
    assert.match(
      decision.reason,
      /^test\/a: Is nicer: staged preferred in 0, HEAD in 8, no difference in 0 of 8 \(p = 0\.016, corrected for 2 comparisons\): HEAD is liked better\. test\/b: /,
    );
    assert.match(text, /^test\/b: Is nicer: staged preferred in 0, HEAD in 8/m);
    assert.equal(judgeCalls(), 2 * 2 * words.length);
    assert.equal(report.summary.counts.same, 16);
  });

  it('passes where the newer version is liked better, and where nothing is settled', async () => {
    folder.stage({ 'say.prompt': '{{word}}' });
    const better = await check();
    assert.equal(better.decision.outcome, 'passed');
    assert.match(better.text, /staged preferred in 8, HEAD in 0, .*: staged is liked better\./);
    judge = chooses(() => 1);
    folder.stage({ 'say.prompt': 'Say: {{word}}' });
    const open = await check();
    assert.equal(open.decision.outcome, 'passed');
    assert.match(open.text, /no difference in 8 of 8 \(p = 1, corrected for 2 comparisons\): not settled\./);
  });

  it('calls a lost row regressed only where the check has a threshold', async () => {
    folder.commit({ 'say.eval.yaml': suiteOf(', threshold: 0.5') });
    folder.stage({ 'say.prompt': 'Say the word {{word}}' });
    const { result } = await check();
    assert.deepEqual(
      new Set(result.suites.flatMap(({ rows }) => rows.map(({ change }) => change))),
      new Set(['regressed']),
    );
  });

  it('compares nothing where a case is new, and says so in the row', async () => {
    folder.stage({ 'rows.jsonl': rowsOf([...words, 'nine']) });
    const { result, decision } = await check();
    assert.deepEqual(
      result.suites.flatMap(({ rows }) => rows.map(({ change, preferred }) => [change, preferred])),
      [
        ['new-pass', undefined],
        ['new-pass', undefined],
      ],
    );
    assert.equal(decision.outcome, 'passed');
    assert.equal(judgeCalls(), 0);
  });

  it('is the same from shards as from the whole', async () => {
    folder.stage({ 'say.prompt': 'Say the word {{word}}' });
    const whole = await check();
    const parts = await Promise.all(
      [1, 2].map(async (index) => (await check({ staged: true, context: { shard: { index, of: 2 } } })).result),
    );
    assert.deepEqual(summarizeGate(mergeGates(parts)).preferred, whole.report.summary.preferred);
  });

  it('plans the answer of the older version to every row that it compares', async () => {
    folder.stage({ 'say.prompt': 'Say the word {{word}}' });
    const planned: number[] = [];
    await check({
      staged: true,
      context: { onPlan: ({ planned: { plan, baseOf } }) => void planned.push(plan.cells.length, baseOf?.size ?? 0) },
    });
    assert.deepEqual(planned, [32, 16]);
  });
});
