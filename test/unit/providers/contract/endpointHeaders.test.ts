import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/core/environment.ts';
import {
  readEndpointHeaders,
  referencesOf,
  resolveHeaders,
  shownHeaders,
} from '../../../../src/core/providers/contract/endpointHeaders.ts';
import { createRegistry } from '../../../../src/core/providers/registry.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

const origin = 'https://gateway.example.com';

function environment(secrets: Readonly<Record<string, string>>, sent: Headers[] = []): Environment {
  return {
    clock: new FakeClock(),
    random: () => 0,
    lookUpKey: async () => ({ key: 'sk-key', origin }),
    lookUpSecret: async ({ name }, asked) => (asked === origin ? secrets[name] : undefined),
    fetch: async (_input, init) => {
      sent.push(new Headers(init?.headers));
      return Response.json({ error: { message: `do not know you, s3cret-value-of-the-team` } }, { status: 401 });
    },
  };
}

function gateway(baseUrl = `${origin}/v1`) {
  const headers = { 'x-team': 'support', 'x-token': `Bearer \${secret:TEAM_TOKEN}` };
  const registry = createRegistry({ endpoints: { gateway: { baseUrl, headers } } });
  const { provider } = registry.resolve('gateway/small');
  return { registry, provider };
}

describe('headers of an endpoint', () => {
  it('are read with their names in lower case', () => {
    assert.deepEqual(readEndpointHeaders({ 'X-Team': 'a', 'x-token': `\${env:TOKEN}` }), {
      'x-team': 'a',
      'x-token': `\${env:TOKEN}`,
    });
  });

  for (const [what, headers, complaint] of [
    ['a line break', { 'x-a': 'b\r\nx-c: d' }, /one line/],
    ['the host', { Host: 'evil.example.com' }, /cannot be set/],
    ['a name with a space', { 'x a': 'b' }, /not the name of a header/],
    ['a reference that means nothing', { 'x-a': `\${file:/etc/passwd}` }, /secret:NAME/],
    ['a number', { 'x-a': 1 }, /one line of text/],
    ['a list', [], /object/],
  ] as const)
    it(`are refused with ${what}`, () => assert.match(String(readEndpointHeaders(headers)), complaint));

  it('name their secrets once each', () => {
    const headers = { a: `\${secret:ONE} \${secret:ONE}`, b: `\${env:ONE}` };
    assert.deepEqual(referencesOf(headers), [
      { source: 'secret', name: 'ONE' },
      { source: 'env', name: 'ONE' },
    ]);
  });

  it('are never shown with their values', () => {
    const shown = shownHeaders({ 'x-team': 'plain-but-private', 'x-token': `Bearer \${secret:TEAM_TOKEN}` });
    assert.deepEqual(shown, { 'x-team': '$X_TEAM', 'x-token': 'Bearer $TEAM_TOKEN' });
  });

  it('go with every request, filled in, and stay out of the error that a server answers', async () => {
    const { registry, provider } = gateway();
    const sent: Headers[] = [];
    const access = await registry.accessFor(
      provider,
      'small',
      environment({ TEAM_TOKEN: 's3cret-value-of-the-team' }, sent),
    );
    await assert.rejects(
      async () => provider.listModels?.(access, new AbortController().signal),
      (error: Error) => !error.message.includes('s3cret'),
    );
    assert.equal(sent[0]?.get('x-team'), 'support');
    assert.equal(sent[0]?.get('x-token'), 'Bearer s3cret-value-of-the-team');
    assert.equal(sent[0]?.get('authorization'), 'Bearer sk-key');
  });

  it('stop the request when a secret is not set', async () => {
    const { registry, provider } = gateway();
    await assert.rejects(registry.accessFor(provider, 'small', environment({})), {
      code: 'missing-key',
      message: 'A header of gateway needs TEAM_TOKEN, which is not set.',
    });
  });

  it('are not sent in the clear when one of them is a secret', async () => {
    const { provider, registry } = gateway('http://gateway.example.com/v1');
    const open = { ...environment({}), lookUpKey: async () => undefined, lookUpSecret: async () => 'token' };
    const access = await registry.accessFor(provider, 'small', open);
    await assert.rejects(async () => access.fetch('http://gateway.example.com/v1/models'), {
      code: 'key-origin-mismatch',
    });
  });

  it('do not leave the origin', async () => {
    const { provider, registry } = gateway();
    const access = await registry.accessFor(provider, 'small', environment({ TEAM_TOKEN: 'token' }));
    await assert.rejects(async () => access.fetch('https://elsewhere.example.com/'), { code: 'key-origin-mismatch' });
  });

  it('resolve to nothing where there are none', async () => {
    assert.deepEqual(await resolveHeaders({ name: 'a' }, origin, {}), { headers: {}, secrets: [] });
  });
});
