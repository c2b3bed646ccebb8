import assert from 'node:assert/strict';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { createRegistry } from '../../../src/core/providers/registry.ts';
import { settingProblems } from '../../../src/core/run/settingProblems.ts';

const registry = createRegistry({ endpoints: {} });
const text = '---\nconfig:\n  temperature: 0.5\n  seed: 7\n---\nHi';
const document = readPrompt({ path: 'a.prompt', text });
const found = (models: readonly string[]) =>
  settingProblems(document, models, registry).map((problem) => [
    text.slice(problem.range.start, problem.range.end),
    problem.message.split(':')[0],
  ]);

describe('settingProblems', () => {
  it('points at the settings that a chosen model cannot take', () => {
    assert.deepEqual(found(['anthropic/claude-sonnet-5-5']), [
      ['0.5', 'anthropic/claude-sonnet-5-5'],
      ['7', 'anthropic/claude-sonnet-5-5'],
    ]);
  });

  it('says nothing where everything is taken, of simulated models, and of providers it does not know', () => {
    assert.deepEqual(found(['ollama/qwen3', 'simulated/terse', 'nowhere/model']), []);
  });
});
