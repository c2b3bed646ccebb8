import { shortVersion } from '../hash.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { OutputFormat } from '../messages.ts';
import { normalizeModelName } from '../models/modelName.ts';
import { readSettings } from '../models/settings.ts';
import type { Problem } from '../text/problem.ts';
import { readYaml, topLevelKeys, type YamlPath, type YamlSource } from '../text/yamlSource.ts';
import type { Located, PlaceholderMessage, PromptDocument, PromptFile, TemplateVariable } from './document.ts';
import { namesAt } from './namesAt.ts';
import { findPlaceholders } from './placeholders.ts';
import { readPromptPath } from './promptPath.ts';
import { groupVariables } from './readDotprompt.ts';

/** Reads GitHub Models' `.prompt.yml`. */
export function readGithubPrompt(file: PromptFile): PromptDocument {
  const start = file.text.startsWith('\uFEFF') ? 1 : 0;
  return new GithubReader(file, readYaml(file.text.slice(start), start)).read();
}

const roles = ['system', 'user', 'assistant'] as const;

class GithubReader {
  readonly #file: PromptFile;
  readonly #yaml: YamlSource;
  readonly #problems: Problem[];

  constructor(file: PromptFile, yaml: YamlSource) {
    this.#file = file;
    this.#yaml = yaml;
    this.#problems = [...yaml.problems];
  }

  read(): PromptDocument {
    const raw = this.#yaml.value;
    const { name, description, model } = raw;
    const settings = readSettings(this.#yaml, ['modelParameters']);
    this.#problems.push(...settings.problems);
    const output = this.#output();
    const messages = this.#messages();
    return {
      format: 'github',
      name: typeof name === 'string' ? name : readPromptPath(this.#file.path).name,
      ...(typeof description === 'string' ? { description } : {}),
      version: shortVersion(this.#file.text),
      ...this.#model(model),
      models: namesAt(this.#yaml, 'polyprompt.models').map(({ value, range }) => ({
        value: normalizeModelName(value),
        range,
      })),
      evals: namesAt(this.#yaml, 'polyprompt.evals'),
      parameters: settings.parameters,
      parameterRanges: {
        ...settings.ranges,
        ...(output ? { output: this.#yaml.rangeOf(['responseFormat']) } : {}),
      },
      input: { defaults: {} },
      ...defined({ output }),
      tools: [],
      toolNames: [],
      template: { kind: 'placeholders', messages },
      variables: this.#variables(messages),
      partials: [],
      testData: this.#maps('testData'),
      evaluators: this.#maps('evaluators'),
      ext: {},
      raw,
      keyRanges: topLevelKeys(this.#yaml),
      problems: this.#problems,
    };
  }

  #model(value: JsonValue | undefined): { model?: Located<string> } {
    if (value === undefined || value === null) return {};
    if (typeof value === 'string' && value.trim() !== '')
      return { model: { value: normalizeModelName(value), range: this.#yaml.rangeOf(['model']) } };
    this.#report(['model'], 'wrong-type', '"model" is a text such as openai/gpt-5.6-luna.');
    return {};
  }

  #messages(): readonly PlaceholderMessage[] {
    const value = this.#yaml.value['messages'];
    if (Array.isArray(value)) return value.flatMap((item, index) => this.#message(item, ['messages', index]));
    if (value !== undefined && value !== null) this.#report(['messages'], 'wrong-type', '"messages" is a list.');
    else if (!this.#yaml.isBroken)
      this.#report([], 'missing-messages', 'Add "messages": a list of maps with "role" and "content".');
    return [];
  }

  #message(value: JsonValue, path: YamlPath): readonly PlaceholderMessage[] {
    if (!isJsonObject(value)) {
      this.#report(path, 'wrong-type', 'A message is a map with "role" and "content".');
      return [];
    }
    const role = roles.find((known) => known === String(value['role']).toLowerCase());
    if (!role) this.#report([...path, 'role'], 'unknown-role', 'The role of a message is system, user or assistant.');
    const { content } = value;
    if (typeof content !== 'string')
      this.#report([...path, 'content'], 'wrong-type', 'The content of a message is a text.');
    if (!role || typeof content !== 'string') return [];
    return [{ role, source: content, range: this.#yaml.rangeOf([...path, 'content']) }];
  }

  /** Ranges are sought in the file's own text, since YAML folds and escapes the contents. */
  #variables(messages: readonly PlaceholderMessage[]): readonly TemplateVariable[] {
    const uses = messages.flatMap(({ source, range }) => {
      const used = findPlaceholders(source);
      const inFile = findPlaceholders(this.#file.text.slice(range.start, range.end), range.start);
      for (const place of inFile.filter((candidate) => candidate.hasSpaces)) this.#adviseOnSpaces(place);
      return used.map(({ name }, index) => ({
        type: 'variable' as const,
        name,
        isCondition: false,
        range: (inFile.length === used.length ? inFile[index]?.range : undefined) ?? range,
      }));
    });
    return groupVariables(uses);
  }

  #adviseOnSpaces({ name, range }: { readonly name: string; readonly range: Problem['range'] }) {
    const message = `GitHub's own tool does not fill in {{ ${name} }} because of the spaces: write {{${name}}}.`;
    this.#problems.push({ severity: 'information', code: 'spaces-in-placeholder', message, range });
  }

  #output(): OutputFormat | undefined {
    const format = this.#yaml.value['responseFormat'];
    const jsonSchema = this.#yaml.value['jsonSchema'];
    if (format === undefined || format === null) return undefined;
    if (format === 'text') return { format: 'text' };
    if (format === 'json_object') return { format: 'json' };
    if (format === 'json_schema') return this.#jsonSchema(jsonSchema);
    this.#report(['responseFormat'], 'unknown-format', '"responseFormat" is text, json_object or json_schema.');
    return undefined;
  }

  #jsonSchema(value: JsonValue | undefined): OutputFormat | undefined {
    const advice = 'With json_schema, "jsonSchema" is a text that holds JSON with "name" and "schema": jsonSchema: |-';
    if (typeof value !== 'string') {
      this.#report([value === undefined ? 'responseFormat' : 'jsonSchema'], 'invalid-schema', advice);
      return undefined;
    }
    const parsed = parseJson(value);
    if (!parsed || typeof parsed['name'] !== 'string' || !isJsonObject(parsed['schema'])) {
      this.#report(['jsonSchema'], 'invalid-schema', advice);
      return undefined;
    }
    const { name, schema, strict } = parsed;
    return { format: 'json', name, schema, ...(typeof strict === 'boolean' ? { strict } : {}) };
  }

  #maps(key: 'testData' | 'evaluators'): readonly Located<JsonObject>[] {
    const value = this.#yaml.value[key];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) this.#report([key], 'wrong-type', `"${key}" is a list of maps.`);
    const list = Array.isArray(value) ? value : [];
    return list.flatMap((item, index) => {
      if (isJsonObject(item)) return [{ value: item, range: this.#yaml.rangeOf([key, index]) }];
      this.#report([key, index], 'wrong-type', `Each item of "${key}" is a map.`);
      return [];
    });
  }

  #report(path: YamlPath, code: string, message: string) {
    this.#problems.push({ severity: 'error', code, message, range: this.#yaml.rangeOf(path) });
  }
}

function parseJson(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
