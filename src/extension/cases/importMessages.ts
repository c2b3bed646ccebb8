import { isErrorAction } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { PersonalChoice } from '../../core/privacy/personalChoices.ts';
import { isPersonalKind } from '../../core/privacy/personalKinds.ts';
import { isPhoneRegion } from '../../core/privacy/phonePlans.ts';
import type { ImportMessage, PersonalIntent, RowsIntent } from '../../protocol.ts';
import { bare, readWish, type WishReaders } from '../editor/readWish.ts';

const mostRows = 1_000_000;
const maxSize = 100_000;

const readers: WishReaders<ImportMessage> = {
  ready: bare('ready'),
  close: bare('close'),
  personal: ({ wish }) => {
    const read = readWish(wish, { maxSize, readers: personalReaders });
    return read && { type: 'personal', wish: read };
  },
  rows: ({ wish }) => {
    const read = readWish(wish, { maxSize, readers: rowsReaders });
    return read && { type: 'rows', wish: read };
  },
  'error-action': ({ action }) => (isErrorAction(action) ? { type: 'error-action', action } : undefined),
};

const personalReaders: WishReaders<PersonalIntent> = {
  'decide-kind': ({ kind, choice }) =>
    typeof kind === 'string' && isPersonalKind(kind) && isChoice(choice)
      ? { type: 'decide-kind', kind, choice }
      : undefined,
  'decide-value': ({ value, choice }) =>
    typeof value === 'string' && isChoice(choice) ? { type: 'decide-value', value, choice } : undefined,
  'add-word': aboutWord('add-word'),
  'remove-word': aboutWord('remove-word'),
  'add-region': aboutRegion('add-region'),
  'remove-region': aboutRegion('remove-region'),
};

const rowsReaders: WishReaders<RowsIntent> = {
  stop: bare('stop'),
  'read-again': bare('read-again'),
  write: bare('write'),
  'map-column': ({ variable, column }) =>
    typeof variable === 'string' && typeof column === 'string' ? { type: 'map-column', variable, column } : undefined,
  resolve: ({ call, choice }) =>
    isPlace(call) && (choice === null || isPlace(choice)) ? { type: 'resolve', call, choice } : undefined,
  sample: ({ count }) =>
    count === null || (isPlace(count) && count > 0 && count <= mostRows) ? { type: 'sample', count } : undefined,
  'set-file': ({ file }) => (typeof file === 'string' ? { type: 'set-file', file } : undefined),
  'set-suite': ({ suite }) => (typeof suite === 'string' ? { type: 'set-suite', suite } : undefined),
};

/** A message from the page of an import after its check; undefined for anything else. */
export function parseImportMessage(sent: unknown): ImportMessage | undefined {
  return readWish(sent, { maxSize, readers });
}

function isPlace(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isChoice(value: JsonValue | undefined): value is PersonalChoice {
  return value === 'replace' || value === 'keep';
}

function aboutWord<Type extends string>(type: Type) {
  return ({ word }: JsonObject) =>
    typeof word === 'string' && word.trim() !== '' ? { type, word: word.trim() } : undefined;
}

function aboutRegion<Type extends string>(type: Type) {
  return ({ region }: JsonObject) =>
    typeof region === 'string' && isPhoneRegion(region) ? { type, region } : undefined;
}
