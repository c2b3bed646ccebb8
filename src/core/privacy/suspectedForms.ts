import { digitsOf } from './checkDigits.ts';
import type { Detector } from './detectors.ts';

const edge = '(?<![\\p{L}\\p{N}_#-])';
const phoneWord =
  /(?:phone|call|reach|dial|tel|mobil|cell|fax|Rückruf|Anruf|anrufen|Telefon|Handy|appel|joign|llám|llam|número|teléfono|chiama|numero|cellulare|bel|nummer|bereik|dzwo|telef|numer|ligue|ligar|celular|WhatsApp)/i;
const bornWord =
  /(?:born|birth|geb\.|geboren|Geburt|né|née|naissance|nací|nacid|nato|nata|nascit|geboorte|urodz|ur\.|nasc|doğum)/iu;
const passportWord =
  /(?:passport|Reisepass|Ausweis|passeport|pasaporte|passaporto|paspoort|paszport|passaporte|identity card|ID card)/i;

/** A number in groups, or one with a bracket: whether it is a phone number is said by a word beside it, or by a plan of numbers. */
export const nationalNumber =
  /(?<![\p{L}\p{N}+.,#-])(?:\(\d{2,5}\)|\d{2,5})(?:[ ./-]?\d{1,5}){1,5}(?![\p{L}\p{N}]|[.,]\d|\s?[€$£%])/gu;

/** Data whose form says little: a word beside it or a bracket makes it likely, and a person decides. */
export const suspectedForms: readonly Detector[] = [
  {
    kind: 'birthday',
    pattern: new RegExp(`${edge}(?:\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|\\d{4}-\\d{2}-\\d{2})(?!\\d)`, 'gu'),
    word: bornWord,
  },
  {
    kind: 'birthday',
    pattern: new RegExp(`${edge}\\d{1,2}\\.? (?:de )?\\p{L}{3,12}\\.? (?:de )?(?:19|20)\\d{2}(?!\\d)`, 'gu'),
    word: bornWord,
  },
  {
    kind: 'passport',
    pattern: new RegExp(`${edge}(?=[A-Z0-9]{6,10}(?![\\p{L}\\p{N}]))[A-Z]{0,3}\\d{3,9}[A-Z0-9]*`, 'gu'),
    word: passportWord,
  },
  {
    kind: 'order-number',
    pattern:
      /(?<![\p{L}\p{N}_&#/-])(?:#\d{4,12}|(?!ISO|UTF|SHA|MD|RFC|CVE|ISBN|IEC|EN|DIN)[A-Z]{2,5}-\d{4,10})(?![\p{L}\p{N}_]|-\d)/gu,
  },
  {
    kind: 'national-phone',
    pattern: nationalNumber,
    cut: (text) => {
      const { length } = digitsOf(text);
      return length >= 9 && length <= 12 && !/^\d{4}-\d{2}-\d{2}/.test(text) ? text : undefined;
    },
    word: phoneWord,
  },
];
