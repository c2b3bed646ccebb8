import assert from 'node:assert/strict';
import { judgeIdentity } from '../../../../src/core/grading/judgeIdentity.ts';
import type { JudgeGrade } from '../../../../src/core/judges/judgeGrades.ts';
import type { VerdictLine } from '../../../../src/core/people/verdictLines.ts';
import { gateOutcome } from '../../../support/gateOutcome.ts';
import { GitFolder } from '../../../support/gitFolder.ts';
import { answeringRegistry } from '../../../support/suiteRun.ts';

const rubric = { type: 'llm-rubric', value: 'is kind' };
const name = 'llm-rubric: is kind';
const row = (word: string, ...more: readonly string[]) =>
  `${JSON.stringify({ vars: { word }, assert: [...more, rubric] })}\n`;
const suite = (trust: string) =>
  `prompt: ./say.prompt\nmodels: [test/a]\njudge: test/judge\n${trust}\ncases: ./rows.jsonl\n`;

type Pair = readonly [person: 'pass' | 'fail', judge: 'pass' | 'fail'];
const times = (n: number, ...pair: Pair) => Array.from({ length: n }, () => pair);
/** A judge that passes everything, of which people fail half. */
const blind: readonly Pair[] = [...times(15, 'pass', 'pass'), ...times(15, 'fail', 'pass')];
const perfect: readonly Pair[] = [...times(40, 'pass', 'pass'), ...times(40, 'fail', 'fail')];
const few: readonly Pair[] = [...times(10, 'pass', 'pass'), ...times(9, 'fail', 'fail'), ...times(2, 'fail', 'pass')];

/** The files of labels and grades for such pairs, the grades by the judge as the suite has it unless another digest is given. */
function labelFiles(pairs: readonly Pair[], judge = digestOf('test/judge')): Record<string, string> {
  const lines = pairs.map(([verdict], index): VerdictLine => {
    return { id: `v${index}`, answer: `a${index}`, verdict, by: 'Ann', at: '2026-11-30T10:00:00Z' };
  });
  const grades = pairs.map(([, outcome], index): JudgeGrade => {
    const place = { caseId: 'c', target: 't', repeat: 0 };
    return { id: `g${index}`, answer: `a${index}`, check: name, judge, models: ['test/judge'], outcome, ...place };
  });
  const written = (all: readonly object[]) => all.map((one) => `${JSON.stringify(one)}\n`).join('');
  return {
    '.polyprompt/labels/say.eval.yaml.jsonl': written(lines),
    '.polyprompt/labels/say.eval.yaml.judges.jsonl': written(grades),
  };
}

function digestOf(judge: string): string {
  return judgeIdentity({ ...rubric, negated: false }, { options: {}, defaultJudge: judge })?.digest ?? '';
}

describe('a gate with a bar for its judges', function () {
  this.timeout(30_000);
  let folder: GitFolder;
  beforeEach(() => {
    folder = new GitFolder();
  });
  afterEach(() => folder.remove());

  /** Repeats what it is asked. The judge fails whatever is whispered. */
  const registry = answeringRegistry((model, messages) => {
    const text = messages.flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : ''))).join();
    const answer = model === 'judge' ? `{"pass": ${!text.includes('Whisper')}, "score": 1, "reason": "so"}` : text;
    return [
      { type: 'text', text: answer },
      { type: 'usage', usage: { inputTokens: 1, outputTokens: 1 } },
      { type: 'done', finishReason: 'stop' },
    ];
  });

  async function check(trust: string, labels: Record<string, string>, rows = row('one', 'contains:one')) {
    folder.commit({ 'say.eval.yaml': suite(trust), 'rows.jsonl': rows, 'say.prompt': 'Say {{word}}', ...labels });
    folder.stage({ 'say.prompt': 'Whisper {{word}}' });
    const outcome = await gateOutcome(folder.root, registry, { staged: true });
    return { ...outcome, changes: outcome.result.suites.flatMap(({ rows: own }) => own.map(({ change }) => change)) };
  }

  it('lets a judge decide without one, whatever its labels say', async () => {
    const { decision, changes, result } = await check('', labelFiles(blind));
    assert.deepEqual([decision.outcome, changes], ['failed', ['regressed']]);
    assert.equal(result.suites[0]?.judges, undefined);
  });

  it('takes a judge below it as advice, and names what that would have failed', async () => {
    const { decision, changes, result, text } = await check('trust: {kappa: 0.6}', labelFiles(blind));
    assert.deepEqual([decision.outcome, changes], ['passed', ['same']]);
    assert.deepEqual(
      result.suites[0]?.judges?.map(({ standing, decides }) => [standing, decides]),
      [['missed', false]],
    );
    assert.match(text, /"llm-rubric: is kind" only advises and fails nothing: its kappa against people is 0\.00/);
    assert.match(text, /Advice, which fails nothing: one on test\/a fails llm-rubric: is kind: so/);
    assert.match(decision.reason, /Nothing that was compared got worse; 1 row fails by checks that only advise\./);
  });

  it('counts rows on which nothing else decides as unchecked, never as passed', async () => {
    const { decision, changes, text } = await check('trust: {kappa: 0.6}', labelFiles(blind), row('one'));
    assert.deepEqual(changes, ['unchecked']);
    assert.match(
      decision.reason,
      /^Nothing was judged; 1 row without checks; 1 row fails by checks that only advise\.$/,
    );
    assert.match(text, /1 row has only checks that advise, so nothing decides about it\./);
  });

  it('lets a judge decide that reaches it, and says nothing more', async () => {
    const { decision, result } = await check('trust: {kappa: 0.6}', labelFiles(perfect));
    assert.equal(decision.outcome, 'failed');
    assert.deepEqual(result.suites[0]?.judges, []);
  });

  it('says where labels cannot settle it, and does what the suite says', async () => {
    const strict = await check('trust: {kappa: 0.6}', labelFiles(few));
    assert.equal(strict.decision.outcome, 'failed');
    assert.match(
      strict.text,
      /Whether "llm-rubric: is kind" reaches a kappa of 0\.6 is not settled \(.*\), so it decides\./,
    );
    await folder.remove();
    folder = new GitFolder();
    const loose = await check('trust: {kappa: 0.6, unsettled: advice}', labelFiles(few));
    assert.equal(loose.decision.outcome, 'passed');
    assert.match(loose.text, /is not settled \(.*\), so it only advises\./);
  });

  it('says where there are too few labels', async () => {
    const { decision, text } = await check('trust: {kappa: 0.6}', labelFiles(blind.slice(0, 3)));
    assert.equal(decision.outcome, 'failed');
    assert.match(text, /is not measured: it has 3 labels of people, and it takes 20, so it decides\./);
  });

  it('does not believe, or doubt, a judge by what another model or rubric was measured to be', async () => {
    const { decision, text } = await check('trust: {kappa: 0.6}', labelFiles(blind, digestOf('test/older')));
    assert.equal(decision.outcome, 'failed');
    assert.match(
      text,
      /it has 0 labels of people, and it takes 20, and it has changed since it was measured, so it decides\./,
    );
  });

  it('takes the bar of the team where the suite has none', async () => {
    folder.write({ 'polyprompt.yaml': 'trust: {kappa: 0.6}\n' });
    const { decision } = await check('', { ...labelFiles(blind), 'polyprompt.yaml': 'trust: {kappa: 0.6}\n' });
    assert.equal(decision.outcome, 'passed');
  });

  it('reports a bar that it cannot read', async () => {
    for (const [trust, message] of [
      ['trust: {kappa: 2}', '"kappa" of "trust" is a number above 0 and at most 1, such as 0.6.'],
      ['trust: 0.6', '"trust" is a map: {kappa: 0.6}.'],
      ['trust: {kappa: 0.6, unsettled: maybe}', '"unsettled" of "trust" is decides or advice.'],
      ['trust: {kappa: 0.6, least: 3}', '"least" has no meaning here.'],
    ] as const) {
      await folder.remove();
      folder = new GitFolder();
      folder.commit({ 'say.prompt': 'Say {{word}}' });
      folder.stage({ 'say.eval.yaml': suite(trust), 'rows.jsonl': row('one') });
      const { result, decision } = await gateOutcome(folder.root, registry, { staged: true });
      assert.equal(decision.outcome, 'invalid', trust);
      assert.match(result.suites[0]?.problems.join('\n') ?? '', new RegExp(message.replaceAll(/[{}().]/g, '\\$&')));
    }
  });
});
