import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { refusalCode } from '../text/otherLetters.ts';
import type { Problem } from '../text/problem.ts';
import { readYaml, type YamlPath, type YamlSource } from '../text/yamlSource.ts';
import type { PromptReferences } from './document.ts';
import { basePathOf } from './promptyBase.ts';
import { splitPrompty } from './promptySplit.ts';

/** A head in which `${env:…}` and `${file:…}` are replaced by their values, with the references that could not be replaced. */
export interface ResolvedHead {
  readonly value: JsonObject;
  readonly problems: readonly Problem[];
}

/** The keys whose references are never read. Connections are not used, since keys and addresses do not come from a repository. */
const neverResolved = new Set(['connection', 'configuration']);

/** Replaces whole values of the form `${env:NAME}`, `${env:NAME:default}` and `${file:path}`, at any depth. */
export function resolveReferences(yaml: YamlSource, references: PromptReferences = {}): ResolvedHead {
  const problems: Problem[] = [];
  const report = (path: YamlPath, code: string, message: string) => {
    problems.push({ severity: 'error', code, message, range: yaml.rangeOf(path) });
    return null;
  };
  const resolve = (value: JsonValue, path: YamlPath): JsonValue => {
    if (Array.isArray(value)) return value.map((item, index) => resolve(item, [...path, index]));
    if (isJsonObject(value)) {
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([key, item]) => [key, neverResolved.has(key) ? item : resolve(item, [...path, key])]),
      );
    }
    const reference = typeof value === 'string' ? /^\$\{(env|file):([\s\S]+)\}$/.exec(value) : null;
    if (!reference) return value;
    const [, kind, rest = ''] = reference;
    return kind === 'env'
      ? fromEnvironment(rest, references, (code, message) => report(path, code, message))
      : fromFile(rest, references, (code, message) => report(path, code, message));
  };
  const value = resolve(yaml.value, []);
  return { value: isJsonObject(value) ? value : {}, problems };
}

export type Refuse = (code: string, message: string) => null;

function fromEnvironment(rest: string, { environment }: PromptReferences, refuse: Refuse): JsonValue {
  const [name = '', ...fallback] = rest.split(':');
  if (environment && Object.hasOwn(environment, name)) return environment[name] ?? '';
  if (fallback.length > 0) return fallback.join(':');
  if (environment) return refuse('missing-environment', `The environment variable "${name}" is not set.`);
  const message = `The environment variable "${name}" is not given to prompts: write the value itself, or a default: \${env:${name}:value}.`;
  return refuse('refused-environment', message);
}

function fromFile(path: string, references: PromptReferences, refuse: Refuse): JsonValue {
  const text = textBehind(path, references, refuse);
  if (text === null || !/\.(?:json|ya?ml)$/i.test(path)) return text;
  const source = readYaml(text, 0, { shape: 'any' });
  return source.isBroken ? refuse('invalid-yaml', `"${path}" cannot be read.`) : source.content;
}

/** The text of a file. Refused for a path that is not within the workspace, a file that is not there, or one that must not be read. */
export function textBehind(path: string, { file }: PromptReferences, refuse: Refuse): string | null {
  if (isElsewhere(path))
    return refuse(
      'refused-file',
      `"${path}" is not read: name a file inside the workspace folder, relative to the prompt.`,
    );
  const found = file?.(path);
  if (found === undefined)
    return refuse('missing-file', `There is no file "${path}": correct the path, which is relative to the prompt.`);
  if (typeof found === 'string') return found;
  return refuse(refusalCode(found, 'refused-file'), `"${path}" is not read: ${found.refused}`);
}

/** True for an absolute path, an address, or a path in a home folder. */
function isElsewhere(path: string): boolean {
  return /^(?:[/\\~]|[a-z][a-z0-9+.-]*:)/i.test(path);
}

/** The files that the head of a `.prompty` names, relative to it: those of `${file:…}`, its sample and the prompt it is based on. */
export function referencedFiles(text: string): readonly string[] {
  const { head } = splitPrompty(text);
  if (!head) return [];
  const { value } = readYaml(text.slice(head.start, head.end), 0);
  const { sample } = value;
  const paths = [...filesIn(value), basePathOf(value) ?? [], typeof sample === 'string' ? sample : []].flat();
  return [...new Set(paths.filter((path) => !path.startsWith('${') && !isElsewhere(path)))];
}

function filesIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(filesIn);
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([key, item]) => (neverResolved.has(key) ? [] : filesIn(item)));
  const [, path] = typeof value === 'string' ? (/^\$\{file:([\s\S]+)\}$/.exec(value) ?? []) : [];
  return path === undefined ? [] : [path];
}
