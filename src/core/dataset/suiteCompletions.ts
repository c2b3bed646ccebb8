import type { TextRange } from '../text/textRange.ts';
import { type YamlCursor, yamlCursorAt } from '../text/yamlCursor.ts';
import type { FileKind } from './fileSchema.ts';
import { SchemaPlace } from './suiteSchema.ts';

export interface SuiteCompletion {
  readonly kind: 'key' | 'value' | 'model' | 'file';
  readonly label: string;
  /** One short line beside the label. */
  readonly detail: string;
  /** The text that is written. */
  readonly insert: string;
  /** The span that it replaces. */
  readonly range: TextRange;
}

/** The names that a suite can use; files are written as they would stand in the suite. */
export interface SuiteKnowledge {
  readonly models: readonly { readonly id: string; readonly detail: string }[];
  readonly promptFiles: readonly string[];
  readonly caseFiles: readonly string[];
  /** The names of the MCP servers that there are. */
  readonly servers?: readonly string[];
}

type Offer = Omit<SuiteCompletion, 'range'>;

/**
 * Everything that can be written at a place of an `*.eval.yaml` or of `polyprompt.yaml`, unfiltered: the editor matches it with the text
 * that is already there.
 */
export function suiteCompletions(
  { text, offset }: { readonly text: string; readonly offset: number },
  knowledge: SuiteKnowledge,
  kind: FileKind = 'suite',
): readonly SuiteCompletion[] {
  const cursor = yamlCursorAt(text, offset);
  const { offers, typed } = offersAt(cursor, knowledge, kind);
  return offers.map((offer) => ({ ...offer, range: { start: offset - typed.length, end: offset } }));
}

interface Offers {
  readonly offers: readonly Offer[];
  readonly typed: string;
}

function offersAt(
  { before, parents, isItem, siblings }: YamlCursor,
  knowledge: SuiteKnowledge,
  kind: FileKind,
): Offers {
  const typed = /[^\s,[\]{}"']*$/.exec(before)?.[0] ?? '';
  const value = /^["']?([\w.$-]+)["']?:\s+(.*)$/.exec(before);
  if (value) return { offers: valueOffers(SchemaPlace.at([...parents, value[1] ?? ''], kind), knowledge), typed };
  if (before !== typed) return { offers: [], typed };
  const place = SchemaPlace.at(parents, kind);
  const keys = keyOffers(place, siblings);
  return { offers: isItem ? [...valueOffers(place, knowledge), ...keys] : keys, typed };
}

function keyOffers(place: SchemaPlace, present: readonly string[]): readonly Offer[] {
  return place.keys
    .filter(({ key }) => !present.includes(key))
    .map(({ key, summary }) => ({ kind: 'key', label: key, detail: summary, insert: `${key}: ` }));
}

function valueOffers(place: SchemaPlace, knowledge: SuiteKnowledge): readonly Offer[] {
  const file = (detail: string) => (name: string) => ({ kind: 'file' as const, label: name, detail, insert: name });
  const named = {
    models: () => knowledge.models.map(({ id, detail }) => ({ kind: 'model' as const, label: id, detail, insert: id })),
    prompts: () => knowledge.promptFiles.map(file('prompt')),
    cases: () => knowledge.caseFiles.map(file('cases')),
    servers: () =>
      (knowledge.servers ?? []).map((name) => ({
        kind: 'value' as const,
        label: name,
        detail: 'MCP server',
        insert: name,
      })),
  };
  const values = place.values.map(
    ({ value, summary }): Offer => ({
      kind: 'value',
      label: value,
      detail: summary,
      insert: value,
    }),
  );
  return [...values, ...place.offered.flatMap((kind): readonly Offer[] => named[kind]())];
}
