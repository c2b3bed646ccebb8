import assert from 'node:assert/strict';
import { chatText, parseChatText } from '../../../src/core/dataset/chatText.ts';
import { filePrompt } from '../../../src/core/dataset/filePrompt.ts';
import type { Message, Part } from '../../../src/core/messages.ts';
import { memoryFiles } from './memoryFiles.ts';

const text = (words: string): Part => ({ type: 'text', text: words });
const picture: Part = { type: 'media', url: 'https://example.com/a.png' };
const user = (...parts: readonly Part[]): Message => ({ role: 'user', parts });
const system: Message = { role: 'system', parts: [text('Be kind')] };

describe('a prompt as a chat', () => {
  it('is one message of the user unless it is written as a chat', () => {
    for (const plain of ['Hi', '3', '[]', '["a"]', '{"role": "nobody", "content": "a"}', '{"content": "a"}'])
      assert.deepEqual(parseChatText(plain), [user(text(plain))], plain);
  });

  it('is written in JSON or YAML, with the roles of any vendor', () => {
    const chat = [system, user(text('Hi')), { role: 'assistant', parts: [text('Hello')] }];
    assert.deepEqual(
      parseChatText(
        '[{"role": "developer", "content": "Be kind"}, {"role": "user", "content": "Hi"}, {"role": "model", "content": "Hello"}]',
      ),
      chat,
    );
    assert.deepEqual(
      parseChatText(
        '- role: system\n  content: Be kind\n- role: user\n  content: Hi\n- role: assistant\n  content: Hello\n',
      ),
      chat,
    );
  });

  it('holds texts and pictures', () => {
    const content = [
      'See',
      { type: 'text', text: 'this' },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      { type: 'image_url', image_url: 'https://example.com/a.png' },
    ];
    const written = JSON.stringify([{ role: 'user', content }]);
    assert.deepEqual(parseChatText(written), [user(text('See'), text('this'), picture, picture)]);
  });

  it('is no chat with a part that nobody could send', () => {
    for (const content of [[{ type: 'audio' }], [3], 3, [{ image_url: { url: 7 } }]]) {
      const written = JSON.stringify([{ role: 'user', content }]);
      assert.deepEqual(parseChatText(written), [user(text(written))], written);
    }
  });

  it('is refused as half a chat', () => {
    assert.throws(() => parseChatText('[{"role": "user", "content": }]'), { code: 'invalid-prompt' });
    assert.throws(() => parseChatText('- role: user\n  content: [\n'), { code: 'invalid-prompt' });
  });
});

describe('a chat as one text', () => {
  it('is the text of its only message, or JSON', () => {
    assert.equal(chatText([user(text('Hi'))]), 'Hi');
    assert.equal(chatText([system]), '[{"role":"system","content":"Be kind"}]');
    assert.equal(
      chatText([system, user(text('Hi'))]),
      '[{"role":"system","content":"Be kind"},{"role":"user","content":"Hi"}]',
    );
    assert.equal(
      chatText([user(text('Hi'), picture)]),
      '[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]',
    );
    assert.equal(
      chatText([user(text('a'), text('b'))]),
      '[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]',
    );
  });
});

describe('prefix and suffix of a case', () => {
  const rendered = async (source: string, options: { readonly prefix?: string; readonly suffix?: string }) => {
    const opened = await memoryFiles({ 'p.prompt': source }).openPrompt('p.prompt');
    assert.ok(opened && 'render' in opened);
    const place = { file: 'p.prompt', range: { start: 0, end: 0 } };
    return filePrompt(opened, place).render({ q: 'x' }, options).messages;
  };

  it('stand around the last message of the user', async () => {
    const source = '{{role "system"}}Be kind{{role "user"}}One{{role "model"}}Yes?{{role "user"}}Say {{q}}';
    const [first, second, third, last] = await rendered(source, { prefix: 'Please: ', suffix: '!' });
    assert.deepEqual(
      [first, second, third, last].map((message) => message?.parts),
      [[text('Be kind')], [text('One')], [text('Yes?')], [text('Please: Say x!')]],
    );
    const [only] = await rendered('Say {{q}}', { suffix: '!' });
    assert.deepEqual(only?.parts, [text('Say x!')]);
  });

  it('stand beside pictures as texts of their own, where there are any', async () => {
    const source = '{{media url="https://example.com/a.png"}}';
    const both = await rendered(source, { prefix: 'See: ', suffix: '!' });
    assert.deepEqual(both.at(-1)?.parts, [text('See: '), picture, text('!')]);
    const one = await rendered(source, { prefix: 'See: ' });
    assert.deepEqual(one.at(-1)?.parts, [text('See: '), picture]);
    assert.deepEqual((await rendered(source, {})).at(-1)?.parts, [picture]);
  });
});
