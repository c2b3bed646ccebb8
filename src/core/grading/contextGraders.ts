import { isJsonObject } from '../json.ts';
import type { Message } from '../messages.ts';
import { askJudge, jsonAnswer } from './askJudge.ts';
import { type CheckInput, type Finding, invalidCheck, isText, reaches, textValue } from './grader.ts';
import { runScript, scriptContext } from './script.ts';

/** Grades by the share of the output's claims that the context supports. */
export async function gradeContextFaithfulness(input: CheckInput): Promise<Finding> {
  const context = await contextOf(input);
  const score = await askJudge(input, {
    ask: {
      task: 'You split a text into its single claims and decide for each whether the context supports it. Answer with one JSON object and nothing else: {"claims": [{"claim": "...", "supported": true or false}]}.',
      material: { question: queryOf(input), context, text: input.text },
    },
    read: (answer) => shareOf(answer, 'claims', 'supported'),
  });
  return reaches(score, input.assertion.threshold ?? 0, 'The share of claims that the context supports');
}

/** Grades by the share of the expected text (the value) that can be found in the context. */
export async function gradeContextRecall(input: CheckInput): Promise<Finding> {
  const expected = textValue(input);
  const context = await contextOf(input);
  const score = await askJudge(input, {
    ask: {
      task: 'You split an expected text into its sentences and decide for each whether it can be derived from the context. Answer with one JSON object and nothing else: {"sentences": [{"sentence": "...", "derivable": true or false}]}.',
      material: { context, expected },
    },
    read: (answer) => shareOf(answer, 'sentences', 'derivable'),
  });
  return reaches(score, input.assertion.threshold ?? 0, 'The share of the expected text found in the context');
}

/** Grades by the share of the context's sentences that are needed for the question in `vars.query`. */
export async function gradeContextRelevance(input: CheckInput): Promise<Finding> {
  const context = await contextOf(input);
  const score = await askJudge(input, {
    ask: {
      task: 'You split a context into its sentences and decide for each whether it is needed to answer the question. Answer with one JSON object and nothing else: {"sentences": [{"sentence": "...", "needed": true or false}]}.',
      material: { question: queryOf(input), context },
    },
    read: (answer) => shareOf(answer, 'sentences', 'needed'),
  });
  return reaches(score, input.assertion.threshold ?? 0, 'The share of the context that is needed');
}

const defaultWindow = 5;

/** Grades by the share of the windows of a conversation whose last answer is relevant to the messages before it. */
export async function gradeConversationRelevance(input: CheckInput): Promise<Finding> {
  const size = input.assertion.config?.['windowSize'];
  const windows = windowsOf(turnsOf(input), typeof size === 'number' && size >= 1 ? Math.floor(size) : defaultWindow);
  const relevant = await Promise.all(
    windows.map((turns) =>
      askJudge(input, {
        ask: {
          task: 'You decide whether the last answer of a conversation is relevant to what was said in it. Answer with one JSON object and nothing else: {"relevant": true or false, "reason": "one sentence"}.',
          material: { conversation: turns.join('\n\n') },
        },
        read: (answer) => booleanAt(jsonAnswer(answer), 'relevant'),
      }),
    ),
  );
  const score = relevant.filter(Boolean).length / relevant.length;
  return reaches(score, input.assertion.threshold ?? 0, 'The share of relevant answers');
}

/** One text for each answer of the model, with the question before it. */
function turnsOf({ answer, text }: CheckInput): readonly string[] {
  const turns: string[] = [];
  let asked: string[] = [];
  for (const message of answer.messages ??
    ([{ role: 'user', parts: [{ type: 'text', text: answer.prompt }] }] satisfies Message[])) {
    const said = message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    if (message.role === 'user') asked.push(said);
    if (message.role === 'assistant') {
      turns.push(turnText(asked, said));
      asked = [];
    }
  }
  return [...turns, turnText(asked, text)];
}

function turnText(asked: readonly string[], answered: string): string {
  return `User: ${asked.join('\n')}\nAssistant: ${answered}`;
}

function windowsOf(turns: readonly string[], size: number): readonly (readonly string[])[] {
  return turns.map((_, index) => turns.slice(Math.max(0, index - size + 1), index + 1));
}

function queryOf({ answer }: CheckInput): string {
  const { query } = answer.vars;
  return isText(query) ? query : answer.prompt;
}

async function contextOf({ answer, assertion, ports }: CheckInput): Promise<string> {
  const context =
    assertion.contextTransform === undefined
      ? answer.vars['context']
      : await runScript(
          assertion.contextTransform,
          { output: answer.output, context: scriptContext(answer, assertion.config) },
          ports,
        );
  if (isText(context)) return context;
  if (Array.isArray(context) && context.every(isText)) return context.join('\n');
  throw invalidCheck(`"${assertion.type}" needs the context: a variable named context, or a contextTransform.`);
}

/**
 * The share (0 to 1) of entries of a judge's list that are true; undefined when the list is empty or an entry is neither true nor false.
 */
function shareOf(answer: string, list: string, field: string): number | undefined {
  const entries = jsonAnswer(answer)?.[list];
  if (!Array.isArray(entries) || entries.length === 0) return undefined;
  const flags = entries.map((entry) => booleanAt(entry, field));
  return flags.includes(undefined) ? undefined : flags.filter(Boolean).length / flags.length;
}

function booleanAt(value: unknown, key: string): boolean | undefined {
  const field = isJsonObject(value) ? value[key] : undefined;
  return typeof field === 'boolean' ? field : undefined;
}
