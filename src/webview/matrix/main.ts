import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '../panel/view/answerMarkdown.ts';
import '../panel/view/answerText.ts';
import { connectHost } from '../panel/host.ts';
import { MatrixApp } from './matrixApp.ts';
import { readReport, reportHost } from './reportHost.ts';
import { isMatrixMessage } from './state/matrixStore.ts';

const app = document.querySelector('polyprompt-matrix');
if (app instanceof MatrixApp) start(app);

function start(matrix: MatrixApp): void {
  window.addEventListener('keydown', (event) => {
    if (isTyping(event.target)) matrix.leaveField(event);
    else if (!event.ctrlKey && !event.metaKey && !event.altKey) matrix.press(event);
  });
  window.addEventListener('pointerdown', (event) => matrix.closeMenuOutside(event.target));
  window.addEventListener('beforeprint', () => matrix.print(true));
  window.addEventListener('afterprint', () => matrix.print(false));
  const report = readReport(document);
  if (report) matrix.connect(reportHost(report, (message) => matrix.take(message)));
  else connectToEditor(matrix);
}

function connectToEditor(matrix: MatrixApp): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isMatrixMessage(data)) matrix.take(data);
  });
  document.addEventListener('visibilitychange', () => matrix.keepNow());
  matrix.connect(connectHost());
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input:not([type="radio"]), textarea, select') !== null;
}
