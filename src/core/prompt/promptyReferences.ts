import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Problem } from '../text/problem.ts';
import { readYaml, type YamlPath, type YamlSource } from '../text/yamlSource.ts';
import type { PromptReferences } from './document.ts';

/** A head in which `${env:…}` and `${file:…}` have become what they stand for, and what could not. */
export interface ResolvedHead {
  readonly value: JsonObject;
  readonly problems: readonly Problem[];
}

/** Connections are never used: keys and addresses do not come from a repository. What stands there is not looked up. */
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

type Refuse = (code: string, message: string) => null;

function fromEnvironment(rest: string, { environment }: PromptReferences, refuse: Refuse): JsonValue {
  const [name = '', ...fallback] = rest.split(':');
  if (environment && Object.hasOwn(environment, name)) return environment[name] ?? '';
  if (fallback.length > 0) return fallback.join(':');
  if (environment) return refuse('missing-environment', `The environment variable "${name}" is not set.`);
  const message = `The environment variable "${name}" is not given to prompts: write the value itself, or a default: \${env:${name}:value}.`;
  return refuse('refused-environment', message);
}

function fromFile(path: string, { file }: PromptReferences, refuse: Refuse): JsonValue {
  const isOutside = /^(?:[/\\~]|[a-z][a-z0-9+.-]*:)/i.test(path) || path.split(/[/\\]/).includes('..');
  if (isOutside)
    return refuse('refused-file', `"${path}" lies outside of the prompt's folder: name a file inside of it.`);
  const text = file?.(path);
  if (text === undefined) return refuse('missing-file', `There is no file "${path}" beside the prompt.`);
  if (!/\.(?:json|ya?ml)$/i.test(path)) return text;
  const source = readYaml(text, 0, { shape: 'any' });
  return source.isBroken ? refuse('invalid-yaml', `"${path}" cannot be read.`) : source.content;
}
