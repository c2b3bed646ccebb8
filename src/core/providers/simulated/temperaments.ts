import type { JsonValue } from '../../json.ts';
import type { FinishReason } from '../../messages.ts';
import { jsonAnswer, rankedLabels, terseAnswer, thoroughAnswer, thoughts } from './compose.ts';
import type { Care } from './fillSchema.ts';
import type { Task } from './task.ts';

export const temperaments = ['terse', 'thorough', 'json', 'unreliable'] as const;
export type Temperament = (typeof temperaments)[number];

/** The answer that a simulated model is going to give. */
export interface Answer {
  readonly reasoning?: string;
  readonly text: string;
  readonly finishReason: FinishReason;
}

export interface Manner {
  /** The range of milliseconds to the first token. */
  readonly firstToken: readonly [number, number];
  /** Milliseconds per chunk of one to three words. */
  readonly perChunk: readonly [number, number];
  answer(task: Task, random: () => number): Answer;
}

export const manners: Readonly<Record<Temperament, Manner>> = {
  terse: {
    firstToken: [150, 320],
    perChunk: [12, 28],
    answer: (task) => ({ text: terseAnswer(task), finishReason: 'stop' }),
  },
  thorough: {
    firstToken: [450, 900],
    perChunk: [25, 50],
    // A chatty model that its settings ask for JSON still has to answer with JSON alone.
    answer: (task) => ({
      reasoning: thoughts(task),
      text: task.strictJson ? prettyJson(task, 'thorough') : thoroughAnswer(task),
      finishReason: 'stop',
    }),
  },
  json: {
    firstToken: [250, 500],
    perChunk: [15, 30],
    answer: (task) => ({ text: prettyJson(task, 'plain'), finishReason: 'stop' }),
  },
  unreliable: { firstToken: [150, 900], perChunk: [10, 80], answer: unreliableAnswer },
};

/** An answer that is mostly good; else it refuses, breaks off, picks the second-best label, or leaves its JSON open. */
function unreliableAnswer(task: Task, random: () => number): Answer {
  const day = random();
  if (day < 0.08) return { text: "I'm sorry, but I can't help with that request.", finishReason: 'refusal' };
  const text = random() < 0.5 ? terseAnswer(task) : thoroughAnswer(task);
  if (day < 0.2) return { text: text.slice(0, Math.ceil(text.length * 0.6)), finishReason: 'length' };
  if (day < 0.55) return { text: flawed(task, text), finishReason: 'stop' };
  return { text, finishReason: 'stop' };
}

function flawed(task: Task, text: string): string {
  if (task.kind === 'classify') return rankedLabels(task, task.material)[1]?.option.label ?? text;
  if (task.kind === 'json')
    return `Sure! Here is the JSON:\n${JSON.stringify(jsonAnswer(task, 'hasty')).replace(/\}$/, '')}`;
  return text.replace(/\d+/, (figure) => String(Number(figure) + 1));
}

function prettyJson(task: Task, care: Care): string {
  const value: JsonValue = jsonAnswer(task, care);
  return JSON.stringify(value, null, 2);
}
