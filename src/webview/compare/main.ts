import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '../panel/view/answerMarkdown.ts';
import '../panel/view/answerText.ts';
import { connectHost } from '../panel/host.ts';
import { CompareApp } from './compareApp.ts';
import { isHostMessage } from './state/compareStore.ts';

const app = document.querySelector('polyprompt-panel');
if (app instanceof CompareApp) start(app);

function start(panel: CompareApp): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isHostMessage(data)) panel.take(data);
  });
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) panel.run();
    else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) panel.press(event);
  });
  window.addEventListener('pointerdown', (event) => panel.closeMenuOutside(event.target));
  document.addEventListener('visibilitychange', () => panel.keepNow());
  panel.connect(connectHost());
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select') !== null;
}
