import { assertionsIn } from '../../core/dataset/assertionsIn.ts';
import type { EvalCase, Suite, SuitePrompt, SuiteTarget } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { isComparisonType } from '../../core/grading/graders.ts';
import { humanType } from '../../core/grading/humanCheck.ts';
import { hashJson } from '../../core/hash.ts';
import { aimedRows, isRightBy, readAim } from '../../core/improve/aim.ts';
import { editablePrompt, editableText } from '../../core/improve/editablePrompt.ts';
import { improveRows } from '../../core/improve/improveRow.ts';
import type { EditablePrompt } from '../../core/improve/promptBody.ts';
import type { AimedTask, ImproveTask } from '../../core/improve/searchTask.ts';
import type { JsonValue } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import { promiseNumber } from '../../core/run/wordingColumn.ts';

/** A suite as far as it can be improved: one prompt, one target, and the cases that are asked and checked. */
export interface ImprovableSuite {
  readonly suite: Suite;
  readonly prompt: SuitePrompt;
  readonly target: SuiteTarget;
  readonly start: EditablePrompt;
  readonly cases: readonly EvalCase[];
  /** Cases that take no part, because nothing is asked or checked. */
  readonly leftOut: number;
  /** Only of a judge's rubric: the name of its check. */
  readonly judge?: string;
  /** Only of a port. */
  readonly promise?: OldPrompt;
}

/** The old target of a port with the prompt that it gets. */
export interface OldPrompt {
  readonly prompt: SuitePrompt;
  readonly target: SuiteTarget;
  /** The text of its file. */
  readonly text: string;
  /** The path of the prompt file of which the old and the new prompt may be variants. */
  readonly file: string;
}

interface Choice {
  /** The id or model of a target, where the suite has several. */
  readonly target: string | undefined;
  /** Reads a file's text as it is on disk. */
  readonly read: (file: string) => string;
}

/** Finds out what of a suite can be improved. Throws `invalid-arguments` with the reason where it cannot be. */
export function improvableSuite(suite: Suite, { target: wanted, read }: Choice): ImprovableSuite {
  const target = targetOf(suite, wanted);
  const [only, ...others] = suite.prompts;
  if (!only || others.length > 0) throw refusal('It names several prompts.', 'Improve a suite that names one.');
  const prompt = only.variantFor?.(target.model) ?? only;
  const start = startOf(prompt, read);
  const asked = suite.cases.filter((each) => isAsked(each, target, only.label));
  const tied = asked.find(({ options, varScripts }) => options.storeOutputAs !== undefined || varScripts !== undefined);
  if (tied)
    throw refusal(
      'Some of its cases need the answers to others, or scripts.',
      'Improve a suite whose cases stand alone.',
    );
  if (asked.some(comparesAnswers))
    throw refusal('Some of its checks compare the answers of several models.', 'Use checks that look at one answer.');
  if (asked.some(({ checks }) => checks.flatMap(assertionsIn).some(({ type }) => type === humanType)))
    throw refusal(
      'Some of its checks ask people, who have not seen what a new wording answers.',
      'Give those cases a check that a program or a judge can carry out.',
    );
  if (asked.length === 0) throw refusal('No case of it is asked and checked.', 'Give its cases checks.');
  return { suite, prompt, target, start, cases: asked, leftOut: suite.cases.length - asked.length };
}

/** The text of the prompt where it is written. Throws `invalid-arguments` where that is no single text. */
function startOf(prompt: SuitePrompt, read: Choice['read']): EditablePrompt {
  const { file, textFile, script } = prompt;
  if (script !== undefined)
    throw refusal('Its prompt is made by a script.', 'Move the prompt to a file of its own, such as name.prompt.');
  const start =
    file === undefined ? textFile && editableText(textFile, read(textFile.file)) : editablePrompt(file, read(file));
  if (start) return start;
  throw refusal(
    'Its prompt is in a format whose body is not one text.',
    'A .prompt, .prompt.txt, .prompty or .prompt.yml file can be improved, a text file, and a text that stands in the suite; the editor makes a .prompt with Polyprompt: Convert Prompt.',
  );
}

function refusal(why: string, hint: string): PolypromptError {
  return new PolypromptError('invalid-arguments', `This suite cannot be improved. ${why}`, { hint });
}

/** The one target of a suite, or the one that is wanted. Throws `invalid-arguments` where that leaves a choice; `option` is how to name one. */
export function targetOf({ targets }: Suite, wanted: string | undefined, option = '--target'): SuiteTarget {
  const own = targets.filter(({ isCaseOwn }) => !isCaseOwn);
  const named = wanted === undefined ? own : own.filter(({ id, model }) => id === wanted || model === wanted);
  const [first, second] = named;
  if (first && !second) return first;
  const names = own.map(({ id }) => id).join(', ');
  if (wanted !== undefined)
    throw new PolypromptError('invalid-arguments', `The suite has no target ${wanted}.`, { hint: `It has ${names}.` });
  throw refusal('It asks several models.', first ? `Name one with ${option}: ${names}.` : 'Name a model in it.');
}

function isAsked(testCase: EvalCase, target: SuiteTarget, label: string): boolean {
  const { checks, providedOutput, prompts, targets } = testCase;
  if (checks.length === 0 || providedOutput !== undefined) return false;
  return (
    (prompts?.includes(label) ?? true) &&
    (targets?.includes(target.id) ?? true) &&
    (target.prompts?.includes(label) ?? true)
  );
}

function comparesAnswers({ checks }: EvalCase): boolean {
  return checks.flatMap(assertionsIn).some(({ type }) => isComparisonType(type));
}

/** The figure that an improvement aims at, of these cases. Throws `invalid-arguments` where there is none. */
export function aimedTask(figure: string, cases: readonly EvalCase[]): AimedTask {
  const aim = readAim(figure);
  if (typeof aim === 'string')
    throw new PolypromptError('invalid-arguments', aim, { hint: 'For example: --aim "recall(refund)"' });
  const rows = aimedRows(aim, cases);
  if (rows.size === 0)
    throw new PolypromptError('invalid-arguments', `No case of the suite has the figure ${figure}.`, {
      hint: 'Its check is of the type label or fields; the name of the class or field stands in brackets.',
    });
  const byId = new Map(cases.map((testCase) => [testCase.id, testCase]));
  const isRight: AimedTask['isRight'] = (row, verdict) => isRightBy(aim, byId.get(row) ?? { checks: [] }, verdict);
  return { text: aim.text, rows, isRight };
}

/** What the search starts from, by the head of the run. Throws `invalid-arguments` where the suite is not the one that the run began with. */
export function taskOf({ cases, start: found, promise }: ImprovableSuite, head: ImproveHead): ImproveTask {
  const start = found.reopen(head.text);
  if (!start || hashOfCases(cases) !== head.suite || found.text !== (head.port?.original ?? head.text))
    throw new PolypromptError(
      'invalid-arguments',
      'The prompt or the cases have changed since this improvement began.',
      {
        hint: 'Start a new one, without --resume.',
      },
    );
  return {
    start,
    rows: improveRows(cases),
    split: head.split,
    seed: head.seed,
    limits: defined({ calls: head.maxCalls, cost: head.maxCost }),
    draws: head.draws,
    ...defined({ shorter: head.shorter, examples: head.examples, isRubric: head.judge && true }),
    ...(head.aim ? { aim: aimedTask(head.aim.figure, cases) } : {}),
    ...(promise && head.port
      ? { port: { promise: { number: promiseNumber, text: promise.text }, margin: head.port.margin } }
      : {}),
  };
}

/** A hash of everything that a case asks and expects. */
export function hashOfCases(cases: readonly EvalCase[]): string {
  const plain: JsonValue = JSON.parse(
    JSON.stringify(cases.map(({ id, vars, checks }) => ({ id, vars, checks: checks.map(withoutPlace) }))),
  );
  return hashJson(plain);
}

function withoutPlace({ place: _where, ...check }: EvalCase['checks'][number]) {
  return check;
}
