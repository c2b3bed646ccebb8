import assert from 'node:assert/strict';
import { PromptMatcher } from '../../../../src/core/cases/matching/matchPrompt.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import { readPrompt } from '../../../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../../../src/core/prompt/renderPrompt.ts';

const none: ReadonlyMap<string, string> = new Map();

function prompty(source: string, head = '') {
  return readPrompt({ path: 'p.prompty', text: `---\nname: p\n${head}---\n${source}` });
}

/** What is found in the messages that a template makes of inputs. */
function roundTrip(document: ReturnType<typeof prompty>, inputs: JsonObject) {
  const { messages } = renderPrompt(document, { inputs });
  const result = new PromptMatcher(document, none).match(messages);
  return { result, messages };
}

function assertFound(source: string, inputs: JsonObject, head = '') {
  const { result } = roundTrip(prompty(source, head), inputs);
  assert.equal(result.type, 'exact', JSON.stringify(result));
  if ('match' in result) assert.deepEqual(result.match.inputs, inputs);
}

describe('PromptMatcher, on templates in Jinja', () => {
  it('finds the items of loops, and their fields', () => {
    assertFound(
      'system:\nYou help {{name}}.\nuser:\nOrders:\n{% for order in orders %}\n- {{ order.id }}: {{ order["state"] }}\n{% endfor %}\nAnswer {{name}}.',
      {
        name: 'Ada',
        orders: [
          { id: 'A-1', state: 'late' },
          { id: 'A-2', state: 'lost' },
        ],
      },
    );
    assertFound('user:\n{% for tag in tags %}<{{tag}}{% if not loop.last %},{% endif %}>{% endfor %} of {{name}}', {
      tags: ['a', 'b', 'c'],
      name: 'Ada',
    });
  });

  it('finds what stands in branches, with the literal that a comparison asks for', () => {
    const source =
      'user:\n{% if tone == "formal" %}Dear {{name}}{% elif urgent %}Quick: {{name}}{% else %}Hi {{name}}{% endif %}!{% if not calm %} Hurry.{% endif %}';
    assertFound(source.replace('{% if not calm %} Hurry.{% endif %}', ''), { tone: 'formal', name: 'Ada' });
    assertFound(source.replace('{% if not calm %} Hurry.{% endif %}', ''), { urgent: true, name: 'Ada' });
    const { result } = roundTrip(prompty(source), { name: 'Ada', calm: true });
    assert.deepEqual('match' in result && result.match.inputs, { name: 'Ada', calm: true });
  });

  it('reads what a filter leaves as it is, and JSON', () => {
    assertFound('user:\nOrder {{ order | tojson }} of {{ name | trim }} in {{ city | default("Rome") }}', {
      order: { id: 1, lines: ['a'] },
      name: 'Ada',
      city: 'Oslo',
    });
  });

  it('finds nothing of a value that a filter has changed, and calls nothing a match that is none', () => {
    const { result } = roundTrip(prompty('user:\nHello {{ name | upper }}!'), { name: 'Ada' });
    assert.equal(result.type, 'none');
    const other = new PromptMatcher(prompty('user:\nHello {% if a %}x{% endif %} {{b}}!'), none);
    assert.equal(other.match([{ role: 'user', parts: [{ type: 'text', text: 'Goodbye x y!' }] }]).type, 'none');
  });

  it('takes a name that the template sets for no input', () => {
    const document = prompty('user:\n{% set unit = "EUR" %}{{price}} {{unit}}{% if gift %} as a gift{% endif %}');
    const { result } = roundTrip(document, { price: '5', gift: true });
    assert.deepEqual('match' in result && result.match.inputs, { price: '5', gift: true });
  });

  it('reads prompts of LiteLLM, whose role lines stand before their texts', () => {
    const text = '---\nmodel: gpt-4\n---\nSystem: You help.\n\nUser: {% for q in questions %}Q: {{q}}\n{% endfor %}';
    const document = readPrompt({ path: 'p.prompt', text });
    const inputs = { questions: ['Why?', 'When?'] };
    const { result, messages } = roundTrip(document, inputs);
    assert.ok('match' in result, JSON.stringify([result, messages]));
    assert.deepEqual(result.match.inputs, inputs);
  });

  it('says that roles which are values cannot be matched', () => {
    const source = '{% for item in history %}\n{{item.role}}:\n{{item.content}}\n{% endfor %}\nuser:\n{{q}}';
    assert.equal(new PromptMatcher(prompty(source), none).canMatch, false);
  });
});

describe('PromptMatcher, on templates in Mustache', () => {
  const head = 'template: mustache\n';

  it('finds the items of sections, what an inverted one says, and values that are not escaped', () => {
    assertFound(
      'user:\n{{#items}}\n- {{name}}: {{price}}\n{{/items}}\n{{^items}}\nNothing.\n{{/items}}\nSay "{{{what}}}".',
      {
        items: [
          { name: 'tube', price: '4' },
          { name: 'bell', price: '9' },
        ],
        what: 'a & b',
      },
      head,
    );
    assertFound('user:\n{{#tags}}<{{.}}>{{/tags}} {{name}}', { tags: ['a', 'b'], name: 'Ada' }, head);
    assertFound('user:\n{{^items}}Nothing for {{name}}.{{/items}} Bye {{name}}', { name: 'Ada' }, head);
  });

  it('takes a name that stands outside of sections for the input everywhere', () => {
    assertFound(
      'user:\n{{#orders}}{{id}} of {{name}}; {{/orders}}Thanks, {{name}}',
      {
        orders: [{ id: '1' }, { id: '2' }],
        name: 'Ada',
      },
      head,
    );
  });
});

describe('PromptMatcher, on random inputs of such templates', () => {
  const words = ['bike', 'Łódź', 'a:b', 'two\nlines', '5', '-', '<item>', '日本', '"q"'];
  const inputsFor = (seed: number): JsonObject => {
    let state = seed * 2654435761;
    const next = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % below;
    };
    const text = () => Array.from({ length: 1 + next(5) }, () => words[next(words.length)] ?? '').join(' ');
    const items = Array.from({ length: next(4) }, () => ({ name: text(), ticket: text() }));
    return { name: text(), ticket: text(), ...(next(2) === 0 ? { urgent: true } : {}), items };
  };
  const jinja =
    'system:\nYou help {{name}}.\n{% if urgent %}\nHurry.\n{% endif %}\nuser:\n{% for item in items %}\n<item>{{ item.name }}|{{ item.ticket }}</item>\n{% endfor %}\n<q>{{ticket}}</q>';
  const mustache =
    'system:\nYou help {{name}}.\n{{#urgent}}\nHurry.\n{{/urgent}}\nuser:\n{{#items}}\n<item>{{name}}|{{ticket}}</item>\n{{/items}}\nEnd.';
  for (const [language, document] of [
    ['Jinja', prompty(jinja)],
    ['Mustache', prompty(mustache, 'template: mustache\n')],
  ] as const)
    it(`makes the same messages again in ${language}`, () => {
      const matcher = new PromptMatcher(document, none);
      for (let seed = 1; seed <= 60; seed++) {
        const { messages } = renderPrompt(document, { inputs: inputsFor(seed) });
        const result = matcher.match(messages);
        const all = 'match' in result ? [result.match] : 'choices' in result ? result.choices : [];
        assert.ok(all.length > 0, `seed ${seed}: ${JSON.stringify(inputsFor(seed))}`);
        for (const { inputs } of all)
          assert.deepEqual(renderPrompt(document, { inputs }).messages, messages, `seed ${seed}`);
      }
    });
});
