import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { checkEdit } from '../../../src/core/improve/checkEdit.ts';
import { editableText } from '../../../src/core/improve/editablePrompt.ts';
import { bodyOf, withBody } from '../../../src/core/improve/promptBody.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const config = 'promptfooconfig.yaml';
const rest = 'providers: [simulated/terse]\ntests: [{vars: {q: a}}]\n';

/** The only prompt of a config, opened for editing, and the text of its file. */
async function opened(texts: Readonly<Record<string, string>>, name = config) {
  const suite = await readSuite(name, memoryFiles(texts));
  const [prompt] = suite.prompts;
  const source = prompt?.textFile;
  const text = source && texts[source.file];
  return { prompt, source, start: source && text !== undefined ? editableText(source, text) : undefined };
}

describe('the text of a prompt in a suite', () => {
  for (const [how, prompts] of [
    ['an item', 'prompts:\n  - Sort {{q}}\n'],
    ['an item in quotes, with a comment', 'prompts:\n  - "Sort {{q}}" # first\n'],
    ['an item in a list of brackets', 'prompts: ["Sort {{q}}"]\n'],
    ['a block', 'prompts:\n- |-\n  Sort {{q}}\n'],
    ['a raw text', 'prompts:\n  - raw: Sort {{q}}\n    label: sort\n'],
    ['the only prompt', 'prompts: Sort {{q}}\n'],
  ] as const)
    it(`is edited where it stands as ${how}`, async () => {
      const { start, source } = await opened({ [config]: prompts + rest });
      assert.ok(start && source);
      assert.equal(bodyOf(start), 'Sort {{q}}');
      const after = withBody(start, 'Sort: it.\n\n  "{{q}}" # now');
      assert.ok(after.endsWith(rest));
      const again = start.reopen(after);
      assert.equal(again && bodyOf(again), 'Sort: it.\n\n  "{{q}}" # now');
      assert.equal(source.reread(after).render({ q: 'x' }).text, 'Sort: it.\n\n  "x" # now');
    });

  it('stays JSON in a config of JSON', async () => {
    const text = JSON.stringify({ prompts: ['Sort {{q}}'], providers: ['simulated/terse'] }, null, 2);
    const { start } = await opened({ 'promptfooconfig.json': text }, 'promptfooconfig.json');
    assert.ok(start);
    assert.deepEqual(JSON.parse(withBody(start, 'Sort\n{{q}}')).prompts, ['Sort\n{{q}}']);
  });

  it('keeps what its entry puts around it, and its label', async () => {
    const { start, source } = await opened({
      [config]: `prompts:\n  - {raw: "Sort {{q}}", label: sort, prefix: "<", suffix: ">"}\n${rest}`,
    });
    assert.ok(start && source);
    const prompt = source.reread(withBody(start, 'Order {{q}}'));
    assert.deepEqual([prompt.label, prompt.render({ q: 'x' }).text], ['sort', '<Order x>']);
  });

  it('may change in nothing but its words', async () => {
    const { start } = await opened({ [config]: `prompts: ["Sort {% if q %}{{q}}{% endif %}"]\n${rest}` });
    assert.ok(start);
    const fate = (body: string) => checkEdit(body, { start, rows: [], mostWords: 50 })?.fate;
    assert.equal(fate('Order {% if q %}{{q}}{% endif %} now'), undefined);
    assert.equal(fate('Order {% if q %}{{p}}{% endif %}'), 'template');
    assert.equal(fate('Order {{q}}'), 'template');
    assert.equal(fate('Order {% if q %}{{q}}{% endif %} {{'), 'template');
  });
});

describe('the text of a prompt in a file of its own', () => {
  const named = (name: string, text: string) => opened({ [config]: `prompts: file://${name}\n${rest}`, [name]: text });

  it('is the whole of a text file', async () => {
    const { start, source } = await named('sort.txt', '\r\nSort\r\n{{q}}\r\n');
    assert.ok(start && source);
    const after = withBody(start, 'Order\n{{q}}');
    assert.equal(after, '\r\nOrder\r\n{{q}}\r\n');
    assert.equal(source.reread(after).render({ q: 'x' }).text, 'Order\nx');
  });

  for (const [name, text, at] of [
    ['chat.json', '[{"role": "user", "content": "{{q}}"}, {"role": "system", "content": "Sort"}]', 1],
    ['chat.yaml', '- role: system\n  content: Sort\n- role: user\n  content: "{{q}}"\n', 0],
  ] as const)
    it(`is the message that says what to do, of a chat in ${name}`, async () => {
      const { start, source } = await named(name, text);
      assert.ok(start && source);
      assert.equal(bodyOf(start), 'Sort');
      const { messages } = source.reread(withBody(start, 'Order\nit')).render({ q: 'x' });
      assert.equal(messages.length, 2);
      assert.deepEqual(messages[at]?.parts, [{ type: 'text', text: 'Order\nit' }]);
    });
});

describe('a prompt that is no single text', () => {
  for (const [how, texts] of [
    ['two texts in a file', { 'p.txt': 'Sort {{q}}\n---\nOrder {{q}}' }],
    ['a line of JSONL', { 'p.jsonl': '{"role":"user","content":"{{q}}"}' }],
    ['a chat with parts', { 'p.json': '[{"role":"user","content":[{"type":"text","text":"{{q}}"}]}]' }],
    ['a template in place of JSON', { 'p.json': '{% for m in q %}{{m}}{% endfor %}' }],
    ['a chat in a text file', { 'p.txt': '[{"role":"user","content":"{{q}}"}]' }],
  ] as const)
    it(`is not opened: ${how}`, async () => {
      const [name = ''] = Object.keys(texts);
      assert.equal((await opened({ [config]: `prompts: file://${name}\n${rest}`, ...texts })).start, undefined);
    });

  for (const [how, prompts] of [
    ['a name for a value elsewhere', 'x: &p Sort {{q}}\nprompts: [*p]\n'],
    ['a part of a merged map', 'x: &p {raw: "Sort {{q}}"}\nprompts: [{<<: *p}]\n'],
    ['a chat in the suite', `prompts: ['[{"role":"user","content":"{{q}}"}]']\n`],
    ['the key of a map', 'prompts: {"Sort {{q}}": sort}\n'],
  ] as const)
    it(`is not opened: ${how}`, async () => {
      assert.equal((await opened({ [config]: prompts + rest })).start, undefined);
    });
});
