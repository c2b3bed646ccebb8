import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PolypromptError } from '../../../../src/core/errors.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import type { Message, ModelCall, Parameters } from '../../../../src/core/messages.ts';
import type { Provider } from '../../../../src/core/providers/contract/provider.ts';
import { simulatedProvider } from '../../../../src/core/providers/simulated/simulated.ts';
import { accessTo } from '../../../support/access.ts';
import { collect } from '../../../support/collect.ts';
import { FakeClock, InstantClock } from '../../../support/fakeClock.ts';

const ticket = `Hello,

I ordered the Aurora desk lamp on 12 October (order #A-20417) and it was delivered yesterday, thank you. But the invoice charges me twice: two payments of €49.90 were taken from my card. Please refund the second payment by Friday, otherwise I will cancel my account.

Kind regards,
Maria Lindqvist
maria.lindqvist@example.com`;

function prompt(instructions: string, material = ticket): Message[] {
  return [
    { role: 'system', parts: [{ type: 'text', text: instructions }] },
    { role: 'user', parts: [{ type: 'text', text: material }] },
  ];
}

interface Question {
  readonly model?: string;
  readonly messages: readonly Message[];
  readonly parameters?: Parameters;
  readonly provider?: Provider;
}

function ask({ model = 'json', messages, parameters = {}, provider = simulatedProvider() }: Question) {
  const call: ModelCall = { model, messages, parameters };
  return collect(
    provider.stream(call, accessTo('http://simulated', { clock: new InstantClock() }), new AbortController().signal),
  );
}

async function answerOf(question: Question): Promise<string> {
  return (await ask(question)).text;
}

const choose = prompt('Answer with one of: billing, shipping, technical, other.');

describe('simulated models', () => {
  it('choose among the labels of the prompt, each in its own way', async () => {
    assert.equal(await answerOf({ model: 'terse', messages: choose }), 'shipping');
    assert.match(
      await answerOf({ model: 'thorough', messages: choose }),
      /^billing\n\nReason: the text says "The invoice charges me twice/,
    );
    const json: unknown = JSON.parse(await answerOf({ model: 'json', messages: choose }));
    assert.deepEqual(Object.keys(Object(json)), ['label', 'confidence', 'evidence', 'runner_up']);
  });

  for (const [form, instructions] of Object.entries({
    'a list in words': 'Classify the ticket as billing, shipping or praise.',
    bullets: 'Choose one of these categories:\n- billing: charges and invoices\n- shipping: parcels\n- praise',
    brackets: 'What is it about (billing, shipping, praise)?',
    bars: 'One of: billing | shipping | praise',
  })) {
    it(`read labels from ${form}`, async () => {
      assert.match(await answerOf({ model: 'thorough', messages: prompt(instructions) }), /^billing\n/);
    });
  }

  it('extract what is asked for', async () => {
    const text = await answerOf({ messages: prompt('Extract the customer name, e-mail, order number and amounts.') });
    assert.deepEqual(JSON.parse(text), {
      names: ['Maria Lindqvist'],
      emails: ['maria.lindqvist@example.com'],
      references: ['#A-20417'],
      amounts: ['€49.90'],
    });
  });

  it('fill a JSON schema from the text', async () => {
    const schema: JsonObject = {
      type: 'object',
      properties: {
        category: { type: 'string', enum: ['billing', 'shipping'] },
        customer_name: { type: 'string' },
        order_id: { type: ['string', 'null'] },
        amount: { type: 'number' },
        refund_requested: { type: 'boolean' },
        phone: { type: ['string', 'null'] },
        rating: { type: 'integer', minimum: 1, maximum: 5 },
      },
      required: ['category', 'amount'],
    };
    const parameters: Parameters = { output: { format: 'json', schema } };
    const whole = {
      category: 'billing',
      customer_name: 'Maria Lindqvist',
      order_id: '#A-20417',
      amount: 49.9,
      refund_requested: true,
      phone: null,
      rating: 1,
    };
    assert.deepEqual(JSON.parse(await answerOf({ messages: prompt('Sort it.'), parameters })), whole);
    assert.deepEqual(
      JSON.parse(await answerOf({ model: 'thorough', messages: prompt('Sort it.'), parameters })),
      whole,
    );
    assert.deepEqual(JSON.parse(await answerOf({ model: 'terse', messages: prompt('Sort it.'), parameters })), {
      category: 'shipping',
      amount: 49.9,
    });
  });

  it('solve a simple word problem', async () => {
    const ducks =
      'The ducks lay 16 eggs per day. She eats three for breakfast and bakes muffins with four. She sells the remainder for $2 per egg. How much does she make?';
    assert.equal(await answerOf({ model: 'terse', messages: prompt('Solve it.', ducks) }), '18');
    assert.match(
      await answerOf({ model: 'thorough', messages: prompt('Calculate.', 'What is (12 + 3) * 4?') }),
      /The answer is 60\./,
    );
  });

  it('quote the answer to a question, and say so when they cannot know it', async () => {
    const tower = 'The tower was completed in 1889. It is 330 metres tall.\n\nQuestion: How tall is the tower?';
    assert.equal(
      await answerOf({ model: 'terse', messages: prompt('Use the context.', tower) }),
      'It is 330 metres tall.',
    );
    const poem: Message[] = [{ role: 'user', parts: [{ type: 'text', text: 'Write a haiku about autumn.' }] }];
    assert.match(await answerOf({ model: 'thorough', messages: poem }), /simulated model reads and quotes/);
  });

  it('answer the same for the same prompt, and differ by seed only where they are moody', async () => {
    for (const model of ['terse', 'thorough', 'json']) {
      const first = await ask({ model, messages: choose });
      assert.deepEqual(await ask({ model, messages: choose }), first);
    }
    const moods = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const { events, code } = await ask({ model: 'unreliable', messages: choose, parameters: { seed } });
      const done = events.at(-1);
      moods.add(code ?? (done?.type === 'done' ? done.finishReason : 'none'));
    }
    assert.deepEqual([...moods].sort(), ['length', 'overloaded', 'refusal', 'stop']);
  });

  it('turn a call away once and answer it the next time, as an overloaded server does', async () => {
    const provider = simulatedProvider();
    for (let seed = 0; seed < 40; seed++) {
      const question = { provider, model: 'unreliable', messages: choose, parameters: { seed } };
      const first = await ask(question);
      if (first.code !== 'overloaded') continue;
      const { retryAfterMs = 0 } = first.error instanceof PolypromptError ? first.error : {};
      assert.ok(retryAfterMs > 300 && retryAfterMs <= 540, `to be asked again after ${retryAfterMs} ms`);
      assert.equal((await ask(question)).code, undefined);
      assert.equal((await ask(question)).code, 'overloaded', 'a rerun goes the same way');
      return;
    }
    assert.fail('nothing was turned away');
  });

  it('stop at the token limit and at stop sequences', async () => {
    const { text, events } = await ask({ model: 'thorough', messages: choose, parameters: { maxOutputTokens: 5 } });
    assert.equal(text.length, 20);
    const done = events.at(-1);
    assert.equal(done?.type === 'done' ? done.finishReason : undefined, 'length');
    assert.equal(
      await answerOf({ model: 'thorough', messages: choose, parameters: { stopSequences: ['\n'] } }),
      'billing',
    );
  });

  it('call a tool with arguments from the text, then use its result', async () => {
    const tools = [
      {
        name: 'refundPayment',
        inputSchema: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
      },
    ];
    const messages = prompt('Help the customer.');
    const { events } = await ask({ messages, parameters: { tools } });
    assert.deepEqual(events[0], {
      type: 'tool-call',
      id: 'call_refundPayment',
      name: 'refundPayment',
      input: { amount: 49.9 },
    });
    const result: Message = {
      role: 'tool',
      parts: [{ type: 'tool-result', id: 'call_refundPayment', name: 'refundPayment', output: 'done' }],
    };
    assert.equal(
      await answerOf({ messages: [...messages, result], parameters: { tools } }),
      'refundPayment says: done',
    );
  });

  it('report usage and name themselves', async () => {
    const { events } = await ask({ messages: choose });
    const usage = events.find((event) => event.type === 'usage')?.usage;
    assert.ok(usage?.inputTokens !== undefined && usage.inputTokens > 50);
    for (const listed of (await simulatedProvider().listModels?.(accessTo('http://x'), AbortSignal.abort())) ?? []) {
      assert.match(listed.name ?? '', /\(simulated\)$/);
    }
  });

  it('take their time, and stop at once when told to', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const call: ModelCall = { model: 'thorough', messages: choose, parameters: {} };
    const pending = collect(simulatedProvider().stream(call, accessTo('http://x', { clock }), controller.signal));
    await clock.advance(449);
    await clock.advance(600);
    controller.abort();
    const { events, error } = await pending;
    assert.equal(error, controller.signal.reason);
    assert.equal(events[0]?.type, 'reasoning');
    assert.ok(events.every((event) => event.type !== 'done'));
    assert.equal(clock.pending, 0);
  });

  it('say which models there are when asked for another', async () => {
    const { code, error } = await ask({ model: 'genius', messages: choose });
    assert.equal(code, 'model-not-found');
    assert.match(Object(error).hint, /simulated\/terse/);
  });
});
