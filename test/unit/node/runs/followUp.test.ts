import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Message } from '../../../../src/core/messages.ts';
import { planRun, targetsFor } from '../../../../src/core/plan/plan.ts';
import { costOfRun } from '../../../../src/core/results/summary.ts';
import { readRun } from '../../../../src/node/runs/readRun.ts';
import { RunSession } from '../../../../src/node/runs/runSession.ts';
import { eventually } from '../../../support/eventually.ts';
import { sessionContext } from '../../../support/sessionContext.ts';
import { answeringRegistry } from '../../../support/suiteRun.ts';

const user = (text: string): Message => ({ role: 'user', parts: [{ type: 'text', text }] });
const wordsOf = (messages: readonly Message[]) =>
  messages.map(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : `<${part.type}>`)).join(''));

describe('a follow-up', () => {
  let storage: string;
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-follow-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  function start(calls = false) {
    const sent: string[][] = [];
    const registry = answeringRegistry((model, messages) => {
      sent.push([model, ...wordsOf(messages)]);
      const count = messages.filter(({ role }) => role === 'assistant').length;
      const usage = { type: 'usage' as const, usage: { inputTokens: 10 * (count + 1), outputTokens: 5 } };
      const call = { type: 'tool-call' as const, id: '1', name: 'weather', input: {} };
      const asks = calls && count === 0;
      return [
        ...(asks ? [call] : []),
        { type: 'text', text: `${model} ${count}` },
        usage,
        { type: 'done', finishReason: 'stop' },
      ];
    });
    const entries = new Map(['test/a', 'test/b'].map((id) => [id, { id, price: { input: 1, output: 2 } }]));
    const plan = planRun({
      runId: '20260101-000000-talk',
      prompt: 'p',
      promptVersion: 'v',
      targets: targetsFor(['test/a', 'test/b'], calls ? { tools: [{ name: 'weather' }] } : {}),
      cases: [{ caseId: 'c', inputs: {}, messages: [user('Hi')] }],
    });
    const context = { ...sessionContext({ storage, registry, catalog: { entries } }), isAttended: true };
    return { session: RunSession.start(context, plan), sent, plan };
  }

  it('goes on with the own history of each column, and keeps it in the journal', async () => {
    const { session, sent, plan } = start();
    await session.ended();
    const [a, b] = plan.cells;
    assert.ok(a && b);
    session.followUp(new Set([a.id, b.id]), 'And you?');
    await session.ended();
    session.followUp(new Set([b.id]), 'Bye.');
    await session.ended();
    assert.deepEqual(sent.slice(2).sort(), [
      ['a', 'Hi', 'a 0', 'And you?'],
      ['b', 'Hi', 'b 0', 'And you?'],
      ['b', 'Hi', 'b 0', 'And you?', 'b 1', 'Bye.'],
    ]);
    const cell = session.state.cells[b.id];
    assert.deepEqual(
      [cell?.text, cell?.rounds?.map(({ answer, user: said }) => [answer, said?.text])],
      [
        'b 2',
        [
          ['b 0', 'And you?'],
          ['b 1', 'Bye.'],
        ],
      ],
    );
    assert.deepEqual(
      cell?.rounds?.map(({ usage }) => usage),
      [
        { inputTokens: 10, outputTokens: 5 },
        { inputTokens: 20, outputTokens: 5 },
      ],
    );
    assert.deepEqual(cell?.usage, { inputTokens: 60, outputTokens: 15 });
    assert.equal(Math.round(costOfRun(session.state).amount * 1e6), 30 + 20 + 60 + 30);
    session.dispose();
    assert.deepEqual(readRun(storage, session.runId)?.cells, session.state.cells);
  });

  it('refuses the calls that the last answer left open before it goes on', async () => {
    const { session, sent, plan } = start(true);
    await session.ended();
    session.followUp(new Set(plan.cells.map(({ id }) => id)), 'Never mind.');
    await session.ended();
    assert.deepEqual(sent.at(-1)?.slice(1), ['Hi', 'b 0<tool-call>', '<tool-result>', 'Never mind.']);
    session.dispose();
  });

  it('gives a person the calls that an answer ended with, one after the other', async () => {
    const { session, sent, plan } = start(true);
    await session.ended();
    const [a] = plan.cells;
    assert.ok(a);
    const paid = session.cell(a.id)?.cost?.amount ?? 0;
    assert.equal(session.takeUpCalls(a.id), true);
    await eventually('a call that waits', () => session.cell(a.id)?.awaits);
    assert.equal(session.cell(a.id)?.awaits?.name, 'weather');
    assert.equal(session.answerCall(a.id, { type: 'result', output: 'cold' }), true);
    await session.ended();
    assert.deepEqual(sent.at(-1), ['a', 'Hi', 'a 0<tool-call>', '<tool-result>']);
    const cell = session.state.cells[a.id];
    assert.deepEqual(
      [cell?.status, cell?.text, cell?.rounds?.[0]?.results.map(({ output, by }) => [output, by])],
      ['done', 'a 1', [['cold', 'person']]],
    );
    assert.ok((cell?.cost?.amount ?? 0) > paid, 'both rounds are paid for');
    session.dispose();
    assert.deepEqual(readRun(storage, session.runId)?.cells, session.state.cells);
  });

  it('has nothing to give where an answer ended without a call', async () => {
    const { session, plan } = start();
    await session.ended();
    assert.deepEqual(
      plan.cells.map(({ id }) => session.takeUpCalls(id)),
      [false, false],
    );
    assert.equal(session.isRunning, false);
    session.dispose();
  });

  it('leaves columns alone that have no answer', async () => {
    const { session, sent, plan } = start();
    session.stop();
    await session.ended();
    const before = sent.length;
    session.followUp(new Set(plan.cells.map(({ id }) => id)), 'And?');
    await session.ended();
    assert.equal(sent.length, before);
    session.dispose();
  });
});
