import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import type { ImportHostMessage } from '../../protocol.ts';
import { connectHost } from '../panel/host.ts';
import { isMessageOf } from '../panel/messageOrder.ts';
import { ImportApp } from './importApp.ts';

const app = document.querySelector('polyprompt-cases');
if (app instanceof ImportApp) start(app);

const isHostMessage = isMessageOf<ImportHostMessage>({ cases: true });

function start(page: ImportApp): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isHostMessage(data)) page.take(data);
  });
  page.connect(connectHost());
}
