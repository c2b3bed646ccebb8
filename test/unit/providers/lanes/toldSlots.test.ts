import assert from 'node:assert/strict';
import { toldSlots } from '../../../../src/core/providers/lanes/toldSlots.ts';

/** What a server answers, by path; the rest is 404. */
async function ask(pages: Readonly<Record<string, unknown>>, { baseUrl = 'http://127.0.0.1:9/v1', key = 'k' } = {}) {
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const address = String(input);
    asked.push(`${address} ${new Headers(init?.headers).get('authorization')}`);
    const page = pages[new URL(address).pathname];
    return page === undefined ? new Response('no', { status: 404 }) : Response.json(page);
  };
  const slots = await toldSlots({ baseUrl, key, fetch }, AbortSignal.timeout(60_000));
  return { slots, asked };
}

describe('toldSlots', () => {
  it('reads what llama.cpp tells of itself, beside its API', async () => {
    const { slots, asked } = await ask({ '/props': { total_slots: 4, default_generation_settings: {} } });
    assert.equal(slots, 4);
    assert.deepEqual(asked, ['http://127.0.0.1:9/props Bearer k']);
  });

  it('counts its slots where it lists them alone', async () => {
    const { slots } = await ask({ '/slots': [{ id: 0, is_processing: false }, { id: 1 }] });
    assert.equal(slots, 2);
  });

  it('keeps the folder that a proxy puts before it', async () => {
    const { asked } = await ask({}, { baseUrl: 'http://10.0.0.2/llama/v1/' });
    assert.deepEqual(asked, ['http://10.0.0.2/llama/props Bearer k', 'http://10.0.0.2/llama/slots Bearer k']);
  });

  for (const page of [{}, [], [1, 2], { total_slots: 0 }, { total_slots: 1.5 }, { total_slots: '4' }, null, 'x', [{}]])
    it(`believes no other answer: ${JSON.stringify(page)}`, async () => {
      assert.equal((await ask({ '/props': page, '/slots': page })).slots, undefined);
    });

  it('reads no page without end', async () => {
    let sent = 0;
    const fetch = async () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            sent += 100_000;
            controller.enqueue(new TextEncoder().encode(' '.repeat(100_000)));
          },
        }),
      );
    const access = { baseUrl: 'http://127.0.0.1:9', key: undefined, fetch };
    assert.equal(await toldSlots(access, AbortSignal.timeout(60_000)), undefined);
    assert.ok(sent < 4_000_000, `${sent} bytes`);
  });

  it('knows nothing of a server that is not there', async () => {
    const fetch = () => Promise.reject(new Error('refused'));
    assert.equal(
      await toldSlots({ baseUrl: 'http://127.0.0.1:9', key: undefined, fetch }, AbortSignal.timeout(60_000)),
      undefined,
    );
  });
});
