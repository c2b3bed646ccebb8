import type { Server } from '@modelcontextprotocol/server';
import { toPolypromptError } from '../../core/errors.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { hiddenAsEscapes } from '../../core/text/printable.ts';
import type { ServerMeans } from './serverMeans.ts';

const scheme = 'polyprompt://run/';
const mimeType = 'application/json';

/** Offers the newest runs as resources: what read_results says of them. */
export function handleRuns(server: Server, { sdk, desk }: ServerMeans): void {
  server.setRequestHandler('resources/list', async () => {
    const runs = await (await desk()).recentRuns();
    const resources = runs.map(({ run, file, end }) => ({
      uri: `${scheme}${run}`,
      name: inOneLine(`${file}, ${run}, ${end}`),
      mimeType,
    }));
    return { resources };
  });
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [{ uriTemplate: `${scheme}{run}`, name: 'A run', mimeType }],
  }));
  server.setRequestHandler('resources/read', async ({ params: { uri } }) => {
    try {
      const run = uri.startsWith(scheme) ? uri.slice(scheme.length) : '';
      const { signal } = new AbortController();
      const answer = await (await desk()).call('read_results', { run, only: 'all' }, { signal });
      return { contents: [{ uri, mimeType, text: hiddenAsEscapes(JSON.stringify(answer)) }] };
    } catch (error) {
      const { message, hint } = toPolypromptError(error);
      throw new sdk.ProtocolError(-32602, inOneLine(`${message} ${hint}`));
    }
  });
}
