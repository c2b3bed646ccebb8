import type { JsonObject } from '../json.ts';
import { defined, textAt } from '../jsonRead.ts';
import { type Asked, askJudge, jsonAnswer } from './askJudge.ts';
import { type CheckInput, type Finding, figure, reaches, textValue, textValues } from './grader.ts';
import { toolCallsOf } from './toolCallsOf.ts';
import { transcriptText } from './transcript.ts';

interface Judgement {
  readonly pass: boolean;
  readonly score: number;
  readonly reason: string;
}

const noReason = 'The judge gave no reason.';

const judgementForm =
  'Answer with one JSON object and nothing else: {"reason": "one or two sentences", "pass": true or false, "score": a number from 0 to 1}.';

/** A judge says whether the output meets the rubric; with a threshold its score has to reach it, too. */
export function gradeRubric(input: CheckInput): Promise<Finding> {
  // A prompt of one's own may hold the whole rubric.
  const hasOwnPrompt = (input.assertion.rubricPrompt ?? input.ports.options?.rubricPrompt) !== undefined;
  const rubric = input.value === undefined && hasOwnPrompt ? '' : textValue(input);
  return judged(input, { ...rubricQuestion(rubric, { ...transcriptIn(input), output: input.text }), rubric });
}

/** What a judge is asked by a rubric. It answers with `pass`, `score` and `reason`. */
export function rubricQuestion(
  rubric: string,
  material: { readonly transcript?: string; readonly output: string },
): Asked {
  return { task: `You grade a text by a rubric. ${judgementForm}`, material: { rubric, ...material } };
}

/** A judge says whether the tools called and the output reach the goal. */
export function gradeGoalSuccess(input: CheckInput): Promise<Finding> {
  const goal = typeof input.value === 'object' ? (textAt(input.value, 'goal') ?? textValue(input)) : textValue(input);
  const transcript = transcriptText(input.answer);
  const steps = toolCallsOf(input.answer).map(
    ({ name, input: given }, index) => `${index + 1}. ${name} ${JSON.stringify(given)}`,
  );
  return judged(input, {
    task: `You decide whether an agent reached its goal by the steps it took and its final text. ${judgementForm}`,
    material: { goal, steps: transcript ?? (steps.join('\n') || '(none)'), output: input.text },
    rubric: goal,
  });
}

/** What led to the output, for a judge that is to see all of it. */
function transcriptIn({ answer }: CheckInput): { readonly transcript?: string } {
  return defined({ transcript: transcriptText(answer) });
}

async function judged(
  input: CheckInput,
  { task, material, rubric }: Asked & { readonly rubric: string },
): Promise<Finding> {
  const { pass, score, reason } = await askJudge(input, {
    ask: { task, material },
    read: readJudgement,
    names: { rubric },
  });
  const { threshold } = input.assertion;
  return { holds: pass && (threshold === undefined || score >= threshold), score, detail: reason };
}

function readJudgement(answer: string): Judgement | undefined {
  const object = jsonAnswer(answer);
  const pass = object?.['pass'];
  const score = scoreIn(object, 1);
  if (typeof pass !== 'boolean' && score === undefined) return undefined;
  if (object?.['score'] !== undefined && score === undefined) return undefined;
  const passed = typeof pass === 'boolean' ? pass : (score ?? 0) > 0;
  return {
    pass: passed,
    score: score ?? Number(passed),
    reason: textAt(object, 'reason') ?? noReason,
  };
}

/** A score from 0 to `most`; undefined for anything else, which is out of form. */
function scoreIn(object: JsonObject | undefined, most: number): number | undefined {
  const score = object?.['score'];
  return typeof score === 'number' && score >= 0 && score <= most ? score : undefined;
}

/** Asks the judge whether the output meets one criterion; the judge answers Y or N. */
export async function gradeClosedQuestion(input: CheckInput): Promise<Finding> {
  const criterion = textValue(input);
  const holds = await askJudge(input, {
    ask: {
      task: 'You decide whether a submitted answer meets a criterion. Think first if you need to; end with a line that holds Y for yes or N for no and nothing else.',
      material: { task: input.answer.prompt, criterion, ...transcriptIn(input), submission: input.text },
    },
    read: readYesOrNo,
    names: { input: input.answer.prompt, criteria: criterion, completion: input.text },
    json: false,
  });
  return { holds, claim: `meet the criterion ${JSON.stringify(criterion)}` };
}

function readYesOrNo(answer: string): boolean | undefined {
  const [, letter] = /(?:^|[^a-z])([yn])[\s."'*]*$/i.exec(answer.trim()) ?? [];
  return letter === undefined ? undefined : letter.toLowerCase() === 'y';
}

const categories = {
  A: ['subset', 'The facts of the output are a part of the expected ones.'],
  B: ['superset', 'The output holds all expected facts and more.'],
  C: ['agree', 'Both hold the same facts.'],
  D: ['disagree', 'The output contradicts the expected facts.'],
  E: ['differButFactual', 'They differ in ways that do not matter for the facts.'],
} as const;
type Category = keyof typeof categories;

/** Lets the judge put the output into one of five categories against the expected facts; the case's options score them. */
export async function gradeFactuality(input: CheckInput): Promise<Finding> {
  const ideal = textValue(input);
  const list = Object.entries(categories).map(([letter, [, meaning]]) => `${letter}: ${meaning}`);
  const category = await askJudge(input, {
    ask: {
      task: `You compare the facts of an output with expected facts; style does not count. Categories:\n${list.join('\n')}\nAnswer with one JSON object and nothing else: {"category": "A" to "E", "reason": "one sentence"}.`,
      material: { question: input.answer.prompt, expected: ideal, output: input.text },
    },
    read: readCategory,
    names: { input: input.answer.prompt, ideal, completion: input.text },
  });
  const [name, meaning] = categories[category];
  const own = input.ports.options?.factuality?.[name];
  const score = typeof own === 'number' ? own : Number(category !== 'D');
  return { holds: score > 0, score, detail: `${category}: ${meaning}`, expected: ideal };
}

function readCategory(answer: string): Category | undefined {
  const object = jsonAnswer(answer);
  const letter = object ? textAt(object, 'category')?.trim().toUpperCase() : /^\s*\(?([A-E])\b/.exec(answer)?.[1];
  return isCategory(letter) ? letter : undefined;
}

function isCategory(letter: string | undefined): letter is Category {
  return letter !== undefined && Object.hasOwn(categories, letter);
}

/** G-Eval: the judge works out steps from the criteria, then scores from 0 to 10 by them; several criteria are averaged. */
export async function gradeGEval(input: CheckInput): Promise<Finding> {
  const criteria = textValues(input);
  const scores = await Promise.all(criteria.map((criterion) => scoreBySteps(input, criterion)));
  const mean = scores.reduce((sum, { score }) => sum + score, 0) / scores.length;
  const finding = reaches(mean, input.assertion.threshold ?? 0.7, 'The score');
  return { ...finding, detail: `${scores.map(({ reason }) => reason).join(' ')} (${figure(mean)})` };
}

async function scoreBySteps(
  input: CheckInput,
  criterion: string,
): Promise<{ readonly score: number; readonly reason: string }> {
  const steps = await askJudge(input, {
    ask: {
      task: 'You work out how to check a text by criteria. Answer with one JSON object and nothing else: {"steps": ["three or four short steps"]}.',
      material: { criteria: criterion },
    },
    read: (answer) => textList(jsonAnswer(answer)?.['steps']),
    names: { criteria: criterion },
  });
  return askJudge(input, {
    ask: {
      task: 'You check a text by criteria, step by step. Answer with one JSON object and nothing else: {"score": a number from 0 (not met at all) to 10 (met completely), "reason": "one sentence"}.',
      material: {
        criteria: criterion,
        steps: steps.join('\n'),
        input: input.answer.prompt,
        ...transcriptIn(input),
        output: input.text,
      },
    },
    read: (answer) => {
      const object = jsonAnswer(answer);
      const score = scoreIn(object, 10);
      return score === undefined ? undefined : { score: score / 10, reason: textAt(object, 'reason') ?? noReason };
    },
    names: { criteria: criterion, steps: [...steps], input: input.answer.prompt },
  });
}

function textList(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
    ? value
    : undefined;
}
