import { isScalar, parseDocument, visit } from 'yaml';
import { readCsv } from '../../dataset/csvTable.ts';
import { jsonLines } from '../../dataset/jsonLines.ts';
import type { JsonValue } from '../../json.ts';
import { plainLines } from '../../text/plainLines.ts';
import type { TextRange } from '../../text/textRange.ts';

/** A value of a file of cases and the place in which it is written. */
export interface PlacedValue {
  readonly value: JsonValue;
  readonly range: TextRange;
}

/** YAML that is longer is not read for this, since its parser takes seconds for it. */
const longestYaml = 2_000_000;

/** The rows of a file of cases; of YAML and JSON every text by itself. Rows that cannot be read are left out: they are Problems of their own. */
export function* datasetTexts(path: string, text: string): Generator<PlacedValue> {
  if (/\.(?:jsonl|ndjson)$/i.test(path)) {
    for (const line of jsonLines(text)) if ('value' in line) yield line;
  } else if (/\.(?:csv|tsv)$/i.test(path)) {
    for (const { value, range } of readCsv(text).rows) yield { value: [...value], range };
  } else if (text.length <= longestYaml) yield* yamlTexts(text);
}

function* yamlTexts(text: string): Generator<PlacedValue> {
  const found: PlacedValue[] = [];
  visit(parseDocument(text, { logLevel: 'silent' }), {
    Scalar: (_key, node) => {
      if (!isScalar(node) || !node.range) return;
      const { value, range } = node;
      if (typeof value === 'string' || typeof value === 'number')
        found.push({
          value: typeof value === 'string' ? plainLines(value) : value,
          range: { start: range[0], end: range[1] },
        });
    },
  });
  yield* found;
}
