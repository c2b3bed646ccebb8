import assert from 'node:assert/strict';
import { messagesToSend } from '../../../src/core/prompt/messagesToSend.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../../src/core/prompt/renderPrompt.ts';

function sent(path: string, text: string) {
  const document = readPrompt({ path, text });
  return messagesToSend(document, renderPrompt(document, { inputs: {} })).map((message) => [
    message.role,
    message.parts,
  ]);
}

describe('messagesToSend', () => {
  it('leaves the layout of a dotprompt file out of its messages, and keeps line ends inside', () => {
    assert.deepEqual(sent('a.prompt', '{{role "system"}}\nBe brief.\n\n{{role "user"}}\n\nOne\n\nTwo\n'), [
      ['system', [{ type: 'text', text: 'Be brief.' }]],
      ['user', [{ type: 'text', text: 'One\n\nTwo' }]],
    ]);
  });

  it('trims around an image but not between text and image', () => {
    assert.deepEqual(sent('a.prompt', '\nLook: {{media url="https://example.com/a.png"}} \n'), [
      [
        'user',
        [
          { type: 'text', text: 'Look: ' },
          { type: 'media', url: 'https://example.com/a.png' },
        ],
      ],
    ]);
  });

  it('sends no section placeholder', () => {
    assert.deepEqual(sent('a.prompt', 'Hi{{section "code"}}'), [['user', [{ type: 'text', text: 'Hi' }]]]);
  });

  it('sends the text of other formats to the letter', () => {
    assert.deepEqual(sent('a.prompt.txt', ' Hi \n'), [['user', [{ type: 'text', text: ' Hi \n' }]]]);
  });
});
