import { digitsOf } from './checkDigits.ts';
import type { PersonalKind } from './personalKinds.ts';

/** Domains of RFC 2606 and 6761, which nobody can have, and the machine itself. */
const reservedHost =
  /(?:^|[@./])(?:localhost|example(?:\.(?:com|org|net|edu))?|[\w-]+\.(?:example|test|invalid|localhost))(?=$|[:/?#])/i;

/** Documentation (RFC 5737, 3849), private, local and public resolvers' addresses: none of them leads to a person. */
const nobodysAddress =
  /^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|2(?:2[4-9]|[345]\d)\.|1\.1\.1\.1$|1\.0\.0\.1$|8\.8\.[48]\.[48]$|2001:db8:|fe80:|f[cd][0-9a-f]{2}:|::1?$)/i;

/** Numbers that payment services and standards give out for trying things. */
const testNumbers: ReadonlySet<string> = new Set([
  ...['4111111111111111', '4242424242424242', '4012888888881881', '4000056655665556', '4222222222222'],
  ...['4917610000000000', '5555555555554444', '5200828282828210', '5105105105105100', '2223003122003222'],
  ...['378282246310005', '371449635398431', '6011111111111117', '6011000990139424', '3056930009020004'],
  ...['36227206271667', '3566002020360505', '6200000000000005'],
  ...['DE89370400440532013000', 'GB82WEST12345698765432', 'GB29NWBK60161331926819'],
  ...['078051120', '219099999', '123456789', 'DE123456789'],
]);

const placeholder = /x{5,}|your|example|placeholder|changeme|dummy|redacted|removed|\.{3}|[<>{}$*]|0{8,}|12345678/i;

/** True for a value that has the form of personal data but can be nobody's: those of documents and tests, and our own stand-ins. */
export function isNobodys(kind: PersonalKind, value: string): boolean {
  const plain = value.replace(/[\s().-]/g, '').toUpperCase();
  switch (kind) {
    case 'email':
      return reservedHost.test(value);
    case 'ip':
      return nobodysAddress.test(value);
    case 'mac':
      // The second digit says that an address was given by hand; 00:00:5E:00:53 is that of documents (RFC 7042).
      return /^[0-9a-f][26ae]|^00[:-]00[:-]5e[:-]00[:-]53|^(?:00[:-]){5}00$|^(?:ff[:-]){5}ff$/i.test(value);
    case 'phone':
      return /^(?:\+|00)?1\d{3}55501\d\d$/.test(plain) || /^(?:\+|00)\d{1,2}000/.test(plain);
    case 'key':
      return placeholder.test(value) || (value.includes('://') && reservedHost.test(value.replace(/[?#].*$/, '')));
    case 'vat':
      return testNumbers.has(plain) || digitsOf(plain).startsWith('000');
    case 'card':
    case 'iban':
    case 'national-id':
      return testNumbers.has(plain) || testNumbers.has(digitsOf(plain));
    default:
      return false;
  }
}
