import assert from 'node:assert/strict';
import { PromptMatcher } from '../../../../src/core/cases/matching/matchPrompt.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import type { Message } from '../../../../src/core/messages.ts';
import { readPrompt } from '../../../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../../../src/core/prompt/renderPrompt.ts';

const noPartials: ReadonlyMap<string, string> = new Map();

describe('PromptMatcher', () => {
  it('finds the variables that made a message', () => {
    assertFound('Answer in {{language}}.\n\nTicket: {{ticket}}\n', {
      language: 'German',
      ticket: 'Where is\nmy bike: here?',
    });
  });

  it('finds variables in several messages, with one value wherever a name repeats', () => {
    assertFound('{{role "system"}}You help {{name}}.{{role "user"}}{{question}} - {{name}}', {
      name: 'Ada - B',
      question: 'Why - really - so?',
    });
  });

  it('finds the items of a loop, and their fields', () => {
    assertFound('Items:\n{{#each items}}\n- {{name}}: {{price}}\n{{/each}}\nTotal?', {
      items: [
        { name: 'tube', price: '4' },
        { name: 'bell', price: '9' },
      ],
    });
    assertFound('{{#each tags}}<{{this}}>{{/each}}', { tags: ['a', 'b', 'c'] });
  });

  it('says where a list could have been split in other ways', () => {
    assert.equal(matched('{{#each tags}}<{{this}}>{{/each}}', [user('<a><b>')]).match?.isSplitGuessed, true);
    assert.equal(matched('{{#each tags}}<{{this}}>{{/each}}', [user('<a>')]).match?.isSplitGuessed, undefined);
  });

  it('finds what is printed inside of a branch, and takes a bare branch for true', () => {
    assertFound('Hello{{#if name}}, {{name}}{{/if}}!{{#if urgent}} Hurry.{{else}} Take your time.{{/if}}', {
      name: 'Ada',
      urgent: true,
    });
    const { match } = matched('Hello{{#if name}}, {{name}}{{/if}}!', [user('Hello!')]);
    assert.deepEqual(match?.inputs, {});
  });

  it('finds the literal that a comparison asks for', () => {
    assertFound('{{#ifEquals tone "formal"}}Dear {{name}}{{else}}Hi {{name}}{{/ifEquals}}', {
      tone: 'formal',
      name: 'Ada',
    });
  });

  it('looks into partials, with their arguments and indents', () => {
    const partials = new Map([
      ['card', 'Name: {{who}}\nAge: {{age}}\n'],
      ['rules', 'Be {{tone}}.'],
    ]);
    assertFound(
      '{{> rules}}\nList:\n  {{> card who=customer}}\nEnd',
      { tone: 'brief', customer: 'Ada', age: '36' },
      partials,
    );
  });

  it('reads a value that was written as JSON, and numbers and booleans where the prompt declares them', () => {
    assertFound('Order: {{json order}} for {{count}}', { order: { id: 'BK-1', lines: [1, 2] }, count: 3 }, noPartials, {
      count: 'integer',
    });
  });

  it('finds the history of a conversation, placed or not', () => {
    const history: readonly Message[] = [
      user('Do you repair?'),
      { role: 'assistant', parts: [{ type: 'text', text: 'We do.' }] },
    ];
    for (const source of [
      '{{role "system"}}Be kind.{{role "user"}}Q: {{q}}',
      '{{role "system"}}Be kind.{{history}}{{role "user"}}Q: {{q}}',
    ]) {
      const document = promptOf(source);
      const { messages } = renderPrompt(document, { inputs: { q: 'When?' }, history });
      const result = new PromptMatcher(document, noPartials).match(
        messages.map(({ role, parts }) => ({ role, parts })),
      );
      assert.equal(result.type, 'exact');
      assert.deepEqual('match' in result && [result.match.inputs, result.match.history], [{ q: 'When?' }, history]);
    }
  });

  it('finds the turns that followed the messages of the prompt', () => {
    const answer: Message = { role: 'assistant', parts: [{ type: 'text', text: 'Sure.' }] };
    const result = matched('Ticket: {{ticket}} End.', [user('Ticket: late End.'), answer, user('And now?')]);
    assert.deepEqual(result.match?.inputs, { ticket: 'late' });
    assert.deepEqual(result.match?.rest, [answer, user('And now?')]);
  });

  it('finds a long value at the end of a message that others follow', () => {
    const answer: Message = { role: 'assistant', parts: [{ type: 'text', text: 'Sure.' }] };
    for (const length of [59, 61, 300, 5000]) {
      const ticket = 'late '.repeat(length / 5).trim();
      for (const after of [[answer], [answer, user('And now?'), answer]]) {
        const result = matched('Ticket:\n{{ticket}}\n', [user(`Ticket: ${ticket}`), ...after]);
        assert.deepEqual(
          [result.type, result.match?.inputs, result.match?.rest],
          ['close', { ticket }, after],
          `${length}`,
        );
      }
      const whole = matched('{{ticket}}', [user(ticket), answer]);
      assert.deepEqual([whole.type, whole.match?.inputs, whole.match?.rest], ['exact', { ticket }, [answer]]);
    }
  });

  it('calls a match close where white space differs alone', () => {
    const result = matched('Answer  this:\n\n{{q}}\n', [user('Answer this: Why  so?')]);
    assert.equal(result.type, 'close');
    assert.deepEqual(result.match?.inputs, { q: 'Why  so?' });
  });

  it('shows the choices instead of picking one', () => {
    const result = matched('{{a}} - {{b}}', [user('x - y - z')]);
    assert.equal(result.type, 'ambiguous');
    assert.deepEqual(result.choices, [
      { a: 'x', b: 'y - z' },
      { a: 'x - y', b: 'z' },
    ]);
  });

  it('binds two values with nothing between them to the first one', () => {
    assert.deepEqual(matched('{{a}}{{b}}!', [user('xy!')]).match?.inputs, { a: 'xy', b: '' });
  });

  it('finds nothing in the messages of another prompt', () => {
    assert.equal(matched('Translate: {{text}}', [user('Summarise: this')]).type, 'none');
    assert.equal(matched('{{role "system"}}A{{role "user"}}{{q}}', [user('q')]).type, 'none');
  });

  it('takes no mark of ours in a message for the start of one', () => {
    assert.equal(matched('{{a}} and {{b}}', [user('x\uE010assistant\uE012 and y')]).type, 'none');
  });

  it('fills the places of a prompt without blocks', () => {
    const document = readPrompt({
      path: 'p.prompt.yml',
      text: 'messages:\n  - role: system\n    content: Be kind.\n  - role: user\n    content: "Q: {{q}}!"\n',
    });
    const result = new PromptMatcher(document, noPartials).match([
      { role: 'system', parts: [{ type: 'text', text: 'Be kind.' }] },
      user('Q: Why?!'),
    ]);
    assert.deepEqual('match' in result && result.match.inputs, { q: 'Why?' });
  });

  it('gives up on a template that grows without bound, and on a text that is too long, and says so', () => {
    const twice = new Map([['a', '{{> a}}x{{> a}}']]);
    assert.equal(new PromptMatcher(promptOf('{{> a}}'), twice).canMatch, false);
    const places = Array.from({ length: 200 }, (_item, index) => `{{v${index}}};`).join('');
    assert.equal(matched(places, [user('a;'.repeat(200_000))]).type, 'too-long');
  });

  it('matches a text with many places in time that grows with the text', () => {
    const source = '{{a}} the {{b}} the {{c}} the {{d}}.';
    const long = 'word and the word '.repeat(450);
    const started = performance.now();
    assert.equal(matched(source, [user(`${long}.`)]).type, 'ambiguous');
    assert.equal(matched(source, [user(`${long}!`)]).type, 'none');
    assert.ok(performance.now() - started < 5_000);
  });
});

describe('PromptMatcher, on random inputs', () => {
  const sources = [
    'Answer in {{language}}.\n\nTicket:\n{{ticket}}\n\nEnd of ticket.',
    '{{role "system"}}\nYou help {{name}}.\n{{#if urgent}}\nHurry.\n{{/if}}\n{{role "user"}}\n<q>{{ticket}}</q>',
    '{{#each items}}\n<item>{{name}}|{{ticket}}</item>\n{{/each}}\nSay {{language}}.',
    '{{#unless urgent}}Calm: {{/unless}}{{> part}} [{{ticket}}]',
  ];
  const partials = new Map([['part', 'Of {{name}}:\n{{#each tags}}#{{this}}\n{{/each}}']]);
  for (const source of sources)
    it(`makes the same messages again: ${source.slice(0, 30).replaceAll('\n', ' ')}`, () => {
      const document = promptOf(source);
      const matcher = new PromptMatcher(document, partials);
      for (let seed = 1; seed <= 60; seed++) {
        const { messages } = renderPrompt(document, { inputs: randomInputs(seed), partials });
        const result = matcher.match(messages);
        const all = 'match' in result ? [result.match] : 'choices' in result ? result.choices : [];
        assert.ok(all.length > 0, `seed ${seed}: ${JSON.stringify(randomInputs(seed))}`);
        for (const { inputs } of all)
          assert.deepEqual(renderPrompt(document, { inputs, partials }).messages, messages, `seed ${seed}`);
      }
    });
});

function randomInputs(seed: number): JsonObject {
  let state = seed * 2654435761;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
  const words = ['bike', 'Łódź', '{{x}}', 'a:b', 'two\nlines', '5', '-', '<item>', '日本', '"q"', ' '];
  const text = () =>
    Array.from({ length: 1 + next(6) }, () => words[next(words.length)] ?? '')
      .join(' ')
      .trim() || 'x';
  const list = <T>(make: () => T) => Array.from({ length: next(4) }, make);
  return {
    language: text(),
    ticket: text(),
    name: text(),
    ...(next(2) === 0 ? { urgent: true } : {}),
    items: list(() => ({ name: text(), ticket: text() })),
    tags: list(text),
  };
}

function promptOf(source: string, types: Readonly<Record<string, string>> = {}) {
  const declared = Object.entries(types).map(([name, type]) => `    ${name}?: ${type}\n`);
  const head =
    declared.length > 0 ? `---\ninput:\n  schema:\n${declared.join('')}---\n` : '---\nmodel: openai/m\n---\n';
  return readPrompt({ path: 'p.prompt', text: head + source });
}

function assertFound(
  source: string,
  inputs: JsonObject,
  partials = noPartials,
  types: Readonly<Record<string, string>> = {},
) {
  const document = promptOf(source, types);
  const { messages } = renderPrompt(document, { inputs, partials });
  const result = new PromptMatcher(document, partials).match(messages);
  assert.equal(result.type, 'exact', JSON.stringify(result));
  if ('match' in result) assert.deepEqual(result.match.inputs, inputs);
}

function matched(source: string, messages: readonly Message[]) {
  const result = new PromptMatcher(promptOf(source), noPartials).match(messages);
  return {
    type: result.type,
    ...('match' in result ? { match: result.match } : {}),
    ...('choices' in result ? { choices: result.choices.map(({ inputs }) => inputs) } : {}),
  };
}

function user(text: string): Message {
  return { role: 'user', parts: [{ type: 'text', text }] };
}
