import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { OutputFormat, ToolChoice, ToolDefinition } from '../messages.ts';
import { normalizeModelName } from '../models/modelName.ts';
import { readSettings } from '../models/settings.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import { topLevelKeys, type YamlPath, type YamlSource } from '../text/yamlSource.ts';
import type { Located, PromptDocument } from './document.ts';
import { fieldName, type SchemaRegistry, toJsonSchema, unknownSchemaCode } from './picoschema.ts';
import { readPromptTools } from './promptTools.ts';

/** The contents of a dotprompt frontmatter, apart from the template. */
export type Metadata = Pick<
  PromptDocument,
  | 'models'
  | 'evals'
  | 'parameters'
  | 'parameterRanges'
  | 'input'
  | 'tools'
  | 'toolNames'
  | 'ext'
  | 'raw'
  | 'keyRanges'
  | 'problems'
> &
  Partial<Pick<PromptDocument, 'description' | 'model' | 'output' | 'toolSettings'>> & {
    readonly name?: string;
    readonly variant?: string;
    readonly version?: string;
  };

/** Reads a frontmatter. Parts that it does not understand stay in `raw`. */
export function readMetadata(yaml: YamlSource, registry: SchemaRegistry): Metadata {
  return new MetadataReader(yaml, registry).read();
}

class MetadataReader {
  readonly #yaml: YamlSource;
  readonly #registry: SchemaRegistry;
  readonly #problems: Problem[];
  /** Names of schemas that were reported already. */
  readonly #unknownSchemas = new Set<string>();

  constructor(yaml: YamlSource, registry: SchemaRegistry) {
    this.#yaml = yaml;
    this.#registry = registry;
    this.#problems = [...yaml.problems];
  }

  read(): Metadata {
    const raw = this.#yaml.value;
    const settings = readSettings(this.#yaml, ['config']);
    const tools = this.#toolDefinitions();
    const toolChoice = this.#toolChoice();
    const output = this.#output();
    const ext = extensionsOf(raw);
    const toolNames = this.#toolNames(tools);
    const named = [...tools, ...toolNames.map(({ value }) => ({ name: value }))];
    const { toolSettings, problems } = readPromptTools(this.#yaml, 'toolDefs', named);
    this.#problems.push(...settings.problems, ...problems);
    return {
      ...this.#texts(),
      ...this.#model(),
      models: this.#names(['polyprompt', 'models']).map(({ value, range }) => ({
        value: normalizeModelName(value),
        range,
      })),
      evals: this.#names(['polyprompt', 'evals']),
      parameters: {
        ...settings.parameters,
        ...(toolChoice ? { toolChoice } : {}),
      },
      parameterRanges: {
        ...settings.ranges,
        ...(toolChoice ? { toolChoice: this.#yaml.rangeOf(['toolChoice']) } : {}),
        ...(tools.length > 0 ? { tools: this.#yaml.rangeOf(['toolDefs']) } : {}),
        ...(output ? { output: this.#yaml.rangeOf(['output']) } : {}),
      },
      input: this.#input(),
      ...defined({ output }),
      tools,
      toolNames,
      ...defined({ toolSettings }),
      ext,
      raw,
      keyRanges: topLevelKeys(this.#yaml),
      problems: this.#problems,
    };
  }

  #texts(): Pick<Metadata, 'name' | 'variant' | 'version' | 'description'> {
    const keys = ['name', 'variant', 'version', 'description'] as const;
    const found = keys.flatMap((key) => {
      const value = this.#yaml.value[key];
      if (value === undefined || value === null) return [];
      if (typeof value === 'string') return [[key, value] as const];
      if (typeof value === 'number' && key === 'version') return [[key, String(value)] as const];
      this.#report([key], 'wrong-type', `"${key}" is a text.`);
      return [];
    });
    return Object.fromEntries(found);
  }

  #model(): { model?: Located<string> } {
    const value = this.#yaml.value['model'];
    if (value === undefined || value === null) return {};
    if (typeof value === 'string' && value.trim() !== '')
      return { model: { value: normalizeModelName(value), range: this.#yaml.rangeOf(['model']) } };
    this.#report(['model'], 'wrong-type', '"model" is a text such as openai/gpt-5.6-luna.');
    return {};
  }

  /** A text or a list of texts under one of our keys, written `polyprompt.models` or as a map `polyprompt: {models}`. */
  #names([namespace, field]: readonly [string, string]): readonly Located<string>[] {
    const dotted = `${namespace}.${field}`;
    const nested = this.#yaml.value[namespace];
    const isNested = isJsonObject(nested) && Object.hasOwn(nested, field);
    const value = isNested ? nested[field] : this.#yaml.value[dotted];
    const path = isNested ? [namespace, field] : [dotted];
    if (value === undefined || value === null) return [];
    if (typeof value === 'string') return [{ value, range: this.#yaml.rangeOf(path) }];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
      return value.map((item, index) => ({ value: item, range: this.#yaml.rangeOf([...path, index]) }));
    this.#report(path, 'wrong-type', `"${dotted}" is a list of texts: [first, second].`);
    return [];
  }

  #input(): PromptDocument['input'] {
    const value = this.#yaml.value['input'];
    if (value === undefined || value === null) return { defaults: {} };
    const range = this.#yaml.rangeOf(['input']);
    if (!isJsonObject(value)) {
      this.#report(['input'], 'wrong-type', '"input" is a map with "schema" and "default".');
      return { defaults: {}, range };
    }
    const defaults = value['default'] ?? {};
    if (!isJsonObject(defaults))
      this.#report(['input', 'default'], 'wrong-type', 'Defaults are a map of variables and values.');
    const schema = this.#schema(value['schema'], ['input', 'schema']);
    return {
      ...defined({ schema }),
      defaults: isJsonObject(defaults) ? defaults : {},
      range,
      fieldRanges: this.#fieldRanges(value['schema']),
    };
  }

  #fieldRanges(source: JsonValue | undefined): Readonly<Record<string, TextRange>> {
    if (!isJsonObject(source)) return {};
    const { properties } = source;
    const path = ['input', 'schema', ...(isJsonObject(properties) ? ['properties'] : [])];
    const keys = Object.keys(isJsonObject(properties) ? properties : source);
    const entries = keys.map((key) => [fieldName(key), this.#yaml.keyRangeOf([...path, key])] as const);
    return Object.fromEntries(entries);
  }

  #output(): OutputFormat | undefined {
    const value = this.#yaml.value['output'];
    if (value === undefined || value === null) return undefined;
    if (!isJsonObject(value)) {
      this.#report(['output'], 'wrong-type', '"output" is a map with "format" and "schema".');
      return undefined;
    }
    const written = this.#schema(value['schema'], ['output', 'schema']);
    // The type "any" allows everything, and is no JSON Schema that a provider would take.
    const schema = written?.['type'] === 'any' ? undefined : written;
    const asksForSchema = value['schema'] !== undefined && value['schema'] !== null && written?.['type'] !== 'any';
    const format = value['format'] ?? (asksForSchema ? 'json' : 'text');
    if (format !== 'text' && format !== 'json')
      this.#report(['output', 'format'], 'unknown-format', 'Polyprompt knows the formats text and json.', 'warning');
    return format === 'json' || (format !== 'text' && schema)
      ? { format: 'json', ...defined({ schema }) }
      : { format: 'text' };
  }

  #schema(value: JsonValue | undefined, path: YamlPath): JsonObject | undefined {
    if (value === undefined || value === null) return undefined;
    const { schema, problems } = toJsonSchema(value, this.#registry);
    for (const { path: place, message, unknownSchema } of problems) {
      if (unknownSchema === undefined) this.#report([...path, ...place], 'invalid-schema', message);
      else if (!this.#unknownSchemas.has(unknownSchema))
        this.#report([...path, ...place], unknownSchemaCode, message, 'warning');
      if (unknownSchema !== undefined) this.#unknownSchemas.add(unknownSchema);
    }
    // With an unknown part the whole schema would mean something else, so it is left out.
    return problems.some(({ unknownSchema }) => unknownSchema !== undefined) ? undefined : schema;
  }

  #toolDefinitions(): readonly ToolDefinition[] {
    const value = this.#yaml.value['toolDefs'];
    if (value === undefined || value === null) return [];
    const list = Array.isArray(value) ? value : [];
    if (!Array.isArray(value)) this.#report(['toolDefs'], 'wrong-type', '"toolDefs" is a list of tools.');
    return list.flatMap((item, index) => this.#toolDefinition(item, ['toolDefs', index]));
  }

  #toolDefinition(value: JsonValue, path: YamlPath): readonly ToolDefinition[] {
    if (!isJsonObject(value) || typeof value['name'] !== 'string') {
      this.#report(path, 'wrong-type', 'A tool is a map with "name", "description" and "inputSchema".');
      return [];
    }
    const { name, description } = value;
    const inputSchema = this.#schema(value['inputSchema'], [...path, 'inputSchema']);
    const outputSchema = this.#schema(value['outputSchema'], [...path, 'outputSchema']);
    return [
      {
        name,
        ...(typeof description === 'string' ? { description } : {}),
        ...defined({ inputSchema, outputSchema }),
      },
    ];
  }

  #toolNames(defined: readonly ToolDefinition[]): readonly Located<string>[] {
    const value = this.#yaml.value['tools'];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) this.#report(['tools'], 'wrong-type', '"tools" is a list of names.');
    const list = Array.isArray(value) ? value : [];
    return list.flatMap((item, index) => {
      const range = this.#yaml.rangeOf(['tools', index]);
      if (typeof item === 'string') {
        if (defined.some((tool) => tool.name === item)) return [];
        const message = `The tool "${item}" is not defined here, so no model is told of it: describe it under "toolDefs".`;
        this.#report(['tools', index], 'undefined-tool', message, 'warning');
        return [{ value: item, range }];
      }
      this.#report(['tools', index], 'wrong-type', 'A tool is named here; its definition belongs under "toolDefs".');
      return [];
    });
  }

  #toolChoice(): ToolChoice | undefined {
    const value = this.#yaml.value['toolChoice'];
    if (value === undefined || value === null) return undefined;
    if (value === 'auto' || value === 'none' || value === 'required') return value;
    if (isJsonObject(value) && typeof value['name'] === 'string') return { name: value['name'] };
    this.#report(
      ['toolChoice'],
      'wrong-type',
      '"toolChoice" is auto, required, none, or a map with the name of a tool.',
    );
    return undefined;
  }

  #report(path: YamlPath, code: string, message: string, severity: Problem['severity'] = 'error') {
    const range: TextRange = this.#yaml.rangeOf(path);
    this.#problems.push({ severity, code, message, range });
  }
}

/** The extensions of a frontmatter: `a.b.c: 1` is `ext['a.b'].c`. */
function extensionsOf(raw: JsonObject): Readonly<Record<string, JsonObject>> {
  const namespaces = new Map<string, [string, JsonValue][]>();
  for (const [key, value] of Object.entries(raw)) {
    const dot = key.lastIndexOf('.');
    if (dot < 0) continue;
    const namespace = key.slice(0, dot);
    namespaces.set(namespace, [...(namespaces.get(namespace) ?? []), [key.slice(dot + 1), value]]);
  }
  return Object.fromEntries([...namespaces].map(([namespace, fields]) => [namespace, Object.fromEntries(fields)]));
}
