import {
  digitsOf,
  passesBrazilianCpf,
  passesDutchBsn,
  passesFrenchNir,
  passesGermanTaxId,
  passesIban,
  passesItalianCode,
  passesLuhn,
  passesPolishPesel,
  passesSpanishDni,
} from './checkDigits.ts';
import { cutToIban } from './ibanLengths.ts';
import type { PersonalKind } from './personalKinds.ts';

/** One form of personal data. Patterns are global, and what they match is checked further. */
export interface Detector {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  /** The part of a match that counts, always its beginning; undefined when it is none. */
  readonly cut?: (text: string) => string | undefined;
  /** A word that has to stand in the 40 characters before it. */
  readonly word?: RegExp;
}

const only =
  (holds: (text: string) => boolean): NonNullable<Detector['cut']> =>
  (text) =>
    holds(text) ? text : undefined;

// `\b` knows no letters but those of English, so that the edges of words are written out.
const start = '(?<![\\p{L}\\p{N}_])';
const end = '(?![\\p{L}\\p{N}_])';
const whole = (source: string, flags = 'gu') => new RegExp(start + source + end, flags);

/** Issuers' first digits: Visa, Mastercard, American Express, Discover, Diners Club, JCB, Maestro, UnionPay. */
const issuer = /^(?:4|5[0-9]|2[2-7]|3[0-9]|6[0-9])/;

const taxWord = /(?:VAT|USt|Umsatzsteuer|TVA|IVA|NIF|btw|NIP|CIF|tax|CNPJ|moms|KDV|ДДС)/i;
/** Two letters of the country and the form of its numbers: https://ec.europa.eu/taxation_customs/vies/faq.html */
const vatForm =
  '(?:ATU\\d{8}|BE[01]\\d{9}|BG\\d{9,10}|CHE\\d{9}|CY\\d{8}[A-Z]|CZ\\d{8,10}|DE\\d{9}|DK\\d{8}|EE\\d{9}|EL\\d{9}|ES[A-Z0-9]\\d{7}[A-Z0-9]|FI\\d{8}|FR[A-Z0-9]{2}\\d{9}|GB(?:\\d{9}|\\d{12})|HR\\d{11}|HU\\d{8}|IE\\d[A-Z0-9+*]\\d{5}[A-Z]{1,2}|IT\\d{11}|LT(?:\\d{9}|\\d{12})|LU\\d{8}|LV\\d{11}|MT\\d{8}|NL\\d{9}B\\d{2}|PL\\d{10}|PT\\d{9}|RO\\d{2,10}|SE\\d{12}|SI\\d{8}|SK\\d{10})';

/** Prefixes under which vendors give out keys, each with the form of the rest. */
const keyForms = [
  'sk-(?:proj-|ant-|or-v1-|svcacct-)?[A-Za-z0-9_-]{20,}',
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'github_pat_[A-Za-z0-9_]{30,}',
  'glpat-[A-Za-z0-9_-]{20,}',
  '(?:AKIA|ASIA)[A-Z0-9]{16}',
  'AIza[A-Za-z0-9_-]{35}',
  'xox[abprs]-[A-Za-z0-9-]{10,}',
  '[rs]k_(?:live|test)_[A-Za-z0-9]{16,}',
  'whsec_[A-Za-z0-9]{20,}',
  'hf_[A-Za-z0-9]{30,}',
  'npm_[A-Za-z0-9]{36}',
  'gsk_[A-Za-z0-9]{40,}',
  'SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}',
].join('|');

function isJwt(text: string): boolean {
  const [head = ''] = text.split('.');
  try {
    return 'alg' in Object(JSON.parse(atob(head.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch {
    return false;
  }
}

/** Country calling codes of one and two digits; all others have three. https://www.itu.int/pub/T-SP-E.164D */
const callingCode = '(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[235689]\\d\\d)';

/** In this order: what an earlier one has found, a later one does not see. */
export const detectors: readonly Detector[] = [
  { kind: 'key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/g },
  { kind: 'key', pattern: /eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*/g, cut: only(isJwt) },
  { kind: 'key', pattern: whole(`(?:${keyForms})`) },
  {
    kind: 'key',
    pattern:
      /https?:\/\/[^\s"'<>]*[?&](?:[\w-]*token|[\w-]*key|secret|sig|signature|password|pwd|code|auth)=[^\s"'<>]{8,}/gi,
    cut: (text) => text.replace(/[.,;:!?)]+$/, ''),
  },
  { kind: 'key', pattern: /[a-z][a-z0-9+.-]*:\/\/[^\s:/@"']+:[^\s/@"']{3,}@[^\s"'<>]+/gi },
  {
    kind: 'email',
    pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}/gu,
  },
  {
    kind: 'iban',
    pattern: new RegExp(`${start}[A-Za-z]{2}\\d{2}(?: ?[A-Za-z0-9]){11,30}`, 'gu'),
    cut: (text) => {
      const iban = cutToIban(text);
      return iban !== undefined && passesIban(iban) ? iban : undefined;
    },
  },
  {
    kind: 'mac',
    pattern: whole('[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\\1[0-9A-Fa-f]{2}){4}'),
  },
  {
    kind: 'ip',
    pattern:
      /(?<![\p{L}\p{N}:.])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\p{L}\p{N}:])|(?<![\p{L}\p{N}:.])(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})(?![\p{L}\p{N}:])/giu,
  },
  {
    kind: 'ip',
    pattern:
      /(?<![\p{L}\p{N}.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\p{L}\p{N}]|\.\d)/gu,
  },
  { kind: 'vat', pattern: whole(vatForm), word: taxWord },
  {
    kind: 'national-id',
    pattern: whole('[A-Za-z]{6}\\d{2}[A-EHLMPRSTa-ehlmprst]\\d{2}[A-Za-z]\\d{3}[A-Za-z]'),
    cut: only(passesItalianCode),
  },
  {
    kind: 'national-id',
    pattern: whole('[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}'),
    cut: only(passesFrenchNir),
  },
  {
    kind: 'national-id',
    pattern: whole('(?:\\d{8}|[XYZ]\\d{7})-?[A-HJ-NP-TV-Z]'),
    cut: only((text) => passesSpanishDni(text.replace('-', ''))),
  },
  {
    kind: 'national-id',
    pattern: whole('\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}'),
    cut: only((text) => passesBrazilianCpf(digitsOf(text))),
  },
  {
    kind: 'national-id',
    pattern: whole('(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}'),
    word: /SSN|social security|EIN|taxpayer/i,
  },
  {
    kind: 'national-id',
    pattern: whole('\\d{2} ?\\d{3} ?\\d{3} ?\\d{3}'),
    cut: only((text) => passesGermanTaxId(digitsOf(text))),
    word: /Steuer|IdNr|TIN|tax/i,
  },
  { kind: 'national-id', pattern: whole('\\d{11}'), cut: only(passesPolishPesel), word: /PESEL/i },
  { kind: 'national-id', pattern: whole('\\d{11}'), cut: only(passesBrazilianCpf), word: /CPF/i },
  { kind: 'national-id', pattern: whole('\\d{9}'), cut: only(passesDutchBsn), word: /BSN|burgerservice|sofi/i },
  {
    kind: 'card',
    pattern: /(?<![\p{L}\p{N}+.-])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}]|[.-]\d)/gu,
    cut: only((text) => issuer.test(text) && passesLuhn(digitsOf(text))),
  },
  {
    kind: 'phone',
    pattern: new RegExp(`(?<![\\p{L}\\p{N}+])(?:\\+|(?<!\\d )00 ?)${callingCode}(?:[ ./-]?\\(?\\d+\\)?){1,7}`, 'gu'),
    cut: only((text) => {
      const { length } = digitsOf(text).replace(/^00/, '');
      return length >= 8 && length <= 15;
    }),
  },
];
