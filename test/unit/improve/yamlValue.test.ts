import assert from 'node:assert/strict';
import { editablePrompt } from '../../../src/core/improve/editablePrompt.ts';
import { bodyOf, withBody } from '../../../src/core/improve/promptBody.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';

const path = 'a.prompt.yml';
const user = '  - role: user\n    content: "{{q}}"\n';

/** The file after the body of its prompt became another one, and what is read of it then. */
function edited(text: string, body: string) {
  const opened = editablePrompt(path, text);
  assert.ok(opened);
  const after = withBody(opened, body);
  const again = editablePrompt(path, after);
  assert.ok(again);
  return { before: bodyOf(opened), after, now: bodyOf(again), document: readPrompt({ path, text: after }) };
}

describe('the body of a .prompt.yml', () => {
  for (const [how, content] of [
    ['a plain text', 'Be kind.'],
    ['in quotes', '"Be kind."'],
    ['a block', '|-\n      Be kind.'],
    ['a folded block', '>-\n      Be\n      kind.'],
  ] as const)
    it(`is the message of the system, ${how}`, () => {
      const text = `messages:\n  - role: system\n    content: ${content}\n${user}testData:\n  - q: a\n`;
      const body = 'Be kind: always.\n\n- "first" {{q}} # no comment\n  - second';
      const { before, after, now, document } = edited(text, body);
      assert.equal(before, 'Be kind.');
      assert.equal(now, body);
      assert.deepEqual(
        document.problems.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.equal(after.slice(after.indexOf(user)), text.slice(text.indexOf(user)), 'the rest stays');
    });

  it('keeps the line end that a block has at its end', () => {
    const text = `messages:\n  - content: |\n      Be kind.\n    role: system\n${user}`;
    const { before, after, now } = edited(text, 'Be\nbrief.');
    assert.deepEqual([before, now], ['Be kind.\n', 'Be\nbrief.\n']);
    assert.equal(after, `messages:\n  - content: |\n      Be\n      brief.\n    role: system\n${user}`);
  });

  it('leaves a comment behind it where it was', () => {
    const { after, now } = edited(`messages:\n  - role: system\n    content: Be kind. # always\n${user}`, 'Be\nbrief.');
    assert.equal(now, 'Be\nbrief.');
    assert.equal(after, `messages:\n  - role: system\n    content: "Be\\nbrief." # always\n${user}`);
  });

  it('stays within brackets', () => {
    const { after, now } = edited(`messages: [{role: system, content: Be kind.}]\n`, 'Be "brief".\nAlways.');
    assert.equal(now, 'Be "brief".\nAlways.');
    assert.equal(after, 'messages: [{role: system, content: "Be \\"brief\\".\\nAlways."}]\n');
  });

  it('is the first message where the system says nothing, with the line ends of the file', () => {
    const text = 'messages:\r\n  - role: user\r\n    content: Sort {{q}}\r\n';
    const { after, now } = edited(text, 'Sort it.\n{{q}}');
    assert.equal(now, 'Sort it.\n{{q}}');
    assert.equal(after, 'messages:\r\n  - role: user\r\n    content: |-\r\n      Sort it.\r\n      {{q}}\r\n');
  });
});
