import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { patientFetch } from '../../src/node/requests/patientFetch.ts';
import { startLoopbackServer } from '../support/loopbackServer.ts';

describe('patientFetch', () => {
  it('fetches, streams and stops as fetch does', async () => {
    const server = await startLoopbackServer();
    const fetch = patientFetch();
    assert.equal((await fetch(`${server.url}/v1/models`)).status, 200);
    const controller = new AbortController();
    server.script({ answer: { text: ['a', 'b'] }, hangs: true });
    const response = await fetch(`${server.url}/v1/responses`, {
      method: 'POST',
      body: '{}',
      signal: controller.signal,
    });
    const reader = response.body?.getReader();
    assert.equal((await reader?.read())?.done, false);
    controller.abort();
    await assert.rejects(
      async () => {
        while (!(await reader?.read())?.done);
      },
      { name: 'AbortError' },
    );
    await server.close();
  });
});
