import assert from 'node:assert/strict';
import { readColumnSetting } from '../../../src/core/plan/columnSetting.ts';

describe('the setting of a column', () => {
  it('is written as in the head of a prompt', () => {
    assert.deepEqual(readColumnSetting('temperature: 0, maxTokens: 200'), {
      type: 'setting',
      parameters: { temperature: 0, maxOutputTokens: 200 },
    });
    assert.deepEqual(readColumnSetting('reasoning_effort: low'), {
      type: 'setting',
      parameters: { reasoningEffort: 'low' },
    });
  });

  it('is refused with what is wrong with it', () => {
    const faults: Readonly<Record<string, RegExp>> = {
      '': /at least one setting/,
      hot: /at least one setting/,
      'temperature: hot': /"temperature" is a number/,
      'temperature: -1': /at least 0/,
      'temprature: 0': /Did you mean "temperature"/,
      'temperature: [': /Write settings as in the head/,
    };
    for (const [text, wanted] of Object.entries(faults)) {
      const read = readColumnSetting(text);
      assert.ok(read.type === 'faulty', text);
      assert.match(read.message, wanted, text);
    }
  });
});
