import type { JsonObject } from '../../../../src/core/json.ts';
import type { Message, Parameters } from '../../../../src/core/messages.ts';
import { simulatedProvider } from '../../../../src/core/providers/simulated/simulated.ts';
import { accessTo } from '../../../support/access.ts';
import { collect } from '../../../support/collect.ts';
import { InstantClock } from '../../../support/fakeClock.ts';
import { assertWhole } from '../../../support/whole.ts';

const letter =
  'Hello, I ordered the Aurora desk lamp on 12 October (order #A-20417). The invoice charges me twice: two payments of €49.90. Please refund the second by Friday. Maria Lindqvist, maria.lindqvist@example.com, +49 30 1234567';

const schema: JsonObject = {
  type: 'object',
  required: ['label', 'urgent', 'amount', 'items', 'when'],
  properties: {
    label: { enum: ['billing', 'shipping', 'other'] },
    urgent: { type: 'boolean' },
    amount: { type: 'number', minimum: 1, maximum: 100 },
    items: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 2 },
    when: { type: 'string', format: 'date' },
    contact: { type: 'object', properties: { email: { type: 'string', format: 'email' }, name: { type: 'string' } } },
  },
};

const tool = {
  name: 'find_order',
  description: 'Looks an order up.',
  schema: {
    type: 'object',
    required: ['order'],
    properties: { order: { type: 'string' }, urgent: { type: 'boolean' } },
  },
} as const;

/** What people ask of the models in the examples, and what is next to it. */
const questions: Readonly<Record<string, { readonly text: string; readonly parameters?: Parameters }>> = {
  'one of several labels': { text: `Answer with one of: billing, shipping, technical, other.\n\n${letter}` },
  'labels as a list': { text: `Choose a category:\n- billing: invoices\n- shipping: parcels\n- praise\n\n${letter}` },
  'a yes or no': { text: `Is the customer angry? Answer yes or no.\n\n${letter}` },
  'what stands in a text': { text: `Extract the customer name, e-mail, order number, amount and date.\n\n${letter}` },
  'a summary': { text: `Summarize this letter in one sentence.\n\n${letter}` },
  'a reply': { text: `Write a polite reply to this letter.\n\n${letter}` },
  'a translation': { text: `Translate into German:\n\n${letter}` },
  'a sum in words': {
    text: 'Zoe buys 5 tickets for 7 dollars each and pays with a 43 dollar voucher. How much is left?',
  },
  'a longer sum': {
    text: 'Tom has 7 boxes with 14 apples each. He gives away 12 apples and buys 3 more boxes. How many apples has he?',
  },
  'a sum in figures': { text: 'What is (12 + 7) * 3 - 4 / 2?' },
  'what nobody can read': { text: 'lorem ipsum dolor' },
  'an answer in a form': { text: `Fill the form.\n\n${letter}`, parameters: { output: { format: 'json', schema } } },
  'JSON of no form': { text: `Describe this letter as JSON.\n\n${letter}`, parameters: { output: { format: 'json' } } },
  'an answer that is cut': {
    text: `Write a polite reply to this letter.\n\n${letter}`,
    parameters: { maxOutputTokens: 12 },
  },
  'a tool': { text: `Find the order of this letter.\n\n${letter}`, parameters: { tools: [tool] } },
  'a seed of its own': { text: `Write a polite reply to this letter.\n\n${letter}`, parameters: { seed: 7 } },
};

async function heard(model: string, text: string, parameters: Parameters): Promise<string> {
  const messages: Message[] = [{ role: 'user', parts: [{ type: 'text', text }] }];
  const access = accessTo('http://simulated', { clock: new InstantClock() });
  const {
    events,
    text: said,
    code,
  } = await collect(simulatedProvider().stream({ model, messages, parameters }, access, new AbortController().signal));
  const others = events.filter(({ type }) => type !== 'text').map((event) => JSON.stringify(event));
  return [said, ...others, ...(code === undefined ? [] : [`error ${code}`])].join('\n');
}

describe('the answers of simulated models', () => {
  for (const model of ['terse', 'thorough', 'json', 'unreliable'])
    it(`of ${model} stay word for word what they are: people compare runs of the examples`, async () => {
      const parts: string[] = [];
      for (const [name, { text, parameters = {} }] of Object.entries(questions))
        parts.push(`## ${name}\n\n${await heard(model, text, parameters)}\n`);
      assertWhole(`simulated-${model}.md`, parts.join('\n'));
    });
});
