import { languageOf } from '../text/languageOf.ts';
import { digitsOf } from './checkDigits.ts';

/**
 * The digits of phone numbers as people of a country write them at home, with the 0 or 8 that they dial first. From the national numbering
 * plans that the ITU publishes: https://www.itu.int/oth/T0202.aspx?parent=T0202
 */
const plans = {
  AT: /^0(?:6[4-9]\d{6,10}|[1-57]\d{6,11})$/,
  AU: /^0[23478]\d{8}$/,
  BE: /^0(?:4[5-9]\d{7}|[1-9]\d{7})$/,
  BR: /^0?[1-9]\d(?:9\d{8}|[2-5]\d{7})$/,
  CA: /^1?[2-9]\d{2}[2-9]\d{6}$/,
  CH: /^0[2-9]\d{8}$/,
  CZ: /^[2-9]\d{8}$/,
  DE: /^0(?:1[5-7]\d{8,9}|[2-9]\d{6,10})$/,
  DK: /^[2-9]\d{7}$/,
  ES: /^[6-9]\d{8}$/,
  FR: /^0[1-9]\d{8}$/,
  GB: /^0(?:7\d{9}|[1-3]\d{8,9})$/,
  IE: /^0(?:8[3-9]\d{7}|[1-9]\d{6,8})$/,
  IN: /^0?[6-9]\d{9}$/,
  IT: /^(?:3\d{8,9}|0\d{5,10})$/,
  MX: /^[2-9]\d{9}$/,
  NL: /^0[1-9]\d{8}$/,
  NO: /^[2-9]\d{7}$/,
  PL: /^[1-9]\d{8}$/,
  PT: /^(?:9[1236]|2\d)\d{7}$/,
  SE: /^0[1-9]\d{6,8}$/,
  TR: /^0?[2-5]\d{9}$/,
  US: /^1?[2-9]\d{2}[2-9]\d{6}$/,
} as const satisfies Readonly<Record<string, RegExp>>;

export type PhoneRegion = keyof typeof plans;

/** The countries whose numbers are known, by their two letters. */
export const phoneRegions: readonly PhoneRegion[] = Object.keys(plans).filter(isPhoneRegion);

export function isPhoneRegion(code: string): code is PhoneRegion {
  return Object.hasOwn(plans, code);
}

/** Where most people live who write a language. */
const regionsOfLanguage: Readonly<Record<string, readonly PhoneRegion[]>> = {
  Dutch: ['NL', 'BE'],
  English: ['US', 'GB'],
  French: ['FR', 'BE', 'CH'],
  German: ['DE', 'AT', 'CH'],
  Italian: ['IT', 'CH'],
  Polish: ['PL'],
  Portuguese: ['BR', 'PT'],
  Spanish: ['ES', 'MX'],
};

/**
 * Whether a number is written as a phone number of one of these regions; without any, of those where the language of the text is spoken. A
 * language only guesses the region, so that the number has to stand in groups then, which are not those of an amount.
 */
export function isNationalPhone(written: string, text: string, regions: readonly PhoneRegion[]): boolean {
  if (isDate(written)) return false;
  const digits = digitsOf(written);
  const isGrouped = /\d[ ./)-]{1,2}\d/.test(written);
  if (regions.length > 0) return (isGrouped || digits.startsWith('0')) && fits(digits, regions);
  if (!isGrouped || isAmount(written)) return false;
  return fits(digits, regionsOfLanguage[languageOf(text) ?? ''] ?? []);
}

function fits(digits: string, regions: readonly PhoneRegion[]): boolean {
  return regions.some((region) => plans[region].test(digits));
}

function isDate(written: string): boolean {
  return /^(?:\d{4}([-./])\d{2}\1\d{2}|\d{1,2}([-./])\d{1,2}\2(?:\d{2}|\d{4}))(?!\d|[-./]\d)/.test(written);
}

/** Thousands in groups of three, which in Poland and Spain are as often phone numbers. */
function isAmount(written: string): boolean {
  return /^[1-9]\d{0,2}(?:[ .]\d{3})+$/.test(written);
}
