import assert from 'node:assert/strict';
import { parse } from 'yaml';
import type { Assertion } from '../../src/core/dataset/suite.ts';
import { compareAnswers } from '../../src/core/grading/compareAnswers.ts';
import { gradeAnswer } from '../../src/core/grading/gradeAnswer.ts';
import { gradeCheck } from '../../src/core/grading/gradeCheck.ts';
import { checkTypes, comparisonTypes, isComparisonType } from '../../src/core/grading/graders.ts';
import { humanType } from '../../src/core/grading/humanCheck.ts';
import { unsupportedTypes } from '../../src/core/grading/unsupported.ts';
import type { GradedAnswer } from '../../src/core/grading/verdict.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { isVerdict } from '../../src/core/people/verdictLines.ts';
import { simulatedEmbeddings } from '../../src/core/providers/simulated/embed.ts';
import { readProjectSuite } from '../../src/core/routing/readProjectSuite.ts';
import { answered, type JudgeAnswer, judgeThatSays } from '../support/grading.ts';
import { openSandbox } from '../support/sandbox.ts';
import { memoryFiles } from '../unit/dataset/memoryFiles.ts';
import { readMarkdown } from './markdownFile.ts';

interface Example {
  readonly assertion: Assertion;
  readonly written: string;
  /** An answer in words, or `{cost: 0.002}` for what is known of it. */
  readonly passes: string;
  readonly fails: string;
}

const { text } = readMarkdown('docs/checks.md');

/** The rows of all tables whose columns are those of examples. */
function examples(): readonly Example[] {
  const rows = text.matchAll(/^\| `(\{type: .*?\})` \| [^|]* \| `(.*?)` \| `(.*?)` \|$/gm);
  return [...rows].map(([, written = '', passes = '', fails = '']) => ({
    written,
    passes,
    fails,
    assertion: { negated: false, ...parse(written) },
  }));
}

const factNames = [
  'cost',
  'latencyMs',
  'finishReason',
  'toolCalls',
  'tools',
  'turns',
  'logProbs',
  'metadata',
  'vars',
  'judge',
  'people',
];

function factsOf(cell: string): JsonObject {
  if (!cell.startsWith('{')) return {};
  const facts: JsonValue = parse(cell);
  return isJsonObject(facts) && Object.keys(facts).every((name) => factNames.includes(name)) ? facts : {};
}

function answerOf(cell: string): GradedAnswer {
  const { judge: _judge, people: _people, toolCalls, tools, ...facts } = factsOf(cell);
  const isText = Object.keys(factsOf(cell)).length === 0;
  return answered(isText ? cell : 'The answer', {
    ...facts,
    ...(Array.isArray(toolCalls) ? { toolCalls: toolCalls.map(toolCall) } : {}),
    ...(Array.isArray(tools) ? { tools: tools.map((name) => ({ name: String(name) })) } : {}),
  });
}

/** `find_order`, or `{find_order: {id: A-1}}`. */
function toolCall(call: JsonValue, index: number) {
  const [name = '', input = {}] = isJsonObject(call) ? (Object.entries(call)[0] ?? []) : [String(call)];
  return { id: String(index), name, input };
}

function judgeOf(cell: string) {
  const said = [factsOf(cell)['judge'] ?? ''].flat();
  const judge = judgeThatSays(...said.map((answer) => (isJsonObject(answer) ? answer : String(answer))));
  const embed = async ({ texts }: { readonly texts: readonly string[] }) =>
    (await simulatedEmbeddings({ model: 'embedding', texts })).vectors;
  return { ...judge, embed };
}

/** `{people: pass}`: what one person says. */
function saidIn(cell: string) {
  const verdict = factsOf(cell)['people'];
  const line = { id: '1', answer: '', by: 'Ann', at: '2026-11-30T10:00:00Z' };
  return { verdicts: isVerdict(verdict) ? [{ ...line, verdict }] : [], hasChanged: false };
}

describe('docs/checks.md', () => {
  const sandbox = openSandbox();
  after(() => sandbox.dispose());

  it('has an example of every type that can be carried out, and of no other', () => {
    const types = examples().map(({ assertion }) => assertion.type);
    assert.deepEqual(types.toSorted(), [...checkTypes, ...comparisonTypes, humanType].toSorted());
  });

  it('names every type that cannot', () => {
    const [, list = ''] = text.split('## Known and not carried out');
    assert.deepEqual(
      unsupportedTypes.filter((type) => !list.includes(`\`${type}\``)),
      [],
    );
  });

  for (const { assertion, written, passes, fails } of examples()) {
    if (isComparisonType(assertion.type)) continue;
    it(`is right about ${assertion.type}`, async () => {
      const outcome = async (cell: string) => {
        const ports = { sandbox, people: () => saidIn(cell), judge: judgeOf(cell), defaultJudge: 'simulated/judge' };
        return (await gradeCheck(assertion, answerOf(cell), ports)).outcome;
      };
      assert.deepEqual([await outcome(passes), await outcome(fails)], ['pass', 'fail'], written);
    });
  }

  it('is right about checks that compare answers', async () => {
    for (const { assertion, passes, fails } of examples()) {
      if (assertion.type !== 'select-best' && assertion.type !== 'max-score') continue;
      const checks = [{ type: 'equals', negated: false, value: passes }, assertion];
      const ports = { judge: judgeThatSays({ choice: 0, reason: 'It is short.' }), defaultJudge: 'simulated/judge' };
      const alone = assertion.type === 'select-best' ? [assertion] : checks;
      const answers = await Promise.all(
        [passes, fails].map(async (output) => ({
          answer: answered(output),
          verdict: await gradeAnswer(answered(output), alone, ports),
        })),
      );
      const verdicts = await compareAnswers(answers, alone, ports);
      assert.deepEqual(
        verdicts.map(({ outcome }) => outcome),
        ['pass', 'fail'],
      );
    }
  });

  it('is right about checks of preference', async () => {
    const found = examples().filter(({ assertion }) => assertion.type === 'prefer');
    assert.equal(found.length, 1);
    for (const { assertion, passes, fails } of found) {
      const [first, second] = [{ choice: 'first' }, { choice: 'second' }];
      const ports = (...says: JudgeAnswer[]) => ({
        judge: judgeThatSays(...says),
        defaultJudge: 'simulated/judge',
        targets: ['simulated/terse', 'simulated/long'].map((id) => ({ id, model: id })),
      });
      const outcome = async (own: string, base: string, says: readonly JudgeAnswer[]) => {
        const answers = await Promise.all(
          [base, own].map(async (output, index) => ({
            answer: answered(output),
            verdict: await gradeAnswer(answered(output), [assertion], {}),
            seat: { target: index === 0 ? 'simulated/terse' : 'simulated/long', model: '' },
          })),
        );
        return (await compareAnswers(answers, [assertion], ports(...says)))[1]?.outcome;
      };
      assert.equal(await outcome(passes, fails, [first, second]), 'pass');
      assert.equal(await outcome(fails, passes, [second, first]), 'fail');
    }
  });

  it('writes them as a suite can hold them', async () => {
    const checks = examples().map(({ written }) => `      - ${written}\n`);
    const suite = await readProjectSuite(
      'all.eval.yaml',
      memoryFiles({
        'say.prompt.txt': 'Say {{word}}',
        'all.eval.yaml': `prompt: say.prompt.txt\nmodels: [simulated/terse]\ncases:\n  - vars: {word: late}\n    assert:\n${checks.join('')}`,
      }),
    );
    assert.deepEqual(
      suite.problems.map(({ message }) => message),
      [],
    );
    assert.equal(suite.cases[0]?.checks.length, checks.length);
  });
});
