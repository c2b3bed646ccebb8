import Mustache from 'mustache';
import { hashJson } from '../hash.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Message, Part, Role } from '../messages.ts';
import { renderJinja } from '../text/jinja.ts';
import type { RoleLineTemplate } from './document.ts';

const roleNames: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  function: 'tool',
  tool: 'tool',
  tools: 'tool',
};

/** The patterns of lines that start a message. A whole expression may stand for the role: `{{item.role}}:`. */
const markers = {
  'prompty-1':
    /^[ \t]*#?[ \t]*(assistant|function|system|user|tools|\{\{[^{}\n]+\}\})[ \t]*(\[[^\]\n]*\])?[ \t]*:[ \t]*$/gim,
  'prompty-2':
    /^[ \t]*#?[ \t]*(assistant|developer|system|user|\{\{[^{}\n]+\}\})[ \t]*(\[\w+[ \t]*=[ \t]*[^\]\n]*\])?[ \t]*:[ \t]*$/gim,
  litellm: /^[ \t]*(System|User|Assistant):[ \t]*/gm,
} as const;

/** A section of a template with the role that starts it; the first section may have none. */
export interface RoleSection {
  readonly role: string | undefined;
  readonly attributes: string;
  readonly source: string;
}

/** Cuts a template at its role lines. */
export function roleSections({
  dialect,
  source,
}: Pick<RoleLineTemplate, 'dialect' | 'source'>): readonly RoleSection[] {
  const found = [...source.matchAll(markers[dialect])];
  const first = { role: undefined, attributes: '', source: source.slice(0, found[0]?.index) };
  const sections = found.map((match, index) => ({
    role: match[1] ?? '',
    attributes: match[2] ?? '',
    source: source.slice(match.index + match[0].length, found[index + 1]?.index),
  }));
  return first.source.trim() === '' ? sections : [first, ...sections];
}

/** The role that a word in a file means, in any capitals; undefined for a word that means none. */
export function roleOf(name: string): Role | undefined {
  const key = name.trim().toLowerCase();
  return Object.hasOwn(roleNames, key) ? roleNames[key] : undefined;
}

/**
 * Renders a template and cuts it into messages. Before any value is put in, role lines are replaced by marks with a hash of template and
 * values. A value cannot contain that hash, so nothing in it can start a message.
 */
export function renderRoleLines(written: RoleLineTemplate, inputs: JsonObject, history: readonly Message[]) {
  const template = { ...written, source: withoutBlocks(written.source) };
  const mark = `\u{e000}${hashJson({ source: template.source, inputs })}`;
  const marked = markedRoles(template, mark);
  const values = markRichInputs(template, inputs, mark);
  const text =
    template.engine === 'mustache'
      ? // Each rendering has a writer of its own, since the shared one would keep every marked template for ever.
        new Mustache.Writer().render(marked, values, {}, { escape: String })
      : renderJinja(marked, values);
  const messages: Message[] = [];
  const pieces = text.split(new RegExp(`${mark}([^\u{e001}]*)\u{e001}\n?`, 'u'));
  const finish = draftMessages(template, messages);
  let draft: Draft = { role: template.dialect === 'litellm' ? 'user' : 'system', attributes: '', parts: [] };
  pieces.forEach((piece, index) => {
    if (index % 2 === 0) draft.parts.push({ type: 'text', text: piece });
    else if (piece.startsWith('role ')) {
      finish(draft);
      draft = draftOf(piece.slice('role '.length));
    } else if (piece === 'history') {
      finish(draft);
      messages.push(...history);
      draft = { role: draft.role, attributes: '', parts: [] };
    } else {
      const value = inputs[piece.slice(piece.indexOf(' ') + 1)] ?? null;
      if (piece.startsWith('image ')) draft.parts.push(...imageParts(value));
      else {
        finish(draft);
        messages.push(...threadMessages(value));
        draft = { role: 'user', attributes: '', parts: [] };
      }
    }
  });
  finish(draft);
  return messages;
}

/** A block that nothing extends is its contents. */
export function withoutBlocks(source: string): string {
  return source.replace(/\{%-?\s*(?:end)?block\b[^%]*%\}/g, '');
}

interface Draft {
  readonly role: Role;
  readonly attributes: string;
  readonly parts: Part[];
}

function draftOf(marked: string): Draft {
  const space = marked.indexOf('\u{e002}');
  return { role: roleOf(marked.slice(0, space)) ?? 'user', attributes: marked.slice(space + 1), parts: [] };
}

/**
 * The template with marks in place of its role lines: `mark`, then `role NAME`, U+E002 and the attributes, or `history`, then U+E001. A line
 * end behind a mark belongs to it.
 */
export function markedRoles({ dialect, source }: Pick<RoleLineTemplate, 'dialect' | 'source'>, mark: string): string {
  const roles = source.replace(
    markers[dialect],
    (_line, role: string, attributes: unknown) =>
      `${mark}role ${role}\u{e002}${typeof attributes === 'string' ? attributes : ''}\u{e001}`,
  );
  return dialect === 'prompty-1' ? roles.replace(/^[ \t]*!\[thread\].*$/gm, `${mark}history\u{e001}`) : roles;
}

function markRichInputs({ richInputs }: RoleLineTemplate, inputs: JsonObject, mark: string): JsonObject {
  const entries = Object.entries(inputs).map(([name, value]): [string, JsonValue] => {
    const kind = Object.hasOwn(richInputs, name) ? richInputs[name] : undefined;
    return [name, kind ? `${mark}${kind} ${name}\u{e001}` : value];
  });
  return Object.fromEntries(entries);
}

function draftMessages({ dialect }: RoleLineTemplate, messages: Message[]) {
  return ({ role, attributes, parts }: Draft) => {
    const whole = parts.flatMap((part) => finishedPart(part, dialect));
    if (whole.length === 0) return;
    const metadata = attributesOf(attributes);
    messages.push({ role, parts: whole, ...defined({ metadata }) });
  };
}

function finishedPart(part: Part, dialect: RoleLineTemplate['dialect']): readonly Part[] {
  if (part.type !== 'text') return [part];
  const lines = part.text.split('\n');
  const text =
    dialect === 'litellm'
      ? lines
          .map((line) => line.trim())
          .join('\n')
          .trim()
      : part.text.replace(/^[\r\n]+|[\r\n]+$/g, '');
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

/** Reads `[name=Bob, id=7]` as a map, with numbers and booleans as such; undefined for other texts. */
function attributesOf(text: string): JsonObject | undefined {
  const pairs = [...text.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^,\]]*))/g)];
  if (pairs.length === 0) return undefined;
  return Object.fromEntries(pairs.map(([, key = '', quoted, plain = '']) => [key, quoted ?? coerced(plain.trim())]));
}

function coerced(text: string): JsonValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function imageParts(value: JsonValue): readonly Part[] {
  const url = isJsonObject(value) ? (value['url'] ?? value['source']) : value;
  return typeof url === 'string' && url !== '' ? [{ type: 'media', url }] : [];
}

function threadMessages(value: JsonValue): readonly Message[] {
  const list = Array.isArray(value) ? value : [];
  return list.flatMap((item): readonly Message[] => {
    if (!isJsonObject(item) || typeof item['role'] !== 'string' || typeof item['content'] !== 'string') return [];
    return [{ role: roleOf(item['role']) ?? 'user', parts: [{ type: 'text', text: item['content'] }] }];
  });
}
