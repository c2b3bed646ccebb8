import assert from 'node:assert/strict';
import { collectPartials, type PartialSource } from '../../../src/core/prompt/partials.ts';
import { dotprompt, outline } from './prompts.ts';

async function collect(text: string, files: Readonly<Record<string, string | PartialSource>>) {
  const asked: string[] = [];
  const { partials, problems } = await collectPartials(dotprompt(text), async (name) => {
    asked.push(name);
    const file = files[name];
    return typeof file === 'string' ? { text: file } : file;
  });
  return {
    asked,
    partials,
    problems,
    messages: problems.map(({ message }) => message),
    outline: outline(problems, text),
  };
}

describe('collecting partials', () => {
  it('finds those of partials too, each once', async () => {
    const { asked, partials, problems } = await collect('{{> a}}{{> b}}', { a: '{{> c}}', b: '{{> c}}', c: 'C' });
    assert.deepEqual(asked, ['a', 'c', 'b']);
    assert.deepEqual(
      [...partials],
      [
        ['a', '{{> c}}'],
        ['c', 'C'],
        ['b', '{{> c}}'],
      ],
    );
    assert.deepEqual(problems, []);
  });

  it('says where a partial is asked for that is not there (fault 67)', async () => {
    const found = await collect('Hi {{> parts/header}}', {});
    assert.deepEqual(found.outline, ['error missing-partial <<parts/header>>']);
    assert.deepEqual(found.messages, ['There is no partial "parts/header": create _header.prompt.']);
  });

  it('needs no file for an inline partial, or one with a fallback', async () => {
    const { asked, problems } = await collect('{{#*inline "a"}}A{{/inline}}{{> a}}{{#> b}}B{{/b}}', {});
    assert.deepEqual([asked, problems], [['b'], []]);
  });

  it('names the way round a circle (fault 65)', async () => {
    const found = await collect('{{> a}}', { a: '{{> b}}', b: '{{> c}}', c: '{{> b}}' });
    assert.deepEqual(found.messages, ['These partials include each other without end: b -> c -> b.']);
    assert.deepEqual(found.outline, ['error circular-partial <<a>>']);
  });

  it('ends at a depth of 20 (fault 65)', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_unused, level) => [`p${level}`, `{{> p${level + 1}}}`]),
    );
    const found = await collect('{{> p0}}', files);
    assert.deepEqual(found.outline, ['error deep-partial <<p0>>']);
    assert.equal(found.asked.length, 20);
  });

  it('ends at 5 MB of included text, without building it (fault 65)', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 19 }, (_unused, level) => [`p${level}`, `{{> p${level + 1}}}`.repeat(10)]),
    );
    const found = await collect('{{> p0}}', { ...files, p19: 'x' });
    assert.deepEqual(found.outline, ['error too-large <<p0>>']);
  });

  it('passes on why a file is not read', async () => {
    const found = await collect('{{> a}}', { a: { refused: 'it is not a regular file.' } });
    assert.deepEqual(found.messages, ['The partial "a" is not read: it is not a regular file.']);
  });

  it('names the line of a mistake inside a partial', async () => {
    const found = await collect('{{> a}}', { a: 'fine\n{{#if x}}' });
    assert.deepEqual(found.messages, ['In the partial "a", line 2: "if" is never closed: add {{/if}}.']);
  });

  it('warns of frontmatter, which becomes text', async () => {
    const found = await collect('{{> a}}', { a: '---\nmodel: x/y\n---\nHi' });
    assert.deepEqual(found.outline, ['warning partial-frontmatter <<a>>']);
  });
});
