import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readMedia } from '../../../../src/core/providers/mapping/media.ts';

describe('readMedia', () => {
  it('takes data URLs apart, encoded or plain', () => {
    assert.deepEqual(readMedia({ url: 'data:image/png;base64,AAAA' }), {
      type: 'data',
      contentType: 'image/png',
      base64: 'AAAA',
    });
    assert.deepEqual(readMedia({ url: 'data:text/plain,Gr%C3%BC%C3%9Fe' }), {
      type: 'data',
      contentType: 'text/plain',
      base64: 'R3LDvMOfZQ==',
    });
    const large = readMedia({ url: `data:,${'x'.repeat(300_000)}` });
    assert.equal(large.type === 'data' ? large.base64.length : 0, 400_000);
  });

  it('knows the type of an address by its ending, unless told', () => {
    assert.deepEqual(readMedia({ url: 'https://x.example/a.JPG?size=2' }), {
      type: 'address',
      url: 'https://x.example/a.JPG?size=2',
      contentType: 'image/jpeg',
    });
    assert.deepEqual(readMedia({ url: 'https://x.example/a', contentType: 'application/pdf' }), {
      type: 'address',
      url: 'https://x.example/a',
      contentType: 'application/pdf',
    });
  });

  it('calls everything else unreachable', () => {
    for (const url of ['file:///etc/passwd', 'image.png', 'javascript:alert(1)'])
      assert.equal(readMedia({ url }).type, 'unreachable');
  });
});
