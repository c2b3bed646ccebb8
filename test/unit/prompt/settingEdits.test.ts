import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { removeSetting, replaceSetting } from '../../../src/core/prompt/settingEdits.ts';
import { applyEdits } from '../../support/applyEdits.ts';

/** The file without a setting that it holds. */
function without(path: string, text: string, field: string): string | undefined {
  const [, range] = Object.entries(readPrompt({ path, text }).parameterRanges).find(([name]) => name === field) ?? [];
  assert.ok(range, `${field} in ${text}`);
  const edit = removeSetting(text, range);
  return edit && applyEdits(text, [edit]);
}

describe('removeSetting', () => {
  it('takes the whole line of a setting', () => {
    const text = '---\nconfig:\n  temperature: 0.5\n  seed: 7\n---\nHi';
    assert.equal(without('a.prompt', text, 'temperature'), '---\nconfig:\n  seed: 7\n---\nHi');
  });

  it('takes a list with its key', () => {
    const text = 'modelParameters:\n  stop:\n    - a\n    - b\n  seed: 1\nmessages: []\n';
    assert.equal(without('a.prompt.yml', text, 'stopSequences'), 'modelParameters:\n  seed: 1\nmessages: []\n');
  });

  it('takes one entry of a map on one line, wherever it stands', () => {
    const file = (map: string) => `---\nconfig: ${map}\n---\nHi`;
    const all = file('{temperature: 1, seed: 7, topK: 3}');
    assert.equal(without('a.prompt', all, 'temperature'), file('{seed: 7, topK: 3}'));
    assert.equal(without('a.prompt', all, 'seed'), file('{temperature: 1, topK: 3}'));
    assert.equal(without('a.prompt', all, 'topK'), file('{temperature: 1, seed: 7}'));
    assert.equal(without('a.prompt', file('{ seed: 7 }'), 'seed'), file('{  }'));
  });

  it('leaves the other settings as they were, in whichever order they stand', () => {
    const settings = { temperature: 0.5, topP: 0.9, seed: 7, maxOutputTokens: 100, topK: 4 };
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Object.entries(settings), { minLength: 1 }),
        fc.constantFrom('block', 'flow'),
        fc.nat(),
        (entries, style, pick) => {
          const [gone = ''] = entries[pick % entries.length] ?? [];
          const lines = entries.map(([name, value]) => `${name}: ${value}`);
          const map = style === 'flow' ? ` {${lines.join(', ')}}` : lines.map((line) => `\n  ${line}`).join('');
          const text = without('a.prompt', `---\nconfig:${map}\n---\nHi`, gone);
          assert.ok(text !== undefined);
          const { parameters, problems } = readPrompt({ path: 'a.prompt', text });
          assert.deepEqual(parameters, Object.fromEntries(entries.filter(([name]) => name !== gone)));
          assert.deepEqual(problems, []);
        },
      ),
    );
  });
});

describe('replaceSetting', () => {
  it('writes another value in its place', () => {
    const text = 'temperature: 1.7 # hot';
    assert.equal(applyEdits(text, [replaceSetting({ start: 13, end: 16 }, 1)]), 'temperature: 1 # hot');
  });
});
