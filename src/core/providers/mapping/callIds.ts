/** Gives the ids of calls in the form that a vendor takes: each call and its result the same, and no two calls one. */
export class CallIds {
  readonly #form: CallIdForm;
  readonly #given = new Map<string, string>();

  constructor(form: CallIdForm) {
    this.#form = form;
  }

  /** The id to send. A longer conversation of the same beginning gives the same ids. */
  of(id: string): string {
    const known = this.#given.get(id);
    if (known !== undefined) return known;
    const taken = new Set(this.#given.values());
    let sent = this.#form(id, 0);
    for (let attempt = 1; taken.has(sent); attempt++) sent = this.#form(id, attempt);
    this.#given.set(id, sent);
    return sent;
  }
}

/** Writes an id in a vendor's alphabet; a further attempt gives another one. */
export type CallIdForm = (id: string, attempt: number) => string;

export const anyId: CallIdForm = (id, attempt) => (attempt === 0 ? id : `${id}_${attempt}`);

/** Letters, digits, hyphens and underscores, as Anthropic wants them: https://platform.claude.com/docs/en/api/messages */
export const wordId: CallIdForm = (id, attempt) => {
  const word = id.replace(/[^\w-]/g, '_') || 'call';
  return attempt === 0 ? word : `${word}_${attempt}`;
};

/** Nine letters and digits, as Mistral wants them: https://github.com/sst/opencode/issues/1680 */
export const nineCharacterId: CallIdForm = (id, attempt) =>
  attempt === 0 && /^[a-zA-Z0-9]{9}$/.test(id) ? id : shortHash(`${id}\n${attempt}`);

const digits = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Nine characters that depend on the text alone: FNV-1a, carried on between the characters. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  const mix = (code: number) => {
    hash = Math.imul(hash ^ code, 0x01000193) >>> 0;
  };
  for (const character of text) mix(character.codePointAt(0) ?? 0);
  return Array.from({ length: 9 }, (_, place) => {
    mix(place);
    return digits[(hash >>> 8) % digits.length];
  }).join('');
}
