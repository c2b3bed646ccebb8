import assert from 'node:assert/strict';
import { assessPortability } from '../../../src/core/portability/assessPortability.ts';
import { withMediaStandIns } from '../../../src/core/portability/mediaStandIns.ts';
import { isLost, type PortabilityFinding } from '../../../src/core/portability/portabilityFinding.ts';
import { loadCatalog } from '../../../src/core/pricing/catalog.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { sampleMessages } from '../../../src/core/prompt/sampleInputs.ts';
import { createRegistry } from '../../../src/core/providers/registry.ts';
import { applyEdits } from '../../support/applyEdits.ts';

const registry = createRegistry({ endpoints: {} });
const catalog = loadCatalog([
  { id: 'groq/tiny', contextWindow: 1000, outputLimit: 200, reads: [], takesTools: false },
  { id: 'groq/blind', contextWindow: 100_000, reads: [] },
  { id: 'openai/split', contextWindow: 2000, inputLimit: 500 },
]);

interface Asked {
  readonly path?: string;
  readonly text: string;
  readonly models: readonly string[];
  readonly inputs?: Readonly<Record<string, string>>;
  readonly isGuessed?: boolean;
}

function check({ path = 'a.prompt', text, models, inputs = {}, isGuessed = false }: Asked) {
  const document = readPrompt({ path, text });
  const messages = withMediaStandIns(sampleMessages(document, { inputs }));
  const knowledge = { registry, catalog, countTokens: (words: string) => words.length, isGuessed };
  return assessPortability({ text, document, messages, inputs, models }, knowledge);
}

/** `effect "what the file says there"`, as a picture. */
function shown(text: string, findings: readonly PortabilityFinding[]): string[] {
  return findings.map(({ effect, field, range }) => `${field} ${effect} "${text.slice(range.start, range.end)}"`);
}

const withSettings = '---\nconfig:\n  temperature: 1.5\n  seed: 7\n---\nHi';

describe('assessPortability', () => {
  it('tells what each model drops or clamps, at its place', () => {
    const told = (model: string) => shown(withSettings, check({ text: withSettings, models: [model] }));
    assert.deepEqual(told('anthropic/claude-sonnet-5-5'), ['temperature dropped "1.5"', 'seed dropped "7"']);
    assert.deepEqual(told('anthropic/claude-haiku-4-5'), ['temperature clamped "1.5"', 'seed dropped "7"']);
    assert.deepEqual(told('mistral/mistral-small-latest'), ['seed renamed "7"']);
    assert.deepEqual(told('google/gemini-3.8-flash'), []);
    assert.deepEqual(told('simulated/terse'), []);
  });

  it('offers the edit after which the finding is gone', () => {
    const [clamped, dropped] = check({ text: withSettings, models: ['anthropic/claude-haiku-4-5'] });
    assert.equal(clamped?.fix?.title, 'Change "temperature" to 1');
    assert.equal(dropped?.fix?.title, 'Remove "seed"');
    const mended = applyEdits(withSettings, [...(clamped?.fix?.edits ?? []), ...(dropped?.fix?.edits ?? [])]);
    assert.equal(mended, '---\nconfig:\n  temperature: 1\n---\nHi');
    assert.deepEqual(check({ text: mended, models: ['anthropic/claude-haiku-4-5'] }), []);
  });

  it('counts as lost what is dropped or rejected, and not what is only changed', () => {
    const [clamped, dropped] = check({ text: withSettings, models: ['anthropic/claude-haiku-4-5'] });
    assert.ok(clamped && dropped);
    assert.deepEqual([isLost(clamped), isLost(dropped)], [false, true]);
  });

  it('says that a provider is unknown', () => {
    const [found] = check({ text: 'Hi', models: ['anthropc/claude'] });
    assert.deepEqual([found?.effect, found?.field], ['rejected', 'model']);
    assert.match(found?.message ?? '', /Did you mean anthropic\/claude\?/);
  });

  it('sees what the messages are: late system words, a given beginning, media', () => {
    const text = '{{role "user"}}\nHi\n{{role "system"}}\nBe brief\n{{role "model"}}\nHello';
    const told = (model: string) => check({ text, models: [model] }).map(({ message }) => message);
    assert.match(told('google/gemini-3.8-flash').join(), /moved to the front/);
    assert.match(told('anthropic/claude-sonnet-5-5').join(), /cannot continue a given beginning/);
    assert.match(told('openai/gpt-6-luna').join(), /answers anew/);
    assert.match(told('mistral/mistral-small-latest').join(), /may answer anew/);
    assert.deepEqual(told('groq/llama-3.3-70b-versatile'), []);
    const picture = 'Look: {{media url="a.png"}}';
    assert.match(check({ text: picture, models: ['groq/blind'] })[0]?.message ?? '', /reads text only: the image/);
    assert.deepEqual(check({ text: picture, models: ['google/gemini-3.8-flash'] }), []);
    const sound = 'Listen: {{media url="a.mp3"}}';
    assert.match(
      check({ text: sound, models: ['openai/gpt-6-luna'] })
        .map(({ message }) => message)
        .join(),
      /audio/,
    );
  });

  it('names the schema keywords that a vendor does not hold an answer to', () => {
    const schema = {
      type: 'object',
      properties: { minLength: { type: 'string', minLength: 2, pattern: '^a' } },
      required: ['minLength'],
      additionalProperties: false,
    };
    const text = `---\noutput:\n  format: json\n  schema: ${JSON.stringify(schema)}\n---\nHi`;
    const told = (model: string) =>
      check({ text, models: [model] })
        .map(({ message }) => message)
        .join();
    assert.match(told('openai/gpt-6-luna'), /^Strict output does not know minLength; .* without strict\.$/);
    assert.match(told('google/gemini-3.8-flash'), /^Google holds no answer to minLength, pattern of the schema\.$/);
    assert.match(told('anthropic/claude-sonnet-5-5'), /without limits/);
    assert.match(told('deepseek/deepseek-chat'), /put into the prompt/);
    assert.equal(told('groq/llama-3.3-70b-versatile'), told('openai/gpt-6-luna'));
  });

  it('knows tools and forced tools', () => {
    const text = '---\ntoolDefs:\n  - name: find\n    inputSchema: {q: string}\nconfig: {}\n---\nHi';
    const document = readPrompt({ path: 'a.prompt', text });
    const models = ['groq/tiny', 'ollama/qwen3', 'anthropic/claude-opus-5-5'];
    const forced = { ...document, parameters: { toolChoice: 'required' as const }, tools: [{ name: 'find' }] };
    const knowledge = { registry, catalog, countTokens: () => 0 };
    const found = assessPortability({ text, document: forced, messages: [], inputs: {}, models }, knowledge);
    assert.deepEqual(
      found.map(({ model, effect, field }) => [model, field, effect]),
      [
        ['groq/tiny', 'tools', 'rejected'],
        ['ollama/qwen3', 'toolChoice', 'dropped'],
        ['anthropic/claude-opus-5-5', 'toolChoice', 'changed'],
      ],
    );
  });

  it('says how sure it is that a prompt is too long', () => {
    const told = (letters: number, more: Partial<Asked> = {}) =>
      check({ text: 'x'.repeat(letters), models: ['groq/tiny'], ...more }).map(
        ({ effect, message }) => `${effect}: ${message}`,
      );
    assert.deepEqual(told(500), []);
    assert.match(
      told(900).join(),
      /^doubtful: The prompt has 814 to 1,220 tokens \(estimated\); groq\/tiny holds 1,000: it may not fit\.$/,
    );
    assert.match(told(2000).join(), /^rejected: .* it does not fit\.$/);
    assert.match(told(500, { isGuessed: true }).join(), /^doubtful: .*\(guessed from its length\)/);
    assert.match(
      told(600, { models: ['openai/split'] }).join(),
      /^rejected: .* holds 2,000 of which 500 for the prompt: it does not fit\.$/,
    );
  });

  it('counts the answer in, and knows how long an answer can be', () => {
    const text = `---\nconfig: {maxOutputTokens: 900}\n---\n${'x'.repeat(300)}`;
    const found = check({ text, models: ['groq/tiny'] });
    assert.deepEqual(shown(text, found), ['context doubtful "x"', 'maxOutputTokens doubtful "900"']);
    assert.equal(applyEdits(text, found[1]?.fix?.edits ?? []).includes('maxOutputTokens: 200'), true);
  });

  it('tells of ambiguous values once, whichever models there are', () => {
    const text = 'Ticket:\n{{ticket}}\n\nAnswer in one word.';
    const models = ['simulated/terse', 'google/gemini-3.8-flash'];
    const found = check({ text, models, inputs: { ticket: 'a\n\nb' } });
    assert.deepEqual(shown(text, found), ['input ticket doubtful "{{ticket}}"']);
    assert.equal(found[0]?.model, undefined);
    const mended = applyEdits(text, found[0]?.fix?.edits ?? []);
    assert.equal(mended, 'Ticket:\n<ticket>\n{{ticket}}\n</ticket>\n\nAnswer in one word.');
  });
});
