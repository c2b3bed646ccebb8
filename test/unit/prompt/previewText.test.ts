import assert from 'node:assert/strict';
import { previewText } from '../../../src/core/prompt/previewText.ts';
import { dotprompt } from './prompts.ts';

const preview = (text: string, inputs = {}) => previewText(dotprompt(text), text, { inputs });

describe('the preview of a prompt', () => {
  it('shows each message under its role', () => {
    assert.equal(
      preview('{{role "system"}}Be {{mood}}.\n{{role "user"}}See {{media url="a.png"}}{{section "code"}}', {
        mood: 'kind',
      }),
      '# greeting\n\n## system\n\nBe kind.\n\n## user\n\nSee [media: a.png][section: code]\n',
    );
  });

  it('leaves visible what has no value, and lists it', () => {
    assert.equal(
      preview('Dear {{name}}, {{#if vip}}welcome{{/if}} {{user.city}}'),
      '# greeting\n\n> Without a value: {{name}}, {{user}}\n\n## user\n\nDear {{name}},\n',
    );
  });

  it('says what stops it, with the line', () => {
    assert.equal(
      preview('Dear\n{{#if name}}'),
      '# greeting\n\n> Line 2: "if" is never closed: add {{/if}}.\n\n(no messages)\n',
    );
  });

  it('never shows the content of a data URL', () => {
    assert.equal(
      preview('{{media url=x contentType="image/png"}}', { x: 'data:image/png;base64,AAAA' }),
      '# greeting\n\n## user\n\n[image/png: data]\n',
    );
  });
});
