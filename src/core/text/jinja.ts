import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import type { JsonObject } from '../json.ts';

const rangeLimit = 100_000;

/**
 * Renders a Jinja template (of a `.prompty`, or of LiteLLM) over values: text in, text out, and no way to anything but the values. A
 * missing value renders as nothing. Throws `SyntaxError` or `Error` for a template that cannot be read or run.
 */
export function renderJinja(template: string, vars: JsonObject): string {
  if (!/\{[{%#]/.test(template)) return template;
  const rendered = new Interpreter(newEnvironment(vars)).run(programOf(template));
  const text = rendered.type === 'StringValue' ? String(rendered.value) : '';
  // The tokenizer takes one newline off the end of every template.
  return template.endsWith('\n') ? `${text}\n` : text;
}

type Program = ReturnType<typeof parse>;

/** The tree of a template, as the package has it. Every loop goes over its list by way of a default. Throws as `renderJinja` does. */
export function jinjaTree(template: string): Program {
  return programOf(template);
}

const mostPrograms = 100;
const longestKept = 50_000;
/** The programs of the latest templates: a suite renders the same template for every case, and running a program does not change it. */
const programs = new Map<string, Program>();

function programOf(template: string): Program {
  const known = programs.get(template);
  if (known !== undefined) return known;
  const program = parse(tokenize(nunjucksSpelling(template)));
  letLoopsEnd(program);
  const [oldest] = programs.keys();
  if (programs.size >= mostPrograms && oldest !== undefined) programs.delete(oldest);
  if (template.length <= longestKept) programs.set(template, program);
  return program;
}

interface Loop {
  iterable: object;
}

/**
 * Gives everything that a loop goes over an empty list as its default, so that a loop over a missing value turns zero times, as in Jinja.
 */
function letLoopsEnd(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if (isLoop(node)) node.iterable = withDefault(node.iterable);
  for (const child of Object.values(node)) letLoopsEnd(child);
}

function isLoop(node: object): node is Loop {
  return 'type' in node && node.type === 'For' && 'iterable' in node && typeof node.iterable === 'object';
}

/** Gives the default to `items` in `items if item.kept`. */
function withDefault(iterable: object): object {
  if ('type' in iterable && iterable.type === 'SelectExpression' && 'lhs' in iterable)
    return Object.assign(iterable, { lhs: defaulted(iterable.lhs) });
  return defaulted(iterable);
}

function defaulted(operand: unknown): object {
  const [filter] = parse(tokenize('{{ missing | default([]) }}')).body;
  return Object.assign({}, filter, { operand });
}

function newEnvironment(vars: JsonObject): Environment {
  const environment = new Environment();
  environment.set('true', true);
  environment.set('false', false);
  environment.set('none', null);
  environment.set('range', boundedRange());
  for (const [name, value] of Object.entries(vars)) {
    // Names that Jinja keeps for itself keep their meaning.
    if (!['true', 'false', 'none', 'range'].includes(name)) environment.set(name, value);
  }
  return environment;
}

/** The function `range`, with a limit: one template may count to a hundred thousand in all, so that loops within loops end, too. */
function boundedRange() {
  let total = 0;
  return (start: number, end?: number, step = 1) => {
    const [from, to] = typeof end === 'number' ? [start, end] : [0, start];
    const length = Math.max(0, Math.ceil((to - from) / step));
    total += length;
    if (!(total <= rangeLimit)) throw new Error(`The template counts beyond ${rangeLimit}.`);
    return Array.from({ length }, (_, index) => from + index * step);
  };
}

/**
 * Replaces the spellings that only Nunjucks has: `verbatim`, `===`, `!==` and `dump`. Prompty's own JavaScript runtime renders Jinja
 * templates by Nunjucks, so that files have both. Only the inside of tags changes.
 */
function nunjucksSpelling(template: string): string {
  return template
    .replace(/\{%-?\s*(raw|verbatim)\s*-?%\}([\s\S]*?)\{%-?\s*end\1\s*-?%\}/g, (_, _name, text: string) => quoted(text))
    .replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, respell);
}

function quoted(text: string): string {
  return `{{ '${text.replace(/[\\']/g, '\\$&').replace(/[{}%#]/g, (mark) => `' ~ '${mark}' ~ '`)}' }}`;
}

function respell(tag: string): string {
  return tag.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|===|!==|\|\s*dump\b/g, (part) => {
    if (part === '===') return '==';
    if (part === '!==') return '!=';
    return part.startsWith('|') ? '| tojson' : part;
  });
}
