import { isJsonObject } from '../../core/json.ts';
import type { MatrixHostMessage, MatrixMessage } from '../../protocol.ts';
import type { Host } from '../panel/host.ts';
import { isMatrixMessage } from './state/matrixStore.ts';

/** The data of a report: the first message, and every row that can be opened. */
export interface ReportData {
  readonly snapshot: MatrixHostMessage;
  /** The `row` messages by case. */
  readonly rows: Readonly<Record<string, MatrixHostMessage>>;
}

/** Takes the place of the editor in a report. It answers from the page itself, and nothing leaves the page. */
export function reportHost(data: ReportData, take: (message: MatrixHostMessage) => void): Host<MatrixMessage> {
  let seq = data.snapshot.seq;
  const answer = (message: MatrixHostMessage) => queueMicrotask(() => take({ ...message, seq: ++seq }));
  return {
    post: (message) => {
      if (message.type === 'ready') queueMicrotask(() => take(data.snapshot));
      if (message.type === 'close-row') answer({ type: 'row', seq, row: null });
      const row = message.type === 'open-row' ? data.rows[message.caseId] : undefined;
      if (row) answer(row);
    },
    readState: () => undefined,
    writeState: () => {},
  };
}

/** The data of a report's page; undefined in the editor, where the page has none. */
export function readReport(page: Document): ReportData | undefined {
  const text = page.querySelector('script[type="application/json"]#report')?.textContent;
  const data: unknown = text ? JSON.parse(text) : undefined;
  return isReportData(data) ? data : undefined;
}

function isReportData(data: unknown): data is ReportData {
  if (!isJsonObject(data)) return false;
  const { snapshot, rows } = data;
  return isMatrixMessage(snapshot) && isJsonObject(rows) && Object.values(rows).every(isMatrixMessage);
}
