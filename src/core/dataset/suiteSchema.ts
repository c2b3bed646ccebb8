import suiteSchema from '../../../schemas/eval.schema.json' with { type: 'json' };
import projectSchema from '../../../schemas/polyprompt.schema.json' with { type: 'json' };
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { objectAt, textAt } from '../jsonRead.ts';
import type { FileKind } from './fileSchema.ts';

/** The kinds of names that only the workspace knows. */
export type SchemaOffer = 'models' | 'prompts' | 'cases' | 'servers';

/** A key with what the schema says of it. */
export interface SchemaKey {
  readonly key: string;
  readonly summary: string;
}

export interface SchemaValue {
  readonly value: string;
  readonly summary: string;
}

interface Schemas {
  readonly roots: Readonly<Record<FileKind, JsonValue>>;
  /** The definitions of both files together: one file refers to those of the other, and no name is used twice. */
  readonly definitions: JsonObject;
}

let known: Schemas | undefined;

/** The schemas, made when somebody first types in such a file and not when the editor starts. */
function schemas(): Schemas {
  if (known) return known;
  const roots: Schemas['roots'] = {
    suite: JSON.parse(JSON.stringify(suiteSchema)),
    project: JSON.parse(JSON.stringify(projectSchema)),
  };
  known = { roots, definitions: { ...objectAt(roots.suite, '$defs'), ...objectAt(roots.project, '$defs') } };
  return known;
}
const offers: readonly SchemaOffer[] = ['models', 'prompts', 'cases', 'servers'];

/** A path of keys of an eval suite or of `polyprompt.yaml`, with what the schema allows there; lists count as their items. */
export class SchemaPlace {
  /** Every alternative, with references followed. */
  readonly #nodes: readonly JsonObject[];

  private constructor(nodes: readonly JsonObject[]) {
    this.#nodes = nodes.flatMap(alternatives);
  }

  static at(path: readonly string[], kind: FileKind = 'suite'): SchemaPlace {
    const root = schemas().roots[kind];
    const start = new SchemaPlace(isJsonObject(root) ? [root] : []);
    return path.reduce<SchemaPlace>((place, key) => place.child(key), start);
  }

  child(key: string): SchemaPlace {
    return new SchemaPlace(
      this.#nodes.flatMap((node) => {
        const child = propertiesOf(node)[key] ?? node['additionalProperties'];
        return isJsonObject(child) ? [child] : [];
      }),
    );
  }

  get keys(): readonly SchemaKey[] {
    const keys = new Map<string, string>();
    for (const node of this.#nodes)
      for (const [key, child] of Object.entries(propertiesOf(node)))
        if (!keys.has(key)) keys.set(key, summaryOf(child));
    return [...keys].map(([key, summary]) => ({ key, summary }));
  }

  get values(): readonly SchemaValue[] {
    return this.#nodes.flatMap((node): SchemaValue[] => {
      const constant = textAt(node, 'const');
      if (constant !== undefined) return [{ value: constant, summary: textAt(node, 'description') ?? '' }];
      return node['type'] === 'boolean' ? ['true', 'false'].map((value) => ({ value, summary: '' })) : [];
    });
  }

  offers(kind: SchemaOffer): boolean {
    return this.#nodes.some((node) => node['x-offers'] === kind);
  }

  get offered(): readonly SchemaOffer[] {
    return offers.filter((kind) => this.offers(kind));
  }
}

/** The description of a part, or else of the part that it refers to. */
function summaryOf(node: JsonValue): string {
  const own = textAt(node, 'description');
  if (own !== undefined || !isJsonObject(node)) return own ?? '';
  return textAt(alternatives(node)[0], 'description') ?? '';
}

function alternatives(node: JsonObject): readonly JsonObject[] {
  const reference = textAt(node, '$ref');
  if (reference !== undefined) {
    const target = schemas().definitions[reference.slice(reference.lastIndexOf('/') + 1)];
    return isJsonObject(target) ? alternatives(target) : [];
  }
  const { anyOf, items } = node;
  const inner = [...(Array.isArray(anyOf) ? anyOf : []), ...(isJsonObject(items) ? [items] : [])];
  return [node, ...inner.filter(isJsonObject).flatMap(alternatives)];
}

function propertiesOf({ properties }: JsonObject): JsonObject {
  return isJsonObject(properties) ? properties : {};
}
