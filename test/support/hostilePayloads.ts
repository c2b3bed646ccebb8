import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';

export interface Payload {
  readonly id: string;
  readonly payload: string;
}

const root = path.resolve(import.meta.dirname, '../..');
/** The corpus, where the conformance data exists. */
const corpus = path.join(
  process.env['POLYPROMPT_CONFORMANCE_DATA'] ?? path.join(root, '../shared/data'),
  'xss-payloads.json',
);

export function hasCorpus(): boolean {
  return existsSync(corpus);
}

/** A server that counts the requests that reach it. Text that is only shown must never fetch anything. */
export class Canary {
  readonly #server: Server;
  readonly requests: string[] = [];

  constructor() {
    this.#server = createServer((request, response) => {
      this.requests.push(request.url ?? '');
      response.end();
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  close(): void {
    this.#server.close();
  }
}

/**
 * The payloads of the corpus, each once unchanged and once with its addresses turned to the canary, and some of our own that leave a mark.
 */
export function payloads(canary: string): readonly Payload[] {
  const read: { readonly payloads: readonly Payload[] } = JSON.parse(readFileSync(corpus, 'utf8'));
  const turned = read.payloads.map(({ id, payload }) => ({
    id: `${id} at the canary`,
    payload: payload.replaceAll(/(?:https?:)?\/\/[\w.-]+(?::\d+)?/g, canary),
  }));
  const own = [
    '<img src=x onerror="window.struck=1">',
    '<script>window.struck=1</script>',
    '<svg onload="window.struck=1">',
    `![a](${canary}/a.png) ![b][c]\n\n[c]: ${canary}/c.png`,
    `<img srcset="${canary}/s.png 1x"><video poster="${canary}/v.png"></video><link rel=stylesheet href="${canary}/l.css">`,
    `<div style="background:url(${canary}/bg.png)">x</div><iframe src="${canary}/frame"></iframe>`,
    `<form action="${canary}/form"><button>send</button></form>`,
    '[a](javascript:window.struck=1) [b](command:workbench.action.quit) [c](vscode://x/y) [d](file:///etc/passwd) [e](data:text/html,x)',
    `[good](https://example.com/page) [mail](mailto:a@example.com)`,
    '</polyprompt-text></main><script>window.struck=1</script>',
  ];
  return [...read.payloads, ...turned, ...own.map((payload, index) => ({ id: `own-${index}`, payload }))];
}
