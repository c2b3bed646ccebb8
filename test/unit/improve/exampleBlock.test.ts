import assert from 'node:assert/strict';
import { exampleBlock, withBlock } from '../../../src/core/improve/exampleBlock.ts';

const block = exampleBlock([
  { input: 'The lamp is gone.', answer: 'delivery' },
  { input: 'Money, please.', answer: 'refund' },
]);

describe('examples in a prompt', () => {
  it('stand with their answers, one below the other', () => {
    assert.equal(
      block,
      'Examples:\n\nInput: The lamp is gone.\nAnswer: delivery\n\nInput: Money, please.\nAnswer: refund',
    );
  });

  for (const [where, before, after] of [
    ['before the line of the row', 'Sort this.\n\nMail: {{mail}}', 'Sort this.\n\nBLOCK\n\nMail: {{mail}}'],
    [
      'in the message of the instructions',
      '{{role "system"}}\nSort.\n{{>labels}}\n\n{{role "user"}}\n{{mail}}',
      '{{role "system"}}\nSort.\n{{>labels}}\n\nBLOCK\n\n{{role "user"}}\n{{mail}}',
    ],
    ['above the line of the user', 'system:\nSort.\n\nuser:\n{{mail}}', 'system:\nSort.\n\nBLOCK\n\nuser:\n{{mail}}'],
    [
      'outside of conditions',
      'Sort.\n{{#if vip}}\nBe quick: {{mail}}\n{{/if}}',
      'Sort.\n\nBLOCK\n\n{{#if vip}}\nBe quick: {{mail}}\n{{/if}}',
    ],
    [
      'outside of loops of Jinja',
      'Sort.\n{% for mail in mails %}\n- {{mail}}\n{% endfor %}',
      'Sort.\n\nBLOCK\n\n{% for mail in mails %}\n- {{mail}}\n{% endfor %}',
    ],
    ['behind all where the row begins the prompt', '{{mail}}\nSort this.', '{{mail}}\nSort this.\n\nBLOCK'],
    [
      'below the role where nothing is said before the row',
      '{{role "user"}}\n{{mail}}\nSort this.',
      '{{role "user"}}\n\nBLOCK\n\n{{mail}}\nSort this.',
    ],
    ['behind a text without any row', 'Sort.', 'Sort.\n\nBLOCK'],
  ] as const)
    it(`stand ${where}`, () => assert.equal(withBlock(before, 'BLOCK'), after));
});
