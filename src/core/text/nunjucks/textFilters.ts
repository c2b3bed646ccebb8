import type { JsonValue } from '../../json.ts';
import type { Filter } from './listFilters.ts';
import { listOf, numberOf, textOfValue } from './values.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
  '<': '&lt;',
  '>': '&gt;',
  '`': '&#96;',
};

function onText(change: (text: string) => JsonValue): Filter {
  return (value) => change(textOfValue(value));
}

const escapeHtml = onText((text) => text.replace(/[&"'<>`]/g, (character) => entities[character] ?? character));

const shorten: Filter = (value, { args }) => {
  const text = textOfValue(value);
  const length = numberOf(args[0], 255);
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  const space = text.lastIndexOf(' ', length);
  return `${args[1] || space < 0 ? cut : cut.slice(0, space)}${args[2] === undefined ? '...' : textOfValue(args[2])}`;
};

const replaceText: Filter = (value, { args }) => {
  const text = textOfValue(value);
  const [old, replacement, most] = args;
  // An empty text is replaced between all characters, and at both ends.
  if (old === '') return most === undefined ? ['', ...text, ''].join(textOfValue(replacement)) : text;
  const parts = text.split(textOfValue(old));
  const count = Math.min(parts.length - 1, numberOf(most, Number.POSITIVE_INFINITY));
  const head = parts.slice(0, count + 1).join(textOfValue(replacement));
  return count < parts.length - 1 ? [head, ...parts.slice(count + 1)].join(textOfValue(old)) : head;
};

const roundNumber: Filter = (value, { args }) => {
  const factor = 10 ** numberOf(args[0], 0);
  const scaled = Number(value) * factor;
  const whole = args[1] === 'ceil' ? Math.ceil(scaled) : args[1] === 'floor' ? Math.floor(scaled) : Math.round(scaled);
  return whole / factor;
};

const indentLines: Filter = (value, { args }) => {
  const blanks = ' '.repeat(Math.min(1000, Math.max(0, numberOf(args[0], 4))));
  const lines = textOfValue(value).split('\n');
  return lines.map((line, index) => (index === 0 && !args[1] ? line : blanks + line)).join('\n');
};

/** Takes tags out of a text; line ends stay where that is asked for. */
const stripTags: Filter = (value, { args }) => {
  const text = textOfValue(value)
    .replace(/<[^<>]*>/g, '')
    .trim();
  if (!args[0]) return text.replace(/\s+/g, ' ');
  return text
    .replace(/^ +| +$/gm, '')
    .replace(/ +/g, ' ')
    .replace(/\r\n/g, '\n')
    .replace(/\n\n\n+/g, '\n\n');
};

/** Encodes a text for an address; maps and lists of pairs become a query. */
const urlEncoded: Filter = (value) => {
  if (typeof value !== 'object' || value === null) return encodeURIComponent(textOfValue(value));
  const pairs = Array.isArray(value) ? value.map((pair) => listOf(pair)) : Object.entries(value);
  return pairs
    .map(([name, field]) => `${encodeURIComponent(String(name))}=${encodeURIComponent(String(field))}`)
    .join('&');
};

function parsed(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text);
  return value;
}

export const textFilters: Readonly<Record<string, Filter>> = {
  upper: onText((text) => text.toUpperCase()),
  lower: onText((text) => text.toLowerCase()),
  capitalize: onText((text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()),
  title: onText((text) => text.toLowerCase().replace(/(^|\s)\S/g, (start) => start.toUpperCase())),
  trim: onText((text) => text.trim()),
  string: onText((text) => text),
  safe: (value) => value,
  escape: escapeHtml,
  e: escapeHtml,
  forceescape: escapeHtml,
  striptags: stripTags,
  center: (value, { args }) => {
    const text = textOfValue(value);
    const free = Math.max(0, Math.min(10_000, numberOf(args[0], 80)) - text.length);
    return `${' '.repeat(Math.floor(free / 2))}${text}${' '.repeat(Math.ceil(free / 2))}`;
  },
  nl2br: onText((text) => text.replace(/\r\n|\n/g, '<br />\n')),
  indent: indentLines,
  replace: replaceText,
  truncate: shorten,
  wordcount: onText((text) => text.match(/\w+/g)?.length ?? null),
  urlencode: urlEncoded,
  dump: (value, { args }) => (value === undefined ? undefined : JSON.stringify(value, null, numberOf(args[0], 0))),
  tojson: (value) => (value === undefined ? undefined : JSON.stringify(value)),
  load: onText(parsed),
  default: (value, { args }) => (value === undefined || (args[1] && !value) ? args[0] : value),
  d: (value, { args }) => (value === undefined || (args[1] && !value) ? args[0] : value),
  abs: (value) => Math.abs(Number(value)),
  round: roundNumber,
  int: (value, { args }) => {
    const whole = Number.parseInt(textOfValue(value), 10);
    return Number.isNaN(whole) ? args[0] : whole;
  },
  float: (value, { args }) => {
    const number = Number.parseFloat(textOfValue(value));
    return Number.isNaN(number) ? args[0] : number;
  },
};
