import assert from 'node:assert/strict';
import { editablePrompt } from '../../../src/core/improve/editablePrompt.ts';
import { improve } from '../../../src/core/improve/improve.ts';
import type { ImproveTask } from '../../../src/core/improve/searchTask.ts';
import { splitRows } from '../../../src/core/improve/splitRows.ts';
import type { Ask, ImproveStep, RowAnswer } from '../../../src/core/improve/steps.ts';
import type { ImproveResult } from '../../../src/core/run/improveResult.ts';
import type { ProposalNote } from '../../../src/core/run/proposal.ts';
import { labelledRows } from './rowsToImprove.ts';

/** What a search is played against. */
export interface World {
  /** The answer to a row on a wording. */
  readonly answers: (ask: Ask, expected: string) => string;
  /** The body that is proposed, or the whole text of the answer. */
  readonly proposes: (number: number, request: string) => string | { readonly text: string };
  readonly task?: Partial<ImproveTask>;
  readonly rows?: number;
}

/** What came of a search that was played. */
export interface Played {
  readonly result: ImproveResult;
  readonly requests: readonly string[];
  readonly notes: readonly ProposalNote[];
  readonly steps: readonly ImproveStep[];
  readonly calls: number;
  readonly task: ImproveTask;
}

export const body = 'Sort this mail. Labels: refund.\n\n{{mail}}';
export const rule = 'Use delivery for what is gone.';
export const fixed = body.replace('refund.', `refund.\n${rule}`);

/** Plays a search for the prompt of 60 rows, with its models scripted. */
export function play({ answers, proposes, task: own = {}, rows: count = 60 }: World): Played {
  const rows = labelledRows(count);
  const start = editablePrompt('a.prompt', body);
  assert.ok(start);
  const task = { start, rows, split: splitRows(rows), seed: 'seed', limits: { calls: 300 }, draws: 3, ...own };
  const [requests, notes, steps]: [string[], ProposalNote[], ImproveStep[]] = [[], [], []];
  const expectedOf = new Map(rows.map(({ id, values }) => [id, values[0] ?? '']));
  let calls = 0;
  const answer = (ask: Ask): RowAnswer => {
    calls++;
    const expected = expectedOf.get(ask.row) ?? '';
    const said = answers(ask, expected);
    const passed = said === expected;
    return { passed, answer: said, reasons: passed ? [] : [`It is not ${expected}.`], account: { calls: 1 } };
  };
  const search = improve(task);
  let next = search.next();
  while (!next.done) {
    const step = next.value;
    steps.push(step);
    if (step.type === 'tell') {
      if (step.event.type === 'proposal-judged') notes.push(step.event.proposal);
      next = search.next({ type: 'told' });
    } else if (step.type === 'ask') next = search.next({ type: 'answers', answers: step.asks.map(answer) });
    else {
      calls++;
      const request = step.messages
        .flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])))
        .join('\n');
      requests.push(request);
      const marks = /between "(begin\w+)" and "(end\w+)"/.exec(request);
      const proposed = proposes(step.number, request);
      const text = typeof proposed === 'string' ? `A cause.\n${marks?.[1]}\n${proposed}\n${marks?.[2]}` : proposed.text;
      next = search.next({ type: 'text', text, account: { calls: 1 } });
    }
  }
  return { result: next.value, requests, notes, steps, calls, task };
}

/** A model that knows a label only where the prompt names it. */
export const literal = ({ wording }: Ask, expected: string) => (wording.text.includes(expected) ? expected : 'refund');
