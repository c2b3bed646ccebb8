import assert from 'node:assert/strict';
import { inputFields } from '../../../src/core/prompt/inputs.ts';
import { newPromptText } from '../../../src/core/prompt/newPrompt.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';

describe('newPromptText', () => {
  for (const path of ['new.prompt', 'new.prompt.yml', 'new.prompt.txt', 'new.prompty']) {
    it(`is a prompt with one variable in ${path}`, () => {
      const document = readPrompt({ path, text: newPromptText(path) });
      assert.deepEqual(document.problems, []);
      assert.deepEqual(
        inputFields(document).map(({ name }) => name),
        ['question'],
      );
    });
  }
});
