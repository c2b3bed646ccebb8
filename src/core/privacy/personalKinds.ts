/**
 * The kinds of personal data that are looked for. `sure` ones have a form that hardly anything else has, or a check digit; `suspected` ones only
 * stand where such data usually stands, and a person has to decide about them.
 */
export const personalKinds = {
  email: { name: 'e-mail address', isSure: true },
  phone: { name: 'phone number with country', isSure: true },
  iban: { name: 'IBAN', isSure: true },
  card: { name: 'payment card', isSure: true },
  ip: { name: 'IP address', isSure: true },
  mac: { name: 'MAC address', isSure: true },
  key: { name: 'key or token', isSure: true },
  'national-id': { name: 'national id', isSure: true },
  vat: { name: 'VAT number', isSure: true },
  'national-phone': { name: 'phone number without country', isSure: false },
  birthday: { name: 'date of birth', isSure: false },
  passport: { name: 'passport number', isSure: false },
  'order-number': { name: 'order or customer number', isSure: false },
  person: { name: 'name of a person', isSure: false },
  address: { name: 'postal address', isSure: false },
  word: { name: 'word of your list', isSure: true },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly isSure: boolean }>>;

export type PersonalKind = keyof typeof personalKinds;

export function isPersonalKind(word: string): word is PersonalKind {
  return Object.hasOwn(personalKinds, word);
}

/** A piece of a text that is, or may be, personal; `start` and `end` are UTF-16 units. */
export interface Finding {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
  /** The language of the words around a name, as ISO 639-1; absent where they do not say. */
  readonly language?: string;
}
