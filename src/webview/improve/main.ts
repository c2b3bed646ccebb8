import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import type { ImproveHostMessage } from '../../protocol.ts';
import { connectHost } from '../panel/host.ts';
import { isMessageOf } from '../panel/messageOrder.ts';
import { ImproveApp } from './improveApp.ts';

const app = document.querySelector('polyprompt-improve');
if (app instanceof ImproveApp) start(app);

const isHostMessage = isMessageOf<ImproveHostMessage>({ improvement: true });

function start(improve: ImproveApp): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isHostMessage(data)) improve.take(data);
  });
  document.addEventListener('visibilitychange', () => improve.keepNow());
  improve.connect(connectHost());
}
