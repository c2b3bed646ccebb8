import assert from 'node:assert/strict';
import { parse } from 'yaml';
import type { PromptDocument } from '../../src/core/prompt/document.ts';
import { lintPrompt } from '../../src/core/prompt/lintPrompt.ts';
import { type CollectedPartials, collectPartials } from '../../src/core/prompt/partials.ts';
import { readPrompt } from '../../src/core/prompt/readPrompt.ts';
import type { Problem } from '../../src/core/text/problem.ts';
import { conformanceFiles, skipWithoutData } from './data.ts';

const dotprompts = conformanceFiles('dotprompt-samples', '*.prompt');
const githubPrompts = conformanceFiles('github-models-prompts', '*.prompt.yml');

describe('the dotprompt samples', () => {
  skipWithoutData(dotprompts);
  for (const { path, text } of dotprompts)
    it(path, async () => {
      const document = readPrompt({ path, text });
      const partials = await collectPartials(document, async (name) => {
        const sample = dotprompts.find((file) => file.path === `partials__${name}.prompt`);
        return sample && { text: sample.text };
      });
      checkOutcome({ path, text, document, partials });
    });
});

describe('the GitHub Models samples', () => {
  skipWithoutData(githubPrompts);
  for (const { path, text } of githubPrompts)
    it(path, () => {
      const document = readPrompt({ path, text });
      assert.deepEqual(errorsOf(lintPrompt(document)), []);
      const raw: { messages: { role: string; content: string }[] } = parse(text);
      const { template } = document;
      const messages = template.kind === 'placeholders' ? template.messages : [];
      assert.deepEqual(
        messages.map(({ role, source }) => ({ role, content: source })),
        raw.messages.map(({ role, content }) => ({ role, content })),
      );
      for (const { name, ranges } of document.variables)
        for (const { start, end } of ranges) assert.equal(text.slice(start, end), `{{${name}}}`);
    });
});

interface Sample {
  readonly path: string;
  readonly text: string;
  readonly document: PromptDocument;
  readonly partials: CollectedPartials;
}

/** What a sample's name promises. */
function checkOutcome({ path, text, document, partials }: Sample) {
  const problems = lintPrompt(document, { partials });
  for (const { range } of problems) assert.ok(range.start <= range.end && range.end <= text.length);
  if (path.startsWith('valid-')) assert.deepEqual(errorsOf(problems), []);
  if (path.startsWith('error-')) assert.ok(errorsOf(problems).some(({ range }) => range.end > range.start));
  if (path.startsWith('warning-')) {
    assert.deepEqual(errorsOf(problems), []);
    const places = problems.filter(({ severity }) => severity === 'warning').map(({ range }) => range);
    assert.ok(places.length > 0 && places.every(({ start, end }) => text.slice(start, end).trim() !== ''));
  }
  if (path.includes('circular')) assert.deepEqual(codesOf(errorsOf(problems)), ['circular-partial']);
}

function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}

function codesOf(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ code }) => code);
}
