import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Message, ModelEvent } from '../../../src/core/messages.ts';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import type { Conversation } from '../../../src/core/run/conversation.ts';
import { resultOf } from '../../../src/core/run/resultOf.ts';
import { transcriptOf } from '../../../src/core/run/round.ts';
import type { ToolRule } from '../../../src/core/tools/toolSettings.ts';
import { always, model, runTools, says, type ToolRun } from '../../support/toolRun.ts';

const cities = ['Oslo', 'Rome', 'Bern', 'Lima'];

interface Loop {
  readonly turns: readonly (readonly ModelEvent[])[];
  readonly rules: readonly ToolRule[];
  readonly conversation?: Conversation;
  readonly maxTurns: number;
}

/** A loop of any shape: several calls at once, wrong ones, rules that are used up, tools that fail, words between, turns of the user. */
function anyLoop(random: () => number): Loop {
  const below = (count: number) => Math.floor(random() * count);
  const turns = Array.from({ length: 1 + below(4) }, (_, turn) => anyCalls(turn, below));
  const rules: ToolRule[] = [
    { ...always('weather', 'cold'), args: { city: cities[below(4)] ?? 'Oslo' } },
    { tool: 'weather', times: 1 + below(3), answer: { type: 'error', message: '503' } },
    ...(below(5) === 0 ? [] : [always('weather', 'warm')]),
  ];
  const talks = below(3) === 0;
  const said: Conversation = {
    type: 'turns',
    turns: Array.from({ length: 1 + below(2) }, (_, turn) => `And ${turn}?`),
  };
  return {
    turns: [...turns, says('Done.'), says('Done again.')],
    rules,
    ...(talks ? { conversation: said } : {}),
    maxTurns: 1 + below(5),
  };
}

function anyCalls(turn: number, below: (count: number) => number): ModelEvent[] {
  const calls = Array.from({ length: 1 + below(3) }, (_, index): ModelEvent => {
    const name = below(8) === 0 ? 'wether' : 'weather';
    const input = below(8) === 0 ? '{"city": ' : below(8) === 0 ? { town: 1 } : { city: cities[below(4)] ?? 'Oslo' };
    return { type: 'tool-call', id: `c${turn}-${index}`, name, input };
  });
  const words: ModelEvent[] = below(2) === 0 ? [{ type: 'text', text: `Let me look (${turn}).` }] : [];
  const counted: ModelEvent[] = below(4) === 0 ? [] : [{ type: 'usage', usage: { inputTokens: 10, outputTokens: 5 } }];
  return [...words, ...calls, ...counted, { type: 'done', finishReason: below(2) === 0 ? 'stop' : 'tool-calls' }];
}

function run({ turns, rules, maxTurns, conversation }: Loop, from?: ToolRun['events']): Promise<ToolRun> {
  return runTools({
    turns,
    loop: { rules, maxTurns },
    ...(conversation ? { conversation } : {}),
    ...(from ? { from } : {}),
  });
}

/** What came of a cell, without times. */
function outcome({ state, cell }: ToolRun): unknown {
  const result = resultOf(state, cell);
  return {
    status: cell.status,
    error: cell.error?.message,
    said: result && transcriptOf(result, model),
    warnings: cell.warnings,
    usage: cell.usage,
    cost: cell.cost,
  };
}

function rolesOf(messages: readonly Message[]): string {
  return messages.map(({ role }) => role[0]).join('');
}

describe('random loops', () => {
  it('answer every call once, and only ever add to what was said', async () => {
    for (let seed = 1; seed <= 150; seed++) {
      const { sent } = await run(anyLoop(seededRandom(`${seed}`)));
      for (const [index, messages] of sent.entries()) {
        assert.deepEqual(messages.slice(0, sent[index - 1]?.length ?? 0), sent[index - 1] ?? [], `seed ${seed}`);
        assert.match(rolesOf(messages), /^u(?:a(?:tu|t|u))*$/, `seed ${seed}`);
        for (const [place, message] of messages.entries()) {
          const asked = message.parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : []));
          const answered = (messages[place + 1]?.parts ?? []).flatMap((part) =>
            part.type === 'tool-result' ? [part.id] : [],
          );
          if (asked.length > 0) assert.deepEqual(answered, asked, `seed ${seed}`);
        }
      }
    }
  }).timeout(60_000);

  it('come to the same after a kill at any event, and buy nothing twice', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const loop = anyLoop(seededRandom(`kill ${seed}`));
      const whole = await run(loop);
      for (let kept = 1; kept < whole.events.length; kept++) {
        const from = whole.events.slice(0, kept);
        const resumed = await run(loop, from);
        const bought = from.filter(({ type }) => type === 'cell-round' || type === 'cell-done').length;
        assert.deepEqual(outcome(resumed), outcome(whole), `seed ${seed}, after ${kept} events`);
        if (whole.cell.status === 'done')
          assert.equal(resumed.sent.length, whole.sent.length - bought, `seed ${seed}, after ${kept} events`);
      }
    }
  }).timeout(120_000);
});
