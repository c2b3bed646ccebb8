import type { ImportPage } from '../../../core/cases/page/importPage.ts';
import type { ImportMessage, PersonalIntent, RowsIntent } from '../../../protocol.ts';

/** The data from which the page is drawn, and its way to the host. */
export interface ImportContext {
  readonly page: ImportPage;
  post(message: ImportMessage): void;
  /** Wishes about what is read, and about what is personal. */
  rows(wish: RowsIntent): void;
  personal(wish: PersonalIntent): void;
}
