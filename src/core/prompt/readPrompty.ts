import { shortVersion } from '../hash.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { OutputFormat, ToolDefinition } from '../messages.ts';
import { outputFormatOf, toolChoiceOf, toolDefinitionOf } from '../models/callShapes.ts';
import { normalizeModelName } from '../models/modelName.ts';
import { readSettings } from '../models/settings.ts';
import type { Problem } from '../text/problem.ts';
import { readYaml, topLevelKeys, type YamlPath, type YamlSource } from '../text/yamlSource.ts';
import type { Located, PromptDocument, PromptFile, PromptReferences, RoleLineTemplate } from './document.ts';
import { namesAt } from './namesAt.ts';
import { readPromptPath } from './promptPath.ts';
import { readPromptTools } from './promptTools.ts';
import { basePathOf, folderOf, joinedPath, overBase } from './promptyBase.ts';
import { objectSchema, type PromptyProperty, propertiesOf } from './promptyProperties.ts';
import { resolveReferences, textBehind } from './promptyReferences.ts';
import { splitPrompty } from './promptySplit.ts';
import { groupVariables } from './readDotprompt.ts';
import { templateNames } from './templateNames.ts';

/** Reads Microsoft's `.prompty`, version 1 and 2. */
export function readPrompty(file: PromptFile): PromptDocument {
  return new PromptyReader(file).read();
}

/** True for keys under `model` or at the top that only version 1 has. */
function isFirstVersion(raw: JsonObject): boolean {
  const { model } = raw;
  const inModel =
    isJsonObject(model) && ['api', 'configuration', 'parameters'].some((key) => Object.hasOwn(model, key));
  return inModel || Object.hasOwn(raw, 'sample') || Object.hasOwn(raw, 'authors');
}

interface BasePlace {
  readonly references: PromptReferences;
  /** The folder of the head, relative to the prompt that is read. */
  readonly folder: string;
  /** The bases that lead to the head. */
  readonly trail: readonly string[];
}

class PromptyReader {
  readonly #file: PromptFile;
  readonly #yaml: YamlSource;
  readonly #problems: Problem[] = [];
  readonly #raw: JsonObject;
  readonly #isFirst: boolean;
  readonly #body: { readonly start: number; readonly end: number };

  constructor(file: PromptFile) {
    const { head, body, unclosed } = splitPrompty(file.text);
    this.#file = file;
    this.#body = body;
    this.#yaml = readYaml(head ? file.text.slice(head.start, head.end) : '', head?.start ?? body.start);
    this.#problems.push(...this.#yaml.problems);
    this.#raw = this.#withBase(this.#yaml, { references: file.references ?? {}, folder: '', trail: [] });
    this.#isFirst = isFirstVersion(this.#yaml.value);
    if (unclosed) {
      const message = 'This line opens a head that is not closed: end it with the same line.';
      this.#problems.push({ severity: 'error', code: 'unclosed-frontmatter', message, range: unclosed });
    }
  }

  read(): PromptDocument {
    const inputs = this.#inputs();
    const settings = this.#settings();
    const template = this.#template(inputs);
    const output = this.#output();
    const tools = this.#tools();
    const { toolSettings, problems } = readPromptTools({ ...this.#yaml, content: this.#raw }, 'tools', tools);
    this.#problems.push(...problems);
    const { name, description } = this.#raw;
    return {
      format: 'prompty',
      name: typeof name === 'string' ? name : readPromptPath(this.#file.path).name,
      ...(typeof description === 'string' ? { description } : {}),
      version: shortVersion(this.#file.text),
      ...this.#model(),
      models: namesAt(this.#yaml, 'polyprompt.models').map(({ value, range }) => ({
        value: normalizeModelName(value),
        range,
      })),
      evals: namesAt(this.#yaml, 'polyprompt.evals'),
      ...settings,
      input: {
        ...(inputs.length > 0 ? { schema: objectSchema(inputs) } : {}),
        defaults: Object.fromEntries([...this.#samples(), ...defaultsOf(inputs)]),
        range: this.#yaml.rangeOf(['inputs']),
        fieldRanges: Object.fromEntries(
          inputs.map((input) => [input.name, this.#yaml.keyRangeOf(['inputs', input.name])]),
        ),
      },
      ...defined({ output }),
      tools,
      toolNames: [],
      ...defined({ toolSettings }),
      template,
      variables: groupVariables(templateNames(template.source, template.range.start)),
      partials: [],
      testData: [],
      evaluators: [],
      ext: {},
      raw: this.#yaml.value,
      keyRanges: topLevelKeys(this.#yaml),
      problems: this.#problems,
    };
  }

  /** The head with its references resolved, over the heads that it is based on. Faults in those are shown at the key that leads there. */
  #withBase(yaml: YamlSource, { references, folder, trail }: BasePlace): JsonObject {
    const within = {
      ...references,
      ...(references.file ? { file: (path: string) => references.file?.(joinedPath(folder, path)) } : {}),
    };
    const { value, problems } = resolveReferences(yaml, within);
    const isOwn = trail.length === 0;
    for (const problem of problems)
      if (isOwn) this.#problems.push(problem);
      else this.#report(['base'], problem.code, `In "${trail.at(-1)}": ${problem.message}`);
    const base = basePathOf(yaml.value);
    if (base === undefined) return value;
    const file = joinedPath(folder, base);
    if (trail.includes(file) || trail.length >= 10) {
      this.#report(['base'], 'circular-base', `"${base}" leads back to itself: a prompt cannot be based on itself.`);
      return value;
    }
    const refuse = (code: string, message: string) => {
      this.#report(['base'], code, message);
      return null;
    };
    const text = textBehind(base, within, refuse);
    const head = text === null ? undefined : splitPrompty(text).head;
    if (text === null || !head) return value;
    const below = readYaml(text.slice(head.start, head.end), head.start);
    return overBase(value, this.#withBase(below, { references, folder: folderOf(file), trail: [...trail, file] }));
  }

  #report(path: YamlPath, code: string, message: string, severity: Problem['severity'] = 'error') {
    this.#problems.push({ severity, code, message, range: this.#yaml.rangeOf(path) });
  }

  #map(...path: readonly string[]): JsonObject {
    const value = path.reduce<JsonValue | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), this.#raw);
    return isJsonObject(value) ? value : {};
  }

  #model(): { model?: Located<string> } {
    const { model } = this.#raw;
    const map = this.#map('model');
    const connection = { ...this.#map('model', 'connection'), ...this.#map('model', 'configuration') };
    if (Object.keys(connection).length > 0 || map['connection'] !== undefined) {
      const message =
        'The connection is not used: set keys with "Polyprompt: Set API Key...", addresses in the settings.';
      this.#report(
        ['model', map['configuration'] === undefined ? 'connection' : 'configuration'],
        'connection',
        message,
        'information',
      );
    }
    const api = map['apiType'] ?? map['api'];
    if (typeof api === 'string' && !['chat', 'responses', 'completion'].includes(api))
      this.#report(['model'], 'unsupported', `Models of the kind "${api}" cannot be run here.`, 'warning');
    const id = typeof model === 'string' ? model : (map['id'] ?? connection['name'] ?? connection['azure_deployment']);
    if (typeof id !== 'string' || id.trim() === '' || id.startsWith('${')) return {};
    const kind = map['provider'] ?? connection['type'];
    const known = { openai: 'openai', azure: 'azure', azure_openai: 'azure', foundry: 'azure', anthropic: 'anthropic' };
    const provider = Object.entries(known).find(([name]) => name === kind)?.[1];
    const name = provider === undefined || id.includes('/') ? normalizeModelName(id) : `${provider}/${id}`;
    return { model: { value: name, range: this.#yaml.rangeOf(['model']) } };
  }

  #settings(): Pick<PromptDocument, 'parameters' | 'parameterRanges'> {
    const key = this.#map('model')['parameters'] === undefined ? 'options' : 'parameters';
    const map = this.#map('model', key);
    const read = readSettings({ ...this.#yaml, content: this.#raw }, ['model', key]);
    const handled = [
      'tools',
      'tools_choice',
      'tool_choice',
      'response_format',
      'additionalProperties',
      'allowMultipleToolCalls',
    ];
    const starts = handled.map((name) => this.#yaml.keyRangeOf(['model', key, name]).start);
    this.#problems.push(
      ...read.problems.filter(({ code, range }) => code !== 'unknown-setting' || !starts.includes(range.start)),
    );
    const toolChoice = toolChoiceOf(map['tools_choice'] ?? map['tool_choice']);
    return {
      parameters: { ...read.parameters, ...(toolChoice ? { toolChoice } : {}) },
      parameterRanges: read.ranges,
    };
  }

  #inputs(): readonly PromptyProperty[] {
    return propertiesOf(this.#raw['inputs'], true);
  }

  /** The defaults from version 1's `sample:`, the values with which the prompt was tried. */
  #samples(): readonly (readonly [string, JsonValue])[] {
    const { sample } = this.#raw;
    if (isJsonObject(sample)) return Object.entries(sample);
    if (typeof sample !== 'string') return [];
    const text = textBehind(sample, this.#file.references ?? {}, (code, message) => {
      this.#report(['sample'], code, message, 'warning');
      return null;
    });
    const source = text === null ? undefined : readYaml(text, 0);
    if (source?.isBroken)
      this.#report(['sample'], 'invalid-yaml', `The sample "${sample}" cannot be read: it is left out.`, 'warning');
    return source && !source.isBroken ? Object.entries(source.value) : [];
  }

  #template(inputs: readonly PromptyProperty[]): RoleLineTemplate {
    const { template } = this.#raw;
    const map = this.#map('template');
    const format = map['format'] ?? map['type'] ?? template;
    const kind = isJsonObject(format) ? format['kind'] : format;
    if (typeof kind === 'string' && !['jinja', 'jinja2', 'nunjucks', 'mustache', 'prompty'].includes(kind))
      this.#report(['template'], 'unknown-template', 'The template format is jinja2 or mustache.');
    const rich = inputs.flatMap(({ name, kind: input }) =>
      input === 'thread' || input === 'image' ? [[name, input] as const] : [],
    );
    return {
      kind: 'role-lines',
      dialect: this.#isFirst ? 'prompty-1' : 'prompty-2',
      engine: kind === 'mustache' ? 'mustache' : 'jinja2',
      source: this.#file.text.slice(this.#body.start, this.#body.end),
      range: this.#body,
      richInputs: Object.fromEntries(rich),
    };
  }

  #output(): OutputFormat | undefined {
    const outputs = propertiesOf(this.#raw['outputs'], false);
    if (outputs.length > 0) {
      const closed = outputs.map((output) => ({ ...output, isRequired: true }));
      return { format: 'json', schema: { ...objectSchema(closed), additionalProperties: false } };
    }
    const options = { ...this.#map('model', 'options'), ...this.#map('model', 'parameters') };
    return outputFormatOf(options['response_format']);
  }

  #tools(): readonly ToolDefinition[] {
    const { tools } = this.#raw;
    const nested = this.#map('model', 'parameters')['tools'] ?? this.#map('model', 'options')['tools'];
    const own = isJsonObject(tools) ? Object.entries(tools).map(([name, tool]) => ({ name, tool })) : [];
    const listed = Array.isArray(tools) ? tools.map((tool) => ({ name: undefined, tool })) : own;
    const defined = listed.flatMap(({ name, tool }, index) => this.#tool(tool, name, index));
    const inParameters = (Array.isArray(nested) ? nested : []).map(toolDefinitionOf);
    return [...defined, ...inParameters.filter((tool) => tool !== undefined)];
  }

  #tool(value: JsonValue, key: string | undefined, index: number): readonly ToolDefinition[] {
    if (!isJsonObject(value)) return [];
    const name = key ?? value['name'];
    const kind = value['kind'] ?? value['type'];
    const path: YamlPath = ['tools', key ?? index];
    if (typeof name !== 'string' || kind !== 'function') {
      const advice =
        kind === 'mcp' ? ' Name its server at the top: "mcp: [NAME]", with the server in polyprompt.yaml.' : '';
      const message = `A tool of the kind "${String(kind)}" is not offered to the model.${advice}`;
      this.#report(path, 'unsupported', message, 'warning');
      return [];
    }
    const { description, parameters, strict, bindings } = value;
    const bound = isJsonObject(bindings) ? Object.keys(bindings) : [];
    const properties = propertiesOf(
      isJsonObject(parameters) ? (parameters['properties'] ?? parameters) : parameters,
      false,
    );
    const free = properties.filter((property) => !bound.includes(property.name));
    return [
      {
        name,
        ...(typeof description === 'string' ? { description } : {}),
        ...(parameters === undefined ? {} : { inputSchema: objectSchema(free) }),
        ...(typeof strict === 'boolean' ? { strict } : {}),
      },
    ];
  }
}

function defaultsOf(inputs: readonly PromptyProperty[]): readonly (readonly [string, JsonValue])[] {
  return inputs.flatMap((input) => (input.default === undefined ? [] : [[input.name, input.default] as const]));
}
