/** The length of an IBAN by country: the registry of SWIFT, https://www.swift.com/standards/data-standards/iban-international-bank-account-number */
const lengths =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20';

const lengthOf: ReadonlyMap<string, number> = new Map(
  lengths.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** The part of a text that is as long as an IBAN of its country, spaces not counted; undefined when the country has none or it is too short. */
export function cutToIban(text: string): string | undefined {
  const length = lengthOf.get(text.slice(0, 2).toUpperCase());
  if (length === undefined) return undefined;
  let signs = 0;
  for (let at = 0; at < text.length; at++) if (text[at] !== ' ' && ++signs === length) return text.slice(0, at + 1);
  return undefined;
}
