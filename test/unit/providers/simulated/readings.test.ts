import assert from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../../../../src/core/json.ts';
import type { Message } from '../../../../src/core/messages.ts';
import { calculate } from '../../../../src/core/providers/simulated/arithmetic.ts';
import { extractFacts } from '../../../../src/core/providers/simulated/extract.ts';
import { type Care, fillSchema, sourceOf } from '../../../../src/core/providers/simulated/fillSchema.ts';
import { readOptions } from '../../../../src/core/providers/simulated/readOptions.ts';
import { readTask } from '../../../../src/core/providers/simulated/task.ts';
import { assertWhole } from '../../../support/whole.ts';

/** `name: what came of it`, a line each. */
function lines(entries: Iterable<readonly [string, unknown]>): string {
  return [...entries].map(([name, found]) => `${JSON.stringify(name)}: ${JSON.stringify(found)}\n`).join('');
}

const sums = [
  '2 + 3',
  '2 - 3 - 4',
  '2 + 3 * 4',
  '12 / 4 / 3',
  '(2 + 3) × 4 ÷ 2',
  '-(2 + 3) * 2',
  '(2 + 3',
  '1,200 + 1.5',
  '1 / 0',
  '2 + (',
  '5',
  'nothing',
  '',
  'He has three apples and 4 pears.',
  'He has 10 apples and gives 3 away.',
  'He has 10 apples. He buys 3 boxes of 5 each.',
  'He has 10 apples. He eats 2 each day for 3 days.',
  'He has 10 apples. Each costs 2.',
  'He has 4 boxes with 5 apples each.',
  'Ann has 4 apples and Bob 3 times as many.',
  'Ann has 4 times as many as she had.',
  '12 sweets are shared by 4 children.',
  'She has 12 sweets and then splits them among 4.',
  'She has a dozen eggs, and then sells 5. How many are left?',
  'She bakes cakes with 4 eggs, but 2 are broken.',
  'There are 5 red and 6 blue; 3 less.',
  'He has 1,250 coins. He loses 50.5.',
  'How many are 3 and 4?',
];

describe('what simulated models read', () => {
  it('of a sum', () => {
    assertWhole('simulated-sums.txt', lines(sums.map((text) => [text, calculate(text) ?? null])));
  });

  it('of the labels to choose from', () => {
    const prompts = [
      'Answer with one of: billing, shipping or other.',
      'Classify it as spam or ham.',
      'Choose from:\n- billing: invoices\n- **bug** - it fails\n* praise (kind words)\n',
      'Categories:\n1. one\n2) two\n\n3. three',
      'Categories:\n\ntext\n- one\n- two',
      '- one\n- two',
      '- one\n- two\n- three',
      'The options are:\n- a label of far too many words here\n- two',
      'Is it (good, bad, ugly)?',
      'Is it (good, bad)?',
      'Is it [good|bad|good]?',
      'One of: just one',
      'Sentiment is positive/negative/neutral.',
      'Sort the letter into (red, blue). Then stop.',
      'Choose between “red” and “blue”; nothing else.',
      'one of: an option that is much longer than any label may ever be, other',
    ];
    assertWhole('simulated-labels.txt', lines(prompts.map((text) => [text, readOptions(text)])));
  });

  it('of the task', () => {
    const text = (role: Message['role'], words: string): Message => ({ role, parts: [{ type: 'text', text: words }] });
    const prompts: Readonly<Record<string, readonly Message[]>> = {
      'a system message and a text': [text('system', 'Summarise it.'), text('user', 'The lamp is red. It was late.')],
      'a text in a fence': [text('user', 'Extract the names:\n```text\nAnn met Bob.\n```\nBe short.')],
      'a text in quotes': [text('user', 'Reply to this:\n"""\nWhere is my lamp?\n"""')],
      'a text in a tag': [text('user', 'List all dates. <letter>On 3 May.</letter>')],
      'a text between lines': [text('user', 'Shorten this.\n---\nLong words.\n---\nThanks.')],
      'an example in a fence': [text('user', 'Answer as JSON:\n```json\n{"a": 1}\n```\nText: The lamp.')],
      'a labelled text': [text('user', 'Draft an answer.\nCustomer message: Where is it?\nAnswer:\n')],
      'a label without a text': [text('user', 'Ticket:\n')],
      'an order and a paragraph': [
        text('user', 'Translate this.\n\nThe longest paragraph that there is.\n\nShort one.'),
      ],
      'one paragraph': [text('user', 'Say what this is: a lamp with a long name')],
      'a short one': [text('user', 'Say: a lamp')],
      'two labels': [text('user', 'Is it spam? Answer with one of: yes, no.\n\nBuy now.')],
      'a figure': [text('user', 'Read on.\n\nHow many are 3 and 4?')],
      'no figure': [text('user', 'Read on.\n\nHow many are there?')],
      'a question in the text': [
        text('system', 'Use the context.'),
        text('user', 'It is tall. How tall is it? Say it.'),
      ],
      'an example object': [
        text('user', 'Return JSON like {"level": "low|high", "tags": ["a"], "n": 1, "ok": true, "in": {"x": null}}.'),
      ],
      'a schema': [text('user', 'Return {"type": "object", "properties": {"a": {"type": "string"}}}')],
      'half an object': [text('user', 'Return {"name": ..., "is_late": ...}')],
      'an object of nothing': [text('user', 'Return {...}')],
      'a list of keys': [
        text('user', 'Return JSON with the keys name, the urgency, score, tags and sentiment for it.'),
      ],
      fields: [text('user', 'Give me JSON fields: "refund_requested", count, a very long name that is far too long')],
      'the last of two': [text('user', 'First.'), text('assistant', 'Yes.'), text('user', 'Compute 3 + 4.')],
      nothing: [],
    };
    const tasks = Object.entries(prompts).map(
      ([name, messages]) => [name, readTask({ model: 'json', messages, parameters: {} })] as const,
    );
    assertWhole('simulated-tasks.txt', lines(tasks));
  });

  it('of facts in a text', () => {
    const texts = [
      'My name is Ann Lee, call +49 30 123456 or (not) 12. Write to a.b@c.example. See https://a.example/x).',
      'I paid $5, 49.90 EUR and €1,200.50 on 2026-11-20, 3rd May 2025, Nov 5 and yesterday.',
      'Order number 12-AB, invoice #A-9, ticket ABC and case 77x. I am 3, he is 4.5.',
      'Dear Team,\n\nThanks,\nBob Stone',
      'Hello Customer, this is Zoë O’Neil from Rome.',
    ];
    assertWhole('simulated-facts.txt', lines(texts.map((text) => [text, extractFacts(text)])));
  });

  it('of the fields of a form', () => {
    const letter =
      'I ordered 2 lamps on 12 October (order #A-20417). The invoice charges me twice: €49.90 and €20. But I want a refund immediately, it is terrible. Maria Lindqvist, maria@example.com, +49 30 1234567, https://a.example/x';
    const field = (schema: JsonObject): JsonObject => schema;
    const fields: Readonly<Record<string, JsonObject>> = {
      kind: field({ const: 'fixed' }),
      label: field({ enum: ['billing', 'shipping', 'other'] }),
      priority: field({ enum: ['zig', 'zag', 'zog'] }),
      colour: field({ enum: ['zig', 'zag', 'zog'] }),
      none: field({ enum: [] }),
      described: field({ enum: ['x', 'y'], description: 'x: parcels; y: refund of money' }),
      urgent: field({ type: 'boolean' }),
      is_paid: field({ type: 'boolean', description: 'paid in cash' }),
      needs_human: field({ type: 'boolean' }),
      happy: field({ type: 'boolean' }),
      amount: field({ type: 'number' }),
      lamps: field({ type: 'integer' }),
      confidence: field({ type: 'number', maximum: 0.5 }),
      rating: field({ type: 'integer', minimum: 2 }),
      severity: field({ type: 'integer' }),
      words: field({ type: 'integer' }),
      score: field({ type: 'number' }),
      nothing: field({ type: 'null' }),
      maybe: field({ type: ['null', 'string'] }),
      fax: field({ type: ['string', 'null'] }),
      emails: field({ type: 'array', items: { type: 'string' } }),
      prices: field({ type: 'array', items: { type: 'string' }, maxItems: 1 }),
      topics: field({ type: 'array', items: { type: 'string' } }),
      counts: field({ type: 'array', items: { type: 'integer' } }),
      phones: field({ type: 'array', items: { type: 'string' }, minItems: 3 }),
      labels: field({ type: 'array', items: { enum: ['billing', 'shipping'] } }),
      parts: field({ type: 'array', items: { type: 'object', properties: { amount: { type: 'number' } } } }),
      any: field({ anyOf: [{ type: 'null' }, { type: 'integer' }] }),
      referred: field({ $ref: '#/$defs/who' }),
      lost: field({ $ref: '#/$defs/nobody' }),
      inner: field({ properties: { customer_name: {}, phone: {} }, required: ['phone'] }),
      list: field({ items: { type: 'string' } }),
      order_id: field({}),
      currency: field({}),
      deadline: field({}),
      quote: field({}),
      summary: field({}),
      title: field({}),
      reason: field({}),
      sentiment: field({}),
      reply: field({}),
      department: field({}),
      topic: field({}),
      language: field({}),
      website: field({}),
      odd: field({ description: 'the e-mail' }),
      refund: field({}),
      zzz: field({}),
    };
    const root: JsonObject = {
      type: 'object',
      properties: fields,
      required: ['label', 'amount', 'summary'],
      $defs: { who: { type: 'object', properties: { name: { type: 'string' } } } },
    };
    const filled = (care: Care, options: readonly { label: string; gloss: string }[]): JsonValue =>
      fillSchema(root, 'answer', sourceOf({ material: letter, options }, root, care));
    const labels = ['billing', 'praise'].map((label) => ({ label, gloss: '' }));
    const forms = {
      hasty: filled('hasty', []),
      plain: filled('plain', []),
      thorough: filled('thorough', []),
      'with labels': filled('plain', labels),
    };
    assertWhole('simulated-forms.json', `${JSON.stringify(forms, null, 2)}\n`);
  });
});

describe('the material of a task', () => {
  const materialOf = (text: string) =>
    readTask({ model: 'json', messages: [{ role: 'user', parts: [{ type: 'text', text }] }], parameters: {} }).material;

  it('stands between marks, unless these hold a form for the answer', () => {
    assert.equal(materialOf('Sum this up:\n```\nThe lift is broken.\n```'), 'The lift is broken.');
    assert.equal(materialOf('Sum this up: """ The lift is broken. """'), 'The lift is broken.');
    assert.equal(materialOf('Sum this up: <mail>The lift is broken.</mail>'), 'The lift is broken.');
    const form = 'Answer like this:\n```json\n{"kind": "x"}\n```\n<mail>The lift is broken.</mail>';
    assert.equal(materialOf(form), 'The lift is broken.');
  });
});
