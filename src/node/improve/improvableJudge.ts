import { assertionsIn } from '../../core/dataset/assertionsIn.ts';
import type { Assertion, Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { editableText } from '../../core/improve/editablePrompt.ts';
import { judgingCase, rubricPrompt } from '../../core/improve/rubricPrompt.ts';
import { type JudgedAnswer, judgedAnswers } from '../../core/judges/judgedAnswers.ts';
import { judgesOfCase } from '../../core/judges/judgesOfCase.ts';
import { answerLabels } from '../../core/people/answerLabels.ts';
import { readVerdicts } from '../people/verdictFile.ts';
import { RunHistory } from '../runs/runHistory.ts';
import type { ImprovableSuite } from './improveTask.ts';

/** Where the runs and verdicts of a suite are, and which of its judges is meant. */
interface Wanted {
  readonly storage: string;
  /** The name of the suite's runs. */
  readonly name: string;
  /** The name of the check; undefined where the suite has one judge alone. */
  readonly check: string | undefined;
  /** Reads a file's text as it is on disk. */
  readonly read: (file: string) => string;
}

/**
 * A judge of a suite as a prompt that can be improved: the rubric is the prompt, answers that people have judged are the rows, and a row
 * passes where the judge says what people say. Throws `invalid-arguments` with the reason where that cannot be.
 */
export function improvableJudge(suite: Suite, wanted: Wanted): ImprovableSuite {
  const judge = judgeOf(suite, wanted.check);
  const { assertion, check, model } = judge;
  const { file = '' } = assertion.place ?? {};
  const text = file === '' ? '' : wanted.read(file);
  const prompt = rubricPrompt(assertion, text);
  const start = prompt?.textFile && editableText(prompt.textFile, text);
  if (!prompt || !start || !assertion.place)
    throw refusal(
      'Its rubric is not written in the suite itself.',
      'Write the rubric as the value of the check, under defaultTest of the suite.',
    );
  const answers = answersOf(suite, wanted).filter(({ testCase }) =>
    judgesOfCase(testCase, suite).some(({ name }) => name === check),
  );
  if (answers.length === 0)
    throw refusal(
      'Nobody has judged an answer of it yet.',
      'Open its results in the editor and choose Review Answers; some 60 verdicts are a good start.',
    );
  const asked = { negated: assertion.negated, place: assertion.place };
  const cases = answers.map((answer) => judgingCase(answer, asked));
  const target = { id: model, model, parameters: {} };
  return {
    suite: { ...suite, prompts: [prompt], targets: [target], cases },
    prompt,
    target,
    start,
    cases,
    leftOut: 0,
    judge: check,
  };
}

interface FoundJudge {
  readonly check: string;
  readonly assertion: Assertion;
  readonly model: string;
}

/** The judge that is meant. It has to be one model with one rubric, whose verdict alone decides. */
function judgeOf(suite: Suite, wanted: string | undefined): FoundJudge {
  const all = suite.cases.flatMap((testCase) =>
    judgesOfCase(testCase, suite).flatMap(({ name, models, place: [at, member] }) => {
      const check = testCase.checks[at];
      const assertion = check && assertionsIn(check)[member ?? 0];
      return assertion?.type === 'llm-rubric' ? [{ name, models, assertion, options: testCase.options }] : [];
    }),
  );
  const names = [...new Set(all.map(({ name }) => name))];
  const [only, ...others] = wanted === undefined ? names : names.filter((name) => name === wanted);
  if (only === undefined || others.length > 0) {
    if (names.length === 0) throw refusal('It has no check of type llm-rubric.', 'Only a rubric can be improved.');
    throw refusal(
      wanted === undefined ? 'It has several judges.' : `It has no judge "${wanted}".`,
      `Name one of: ${names.join('; ')}.`,
    );
  }
  const own = all.filter(({ name }) => name === only);
  const places = new Set(own.map(({ assertion: { place } }) => JSON.stringify(place)));
  const [first] = own;
  if (!first || places.size > 1)
    throw refusal('Its rubric stands in several places.', 'Write it once, under defaultTest of the suite.');
  const { assertion, models, options } = first;
  const [model, ...more] = models;
  if (model === undefined || more.length > 0)
    throw refusal('Several models decide it together.', 'Name one judge for the check.');
  if (own.some((one) => (one.assertion.transform ?? one.options.transform) !== undefined))
    throw refusal('It is shown an answer that a script has changed.', 'Improve a judge that sees what people saw.');
  if ((assertion.rubricPrompt ?? options.rubricPrompt) !== undefined || assertion.threshold !== undefined)
    throw refusal(
      'It asks by a prompt of its own, or its threshold decides too.',
      'Improve a check whose judge alone says whether an answer passes.',
    );
  return { check: only, assertion, model };
}

/** The answers with a verdict in the runs of the suite, the newest run first; every answer once. */
function answersOf(suite: Suite, { storage, name }: Wanted): readonly JudgedAnswer[] {
  const labels = answerLabels(readVerdicts(storage, name).lines);
  const found = new Map<string, JudgedAnswer>();
  for (const state of new RunHistory({ keptCells: 0 }).each(storage, { prompt: name, kind: 'eval' })) {
    for (const answer of judgedAnswers(state, suite, labels))
      if (!found.has(answer.digest)) found.set(answer.digest, answer);
    if (found.size === labels.size) break;
  }
  return [...found.values()];
}

function refusal(why: string, hint: string): PolypromptError {
  return new PolypromptError('invalid-arguments', `This judge cannot be improved. ${why}`, { hint });
}
