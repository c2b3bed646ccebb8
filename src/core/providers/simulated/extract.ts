/** The facts that can be read off a text without understanding it. Every list is in reading order, without repeats. */
export interface Facts {
  readonly emails: readonly string[];
  readonly amounts: readonly string[];
  readonly dates: readonly string[];
  readonly references: readonly string[];
  readonly phones: readonly string[];
  readonly links: readonly string[];
  readonly names: readonly string[];
  readonly numbers: readonly number[];
}

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*';
const patterns = {
  email: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  amount: /(?:[$€£¥]\s?\d[\d.,]*\d|[$€£¥]\s?\d|\b\d[\d.,]*\s?(?:USD|EUR|GBP|CHF|dollars?|euros?|pounds?|€|£)(?!\w))/gi,
  date: new RegExp(
    String.raw`\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s+${month}(?:,?\s+\d{4})?|${month}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|yesterday|today|tomorrow|(?:last|next|this)\s+(?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:on\s+)?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b`,
    'gi',
  ),
  reference:
    /(?:#[A-Z]{0,4}-?\d[\w-]*|\b[A-Z]{2,5}-\d[\w-]*\b|(?<=\b(?:order|invoice|ticket|case|account|booking|reference|tracking)\s*(?:number|no\.?|id)?[\s:#]*)(?=[\w-]*\d)[A-Z0-9][\w-]{2,})/gi,
  phone: /(?<![\w-])\+?\d{1,3}[\s-]?(?:\(\d+\)[\s-]?)?\d{2,4}(?:[\s-]\d{2,4}){1,3}(?![\w-])/g,
  link: /https?:\/\/[^\s)>\]"']+/g,
  number: /(?<![\w.,])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])/g,
};

const properName = String.raw`\p{Lu}[\p{Ll}'’-]+(?:[ \t]+\p{Lu}[\p{L}'’-]+){0,2}`;
const namePatterns = [
  new RegExp(
    String.raw`\b(?:[Mm]y name is|I am|I'm|[Tt]his is|[Nn]amed?:?|[Cc]ustomer:?|[Ff]rom:|Dear|Hi|Hello|[Ss]igned,?|[Cc]ontact:)\s+(${properName})`,
    'gu',
  ),
  new RegExp(
    String.raw`(?:[Rr]egards|[Tt]hanks|[Tt]hank you|[Cc]heers|[Ss]incerely|[Bb]est|[Yy]ours)[,.!]*\s*\n+\s*(${properName})`,
    'gu',
  ),
  /(?<=[\p{L}\p{N},;:][ \t])(\p{Lu}[\p{Ll}'’-]+[ \t]+\p{Lu}[\p{Ll}'’-]+)\b/gu,
];
const notNames =
  /^(?:the|there|team|support|all|everyone|sir|madam|acme|customer|regards|thanks|best|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/i;

/** Reads the facts off a text. */
export function extractFacts(text: string): Facts {
  const withoutDates = text.replace(patterns.date, ' ');
  return {
    emails: matches(text, patterns.email),
    amounts: matches(text, patterns.amount),
    dates: matches(text, patterns.date).map((date) => date.replace(/^on\s+/i, '')),
    references: matches(text, patterns.reference),
    phones: matches(withoutDates, patterns.phone).filter((phone) => phone.replace(/\D/g, '').length >= 7),
    links: matches(text, patterns.link),
    names: extractNames(text),
    numbers: matches(text, patterns.number).map((number) => Number(number.replaceAll(',', ''))),
  };
}

/** The figure in an amount such as `€1,299.00`; a decimal comma is understood. */
export function amountValue(amount: string): number {
  const digits = amount.replace(/[^\d.,]/g, '').replace(/[.,]$/, '');
  const decimal = /[.,]\d{1,2}$/.exec(digits)?.index;
  const whole = (decimal === undefined ? digits : digits.slice(0, decimal)).replace(/[.,]/g, '');
  return Number(decimal === undefined ? whole : `${whole}.${digits.slice(decimal + 1)}`);
}

/** The ISO code of an amount's currency; undefined for an unknown one. */
export function currencyOf(amount: string): string | undefined {
  const signs: readonly (readonly [RegExp, string])[] = [
    [/\$|usd|dollar/i, 'USD'],
    [/€|eur/i, 'EUR'],
    [/£|gbp|pound/i, 'GBP'],
    [/¥/, 'JPY'],
    [/chf/i, 'CHF'],
  ];
  return signs.find(([sign]) => sign.test(amount))?.[1];
}

function extractNames(text: string): string[] {
  const found = namePatterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => (match[1] ?? '').trim()));
  const names = found.filter((name) => /^\p{Lu}/u.test(name) && !notNames.test(name));
  return [...new Set(names)].filter(
    (name) => !names.some((longer) => longer !== name && longer.startsWith(`${name} `)),
  );
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[0].trim()))];
}
