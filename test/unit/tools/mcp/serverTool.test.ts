import assert from 'node:assert/strict';
import { isToolOf, listedTool, toolNameAt } from '../../../../src/core/tools/mcp/serverTool.ts';

describe('the tools of a server', () => {
  it('get names that every vendor takes and that stay apart', () => {
    const long = 'x'.repeat(80);
    const names = ['find', 'a.b', 'a/b', 'a_b', long, `${long}y`].map((tool) => toolNameAt('orders', tool));
    assert.equal(names[0], 'orders__find');
    assert.equal(names[3], 'orders__a_b');
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[A-Za-z0-9_-]{1,64}$/);
    assert.ok(isToolOf(['orders'], names[4] ?? ''));
    assert.ok(!isToolOf(['order'], 'orders__find'));
  });

  it('lose the words of their schemas that vendors refuse, at any depth, and no name of their own', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        $id: { type: 'string', $comment: 'x', enum: ['$schema'] },
        list: { type: 'array', items: { $anchor: 'a', type: 'object', unevaluatedProperties: false } },
      },
      default: { $schema: 'kept' },
    };
    assert.deepEqual(listedTool({ name: 'find', title: 'Find', inputSchema: schema })?.inputSchema, {
      type: 'object',
      properties: {
        $id: { type: 'string', enum: ['$schema'] },
        list: { type: 'array', items: { type: 'object' } },
      },
      default: { $schema: 'kept' },
    });
  });

  it('are objects with properties where they say nothing', () => {
    assert.deepEqual(listedTool({ name: 'now' }), { name: 'now', inputSchema: { type: 'object', properties: {} } });
    assert.equal(listedTool({ inputSchema: {} }), undefined);
  });
});
