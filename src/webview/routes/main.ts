import { isJsonObject } from '../../core/json.ts';
import type { SimulationView } from '../../core/simulation/simulationView.ts';
import type { RoutesHostMessage } from '../../protocol.ts';
import { connectHost } from '../panel/host.ts';
import { RoutesApp } from './routesApp.ts';

const app = document.querySelector('polyprompt-routes');
if (app instanceof RoutesApp) start(app);

function start(routes: RoutesApp): void {
  window.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof Element && event.target.closest('input') !== null;
    if (!isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) routes.press(event);
  });
  const report = readReport(document);
  if (report) {
    routes.show(report);
    return;
  }
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isHostMessage(data)) routes.take(data);
  });
  routes.connect(connectHost());
}

/** The data of a report's page; undefined in the editor, where the page has none. */
function readReport(page: Document): SimulationView | undefined {
  const text = page.querySelector('script[type="application/json"]#report')?.textContent;
  const data: unknown = text ? JSON.parse(text) : undefined;
  return isView(data) ? data : undefined;
}

function isHostMessage(data: unknown): data is RoutesHostMessage {
  if (!isJsonObject(data)) return false;
  return data['type'] === 'simulation' ? isView(data['view']) : data['type'] === 'problem';
}

function isView(data: unknown): data is SimulationView {
  return isJsonObject(data) && Array.isArray(data['points']) && Array.isArray(data['columns']);
}
