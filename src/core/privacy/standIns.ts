import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { digitsOf, passesLuhn } from './checkDigits.ts';
import { detectors } from './detectors.ts';
import { findSure } from './findPersonal.ts';
import { nameStandIn } from './nameStandIns.ts';
import { isNobodys } from './nobodys.ts';
import type { Finding, PersonalKind } from './personalKinds.ts';

/** Numbers that follow from the secret key and a value: without the key nobody can try values until one fits. */
type Draw = (below: number) => number;

/**
 * Gives each value a stand-in of its own shape, the same one wherever the value stands. Numbers are made so that nobody can have them: addresses
 * that are kept for documents, country codes with zeros behind them, check digits that are wrong. The key belongs to one run and is thrown away.
 */
export class StandIns {
  readonly #key: Uint8Array;
  readonly #given = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** The days by which every date of birth moves: whole weeks, so that weekdays and distances stay. */
  readonly #shift: number;

  constructor(key: Uint8Array) {
    this.#key = key;
    this.#shift = 7 * (20 + this.#draw('shift')(80));
  }

  standIn({ kind, language }: Finding, value: string): string {
    const name = `${kind} ${normalized(kind, value)}`;
    const known = this.#given.get(name);
    if (known !== undefined) return known;
    for (let attempt = 0; ; attempt++) {
      const made = this.#made(kind, value, language, this.#draw(`${name} ${attempt}`));
      // Two values never become one while there is room, and none stands for itself.
      const isUsable = made !== value && !this.#taken.has(`${kind} ${made}`) && !couldBeReal(kind, made);
      if (!isUsable && attempt < 50) continue;
      this.#given.set(name, made);
      this.#taken.add(`${kind} ${made}`);
      return made;
    }
  }

  #draw(name: string): Draw {
    let block = 0;
    let bytes = hmac(sha256, this.#key, utf8ToBytes(`${name} ${block}`));
    let at = 0;
    return (below) => {
      if (at + 4 > bytes.length) {
        bytes = hmac(sha256, this.#key, utf8ToBytes(`${name} ${++block}`));
        at = 0;
      }
      const number = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
      at += 3;
      return number % below;
    };
  }

  #made(kind: PersonalKind, value: string, language: string | undefined, draw: Draw): string {
    switch (kind) {
      case 'email':
        return `${letters(draw, 4)}.${letters(draw, 6)}@example.com`;
      case 'person':
        return nameStandIn(value.split(/\s+/).length, language, draw);
      case 'ip':
        return value.includes(':') ? ipv6(draw) : documentIpv4(draw);
      case 'mac':
        return `02${value.slice(2).replace(/[0-9A-Fa-f]/g, () => hexDigit(draw))}`;
      case 'phone':
        return phone(value, draw);
      case 'card':
        return wrongCard(value, draw);
      case 'iban':
        // No IBAN has the check digits 00.
        return `${value.slice(0, 2)}00${sameShape(value.slice(4), draw)}`;
      case 'key':
        return value.startsWith('http')
          ? `https://example.com/?token=${letters(draw, 16)}`
          : `removed-key-${letters(draw, 12)}`;
      case 'birthday':
        return movedDate(value, this.#shift) ?? sameShape(value, draw);
      case 'address':
        return `Sample Street ${1 + draw(180)}, ${String(10_000 + draw(90_000))} Sample Town`;
      case 'word':
        return `Word${letters(draw, 6)}`;
      case 'national-phone':
        return `0${sameShape(value.slice(1), draw).replace(/^(\D*)\d/, '$10')}`;
      case 'vat':
        return withZeros(sameShape(value, draw));
      case 'national-id':
        // No number of the United States begins with three zeros.
        return /^\d{3}-\d{2}-\d{4}$/.test(value) ? withZeros(sameShape(value, draw)) : sameShape(value, draw);
      case 'passport':
      case 'order-number':
        return sameShape(value, draw);
    }
  }
}

/** True for what would be found again and may be somebody's, whatever words stand beside it. */
function couldBeReal(kind: PersonalKind, made: string): boolean {
  if (findSure(made).some((found) => !isNobodys(found.kind, made.slice(found.start, found.end)))) return true;
  if (kind !== 'national-id') return false;
  return detectors.some(
    (detector) =>
      detector.kind === kind &&
      [...made.matchAll(detector.pattern)].some(([text]) => detector.cut?.(text) !== undefined),
  );
}

/** The value with zeros for its first three digits, which no authority gives out. */
function withZeros(value: string): string {
  let digits = 0;
  return value.replace(/\d/g, (digit) => (++digits <= 3 ? '0' : digit));
}

/** The form in which two spellings of one value meet. */
function normalized(kind: PersonalKind, value: string): string {
  if (kind === 'person' || kind === 'address' || kind === 'word') return value.replace(/\s+/g, ' ').toLowerCase();
  if (kind === 'email' || kind === 'ip') return value.toLowerCase();
  return kind === 'birthday' ? value : value.replace(/[\s().:/-]/g, '').toUpperCase();
}

/** Digits for digits, letters for letters in their case, and all other signs as they are. */
function sameShape(value: string, draw: Draw): string {
  return value.replace(/\d|\p{Lu}|\p{Ll}/gu, (sign) => {
    if (/\d/.test(sign)) return String(draw(10));
    const letter = String.fromCharCode(97 + draw(26));
    return sign === sign.toLowerCase() ? letter : letter.toUpperCase();
  });
}

function letters(draw: Draw, count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + draw(26))).join('');
}

function hexDigit(draw: Draw): string {
  return draw(16).toString(16);
}

/** The three networks that RFC 5737 keeps for documents. */
function documentIpv4(draw: Draw): string {
  const network = ['192.0.2', '198.51.100', '203.0.113'][draw(3)] ?? '192.0.2';
  return `${network}.${1 + draw(254)}`;
}

/** The network that RFC 3849 keeps for documents. */
function ipv6(draw: Draw): string {
  const group = () => draw(65_536).toString(16);
  return `2001:db8:${group()}:${group()}::${group()}`;
}

/** The first digits name the country, and no number goes on with three zeros behind its code. */
function phone(value: string, draw: Draw): string {
  const code = value.startsWith('00') ? 4 : value.startsWith('+1') || value.startsWith('+7') ? 1 : 2;
  let digits = 0;
  return value.replace(/\d/g, (digit) => {
    digits++;
    if (digits <= code) return digit;
    return digits <= code + 3 ? '0' : String(draw(10));
  });
}

/** A number that starts with 9, which no issuer has, and that fails the check of its digits. */
function wrongCard(value: string, draw: Draw): string {
  const made = `9${sameShape(value.slice(1), draw)}`;
  if (!passesLuhn(digitsOf(made))) return made;
  return made.replace(/\d(?=\D*$)/, (last) => String((Number(last) + 1) % 10));
}

/** The date moved by days in the form in which it is written; undefined for a form with words. */
function movedDate(value: string, days: number): string | undefined {
  const [, first = '', mark = '', second = '', third = ''] = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})$/.exec(value) ?? [];
  if (mark === '') return undefined;
  const isYearFirst = first.length === 4;
  // Of 03/04/1980, nobody knows the order; a month above twelve is none.
  const isMonthFirst = !isYearFirst && mark === '/' && Number(second) > 12;
  const [year, month, day] = isYearFirst
    ? [first, second, third]
    : isMonthFirst
      ? [third, first, second]
      : [third, second, first];
  const time =
    Date.UTC(Number(year.length === 2 ? `19${year}` : year), Number(month) - 1, Number(day)) - days * 86_400_000;
  if (Number.isNaN(time)) return undefined;
  const date = new Date(time);
  const padded = (number: number, like: string) =>
    String(number).padStart(like.length, '0').slice(-Math.max(2, like.length));
  const parts = {
    year: padded(date.getUTCFullYear(), year),
    month: padded(date.getUTCMonth() + 1, month),
    day: padded(date.getUTCDate(), day),
  };
  if (isYearFirst) return [parts.year, parts.month, parts.day].join(mark);
  return (isMonthFirst ? [parts.month, parts.day, parts.year] : [parts.day, parts.month, parts.year]).join(mark);
}
