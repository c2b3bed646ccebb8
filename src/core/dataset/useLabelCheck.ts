import { isScalar, parseDocument, visit } from 'yaml';
import { PolypromptError } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { TextRange } from '../text/textRange.ts';
import { changeLine } from './editJsonLines.ts';
import { addDefaultChecks } from './editYaml.ts';
import type { LabelOffer } from './labelOffer.ts';
import type { SourcePlace } from './suite.ts';
import { extensionOf } from './suitePath.ts';

/** Reads a file as it stands. */
type TextOf = (file: string) => Promise<string>;

/**
 * The edits, by file, by which a suite checks labels: its `equals` checks become checks of labels, or the column that holds the label is
 * asked for in `defaultTest`. Throws `invalid-arguments` where that has to be done by hand.
 */
export async function useLabelCheck(
  suite: string,
  { column, checks }: Pick<LabelOffer, 'column' | 'checks'>,
  textOf: TextOf,
): Promise<ReadonlyMap<string, readonly TextEdit[]>> {
  if (column !== undefined) {
    if (!/^ya?ml$/.test(extensionOf(suite))) throw byHand(suite);
    return new Map([[suite, addDefaultChecks(await textOf(suite), [{ type: 'label', value: `{{${column}}}` }])]]);
  }
  const edits = new Map<string, readonly TextEdit[]>();
  for (const [file, places] of Map.groupBy(placesOf(checks), (place) => place.file)) {
    const ranges = places.map(({ range }) => range);
    edits.set(file, editsIn(file, await textOf(file), ranges));
  }
  return edits;
}

/** Each place once: all checks of a row of data stand at the row. */
function placesOf(checks: LabelOffer['checks']): readonly SourcePlace[] {
  const known = new Map(
    checks.flatMap(({ place }) => (place ? [[`${place.file} ${place.range.start}`, place] as const] : [])),
  );
  return [...known.values()];
}

function editsIn(file: string, text: string, ranges: readonly TextRange[]): readonly TextEdit[] {
  switch (extensionOf(file)) {
    case 'jsonl':
    case 'ndjson':
      return ranges.flatMap((range) => changeLine(text, range, (row) => withLabels(row, file)));
    case 'yaml':
    case 'yml':
      return typeEdits(file, text, ranges);
    default:
      throw byHand(file);
  }
}

function withLabels(row: JsonObject, file: string): JsonObject {
  const { assert } = row;
  const changed = Array.isArray(assert) ? assert.map(asLabel) : assert === undefined ? undefined : asLabel(assert);
  if (changed === undefined || JSON.stringify(changed) === JSON.stringify(assert)) throw byHand(file);
  return { ...row, assert: changed };
}

function asLabel(check: JsonValue): JsonValue {
  return isJsonObject(check) && check['type'] === 'equals' ? { ...check, type: 'label' } : check;
}

/** Changes the one word of each check, so that comments and layout stay. */
function typeEdits(file: string, text: string, ranges: readonly TextRange[]): readonly TextEdit[] {
  const starts = new Set(ranges.map(({ start }) => start));
  const edits: TextEdit[] = [];
  visit(parseDocument(text, { logLevel: 'silent' }), {
    Map: (_key, map) => {
      const type = map.range && starts.has(map.range[0]) ? map.get('type', true) : undefined;
      if (isScalar(type) && type.value === 'equals' && type.range)
        edits.push({ range: { start: type.range[0], end: type.range[1] }, text: 'label' });
    },
  });
  if (edits.length !== starts.size) throw byHand(file);
  return edits;
}

function byHand(file: string): PolypromptError {
  return new PolypromptError('invalid-arguments', `${file} holds its checks in a form that is not changed here.`, {
    hint: 'Write by hand: {type: label, value: "{{NAME}}"} below "assert" of "defaultTest", with NAME for the column of the label.',
  });
}
