import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { listAt, textAt } from '../../src/core/jsonRead.ts';
import { findPersonal } from '../../src/core/privacy/findPersonal.ts';
import { personalKinds } from '../../src/core/privacy/personalKinds.ts';
import { isPhoneRegion, type PhoneRegion, phoneRegions } from '../../src/core/privacy/phonePlans.ts';
import { formatTable } from '../../src/core/text/table.ts';
import { conformanceFiles, skipWithoutData } from './data.ts';

interface Planted {
  readonly text: string;
  readonly language: string;
  readonly locale: string;
  readonly spans: readonly { readonly kind: string; readonly start: number; readonly end: number }[];
}

/** Kinds of the data that are found by context alone, of which a person decides. */
const byContext = new Set(['person', 'address', 'dob', 'passport', 'order_no', 'phone_national']);

const texts = conformanceFiles('pii', '*.jsonl')
  .flatMap(({ text }) => text.trim().split('\n'))
  .map((line): JsonValue => JSON.parse(line))
  .filter(isJsonObject)
  .map(plantedIn);

describe('personal data', () => {
  skipWithoutData(texts);
  if (texts.length === 0) return;

  const rows = recallByKind(texts);

  it('is found: 99% of what has a form or a check digit', () => {
    const sure = [...rows].filter(([kind]) => !byContext.has(kind));
    console.log(
      formatTable(
        ['kind', 'planted', 'found'],
        [...rows].map(([kind, { planted, found }]) => [kind, String(planted), String(found)]),
      ),
    );
    const planted = sum(sure.map(([, row]) => row.planted));
    const found = sum(sure.map(([, row]) => row.found));
    assert.ok(found / planted >= 0.99, `${found} of ${planted}`);
  });

  it('is found: 85% of names, in every language', () => {
    const languages = [...new Set(texts.map(({ language }) => language))].sort();
    const names = languages.map((language) => {
      const row = recallByKind(texts.filter((text) => text.language === language)).get('person');
      return { language, planted: row?.planted ?? 0, found: row?.found ?? 0 };
    });
    console.log(
      formatTable(
        ['language', 'names', 'found'],
        names.map(({ language, planted, found }) => [language, String(planted), String(found)]),
      ),
    );
    for (const { language, planted, found } of names)
      assert.ok(planted === 0 || found / planted >= 0.85, `${language}: ${found} of ${planted}`);
  });

  it('is found: phone numbers without country and without a word beside them, where the region is known', () => {
    const phones = texts.flatMap(({ text, locale, spans }) =>
      spans
        .filter(({ kind }) => kind === 'phone_national')
        .map(({ start, end }) => ({ number: text.slice(start, end), region: regionOf(locale) })),
    );
    const isFound = (number: string, regions: readonly PhoneRegion[]) =>
      findPersonal(`${number}, bis 17 Uhr`, [], regions).some(({ start, end }) => start === 0 && end === number.length);
    const found = phones.filter(({ number, region }) => isFound(number, [region])).length;
    const alarms = texts.filter(({ text, spans }) =>
      findPersonal(text, [], phoneRegions).some(
        ({ kind, start, end }) =>
          kind === 'national-phone' && spans.every((span) => span.end <= start || span.start >= end),
      ),
    ).length;
    console.log(
      `${found} of ${phones.length} phone numbers by region; ${alarms} of ${texts.length} texts with a false alarm for any region`,
    );
    assert.ok(found / phones.length >= 0.95, `${found} of ${phones.length}`);
    assert.ok(alarms / texts.length < 0.02, `${alarms} of ${texts.length}`);
  });

  it('is not found in texts without any: below 2% by form', () => {
    const clean = texts.filter(({ spans }) => spans.length === 0);
    const alarms = clean.map(({ text }) => findPersonal(text));
    const sure = alarms.filter((found) => found.some(({ kind }) => personalKinds[kind].isSure)).length;
    const suspected = alarms.filter((found) => found.some(({ kind }) => !personalKinds[kind].isSure)).length;
    console.log(`${clean.length} clean texts: ${sure} with something sure, ${suspected} with something suspected`);
    assert.ok(sure / clean.length < 0.02);
  });

  it('is not found beside what was planted: below 2% of texts by form', () => {
    const wrong = texts.filter(({ text, spans }) =>
      findPersonal(text).some(
        ({ kind, start, end }) =>
          personalKinds[kind].isSure && spans.every((span) => span.end <= start || span.start >= end),
      ),
    );
    assert.ok(wrong.length / texts.length < 0.02, `${wrong.length} of ${texts.length}`);
  });
});

function recallByKind(all: readonly Planted[]): ReadonlyMap<string, { planted: number; found: number }> {
  const rows = new Map<string, { planted: number; found: number }>();
  for (const { text, spans } of all) {
    const found = findPersonal(text);
    for (const span of spans) {
      const row = rows.get(span.kind) ?? { planted: 0, found: 0 };
      rows.set(span.kind, row);
      row.planted++;
      // Found means that nothing of it would be left.
      if (found.some(({ start, end }) => start <= span.start && end >= span.end)) row.found++;
      else if (process.env['POLYPROMPT_SHOW_MISSED'] !== undefined)
        console.log(span.kind, JSON.stringify(text.slice(Math.max(0, span.start - 30), span.end + 20)));
    }
  }
  return rows;
}

/** The data breaks up planted keys by a sign, so that no scanner takes it for a leak. */
function plantedIn(line: JsonObject): Planted {
  const text = (textAt(line, 'text') ?? '').replaceAll('¦', '');
  const spans = listAt(line, 'spans').filter(isJsonObject);
  return {
    text,
    language: textAt(line, 'lang') ?? '',
    locale: textAt(line, 'locale') ?? '',
    spans: spans.map((span) => ({
      kind: textAt(span, 'kind') ?? '',
      start: Number(span['start']),
      end: Number(span['end']),
    })),
  };
}

/** The region of a locale such as `pt_BR`; of a language alone, that of its name. */
function regionOf(locale: string): PhoneRegion {
  const code = (locale.split('_')[1] ?? locale).toUpperCase();
  return isPhoneRegion(code) ? code : assert.fail(`no plan for ${locale}`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
