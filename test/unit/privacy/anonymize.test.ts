import assert from 'node:assert/strict';
import type { JsonValue } from '../../../src/core/json.ts';
import { anonymized, leftIn, surveyPersonal } from '../../../src/core/privacy/anonymize.ts';
import { findPersonal } from '../../../src/core/privacy/findPersonal.ts';
import { isPersonalKind, type PersonalKind } from '../../../src/core/privacy/personalKinds.ts';
import { type PhoneRegion, phoneRegions } from '../../../src/core/privacy/phonePlans.ts';
import { StandIns } from '../../../src/core/privacy/standIns.ts';

const key = new Uint8Array(32).fill(7);

describe('findPersonal', () => {
  const found: readonly (readonly [kind: PersonalKind, value: string, text: string])[] = [
    ['email', 'jörg@müller.example', 'Write to jörg@müller.example.'],
    ['ip', '203.0.113.7', 'It came from 203.0.113.7.'],
    ['ip', '2001:db8::1', 'It came from 2001:db8::1, at night.'],
    ['mac', '02-1b-44-11-3a-b7', 'Device 02-1b-44-11-3a-b7 is blocked.'],
    ['iban', 'DE89 3704 0044 0532 0130 00', 'Pay to DE89 3704 0044 0532 0130 00 please.'],
    ['card', '4111 1111 1111 1111', 'Card 4111 1111 1111 1111.'],
    ['phone', '+44 20 7946 0958', 'Call +44 20 7946 0958 after 5.'],
    ['person', 'Maria Keller', 'Guten Tag, mein Name ist Maria Keller und ich warte.'],
    ['person', 'Jan van der Berg', 'Bedankt\nJan van der Berg'],
    ['person', 'Maria Keller', 'Where is it? Thanks, Maria Keller (customer since May)'],
    ['birthday', '03.04.1980', 'Ich bin am 03.04.1980 geboren.'],
  ];
  for (const [kind, value, text] of found)
    it(`finds ${value}`, () => {
      const all = findPersonal(text).map((one) => [one.kind, text.slice(one.start, one.end)]);
      assert.deepEqual(all, [[kind, value]]);
    });

  const clean = [
    'The price is 49.90 euros, version 1.2.3.4.5 of 2026-11-30, room 12-345.',
    'ISBN 978-3-16-148410-0, flight LH 1234 at 14:30, order for 3 of 12.',
    'Card 4111 1111 1111 1112 fails its check, and 123456789012 is a count.',
    'Thank you for the quick answer. I am German and I live in a small town.',
    'DE00 3704 0044 0532 0130 00 has wrong check digits.',
  ];
  for (const text of clean)
    it(`finds nothing in: ${text.slice(0, 40)}`, () => {
      assert.deepEqual(
        findPersonal(text).map(({ start, end }) => text.slice(start, end)),
        [],
      );
    });

  const numbers: readonly (readonly [region: PhoneRegion, value: string])[] = [
    ['DE', '01512 4233661'],
    ['AT', '0664 1234567'],
    ['CH', '079 123 45 67'],
    ['FR', '06.12.30.60.11'],
    ['GB', '07700 900123'],
    ['ES', '612 38 82 45'],
    ['IT', '312 315 2036'],
    ['NL', '06 12305714'],
    ['PL', '512 334 993'],
    ['BR', '(11) 96566-7185'],
    ['US', '(201) 581-2577'],
    ['MX', '55 1234 5678'],
  ];
  for (const [region, value] of numbers)
    it(`finds ${value} where people live in ${region}, and not where nobody says so`, () => {
      const places = (regions: readonly PhoneRegion[]) =>
        findPersonal(`${value} / Zimmer 3`, [], regions).map(({ kind, start, end }) => [kind, `${start}-${end}`]);
      assert.deepEqual(places([region]), [['national-phone', `0-${value.length}`]]);
      assert.deepEqual(places([]), []);
    });

  it('finds a number of where the language is spoken, as far as it is written in groups', () => {
    const found = (text: string) => findPersonal(text).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(found('Ich bin für den Rest der Woche da und nicht im Büro: 01512 4233661.'), ['01512 4233661']);
    assert.deepEqual(found('I am at the shop and not at home, it is (201) 581-2577.'), ['(201) 581-2577']);
    assert.deepEqual(found('Ich habe für die Lampe und das Rad den Code 015124233661 im System.'), []);
    assert.deepEqual(found('El total de la compra es para los dos: 612 345 678 en la cuenta.'), []);
    assert.deepEqual(found('It is on the list and I have it for 2026-11-30 or 30.11.2026 at the shop.'), []);
  });

  it('takes neither dates nor counts for phone numbers, whatever the region', () => {
    for (const text of [
      '2026-11-30 12:00',
      '30.11.2026 or 1.2.26',
      'from 830 - 846',
      'version 1.20.300',
      '49.90 and 330.000',
    ])
      assert.deepEqual(findPersonal(text, [], phoneRegions), [], text);
  });

  it('finds the words of a list in any capitals, and not inside of others', () => {
    const text = 'ACME and acme, but no acmeist.';
    assert.deepEqual(
      findPersonal(text, ['Acme']).map(({ start }) => start),
      [0, 9],
    );
  });
});

describe('anonymized', () => {
  it('gives one value one stand-in wherever it stands, in all kinds of fields', () => {
    const rows = [
      {
        vars: { ticket: 'My name is Maria Keller. Mail maria@firm.org' },
        observed: 'Dear Maria Keller, we wrote to maria@firm.org.',
      },
      { vars: { ticket: 'About Maria Keller' }, observed: { calls: [{ input: { mail: 'maria@firm.org' } }] } },
    ];
    const texts = JSON.stringify(clean(rows));
    assert.doesNotMatch(texts, /Keller|maria@firm/);
    const mails = texts.match(/[a-z.]+@example\.com/g) ?? [];
    assert.equal(mails.length, 3);
    assert.equal(new Set(mails).size, 1);
    const [first = ''] = /My name is (\w+ \w+)\./.exec(texts)?.slice(1) ?? [];
    assert.ok(texts.includes(`Dear ${first}, we wrote`));
    assert.ok(texts.includes(`About ${first}`));
  });

  it('keeps shape, country and separators, and makes numbers that nobody has', () => {
    const [text] = clean(['IBAN DE89 3704 0044 0532 0130 00, card 4111-1111-1111-1111, call +49 1512 4233661']);
    assert.match(
      String(text),
      /^IBAN DE00 \d{4} \d{4} \d{4} \d{4} \d\d, card 9\d{3}-\d{4}-\d{4}-\d{4}, call \+49 000\d \d{7}$/,
    );
    assert.equal(findPersonal(String(text)).filter(({ kind }) => kind === 'card' || kind === 'iban').length, 0);
  });

  it('moves dates of birth by one number of weeks, and leaves amounts and other dates', () => {
    const [text] = clean(['I was born on 1980-01-02, she was born on 1980-01-12. Paid 49.90 on 2026-11-03.']);
    const [first = '', second = ''] = String(text).match(/19\d\d-\d\d-\d\d/g) ?? [];
    assert.equal(Date.parse(second) - Date.parse(first), 10 * 86_400_000);
    assert.equal((Date.parse('1980-01-02') - Date.parse(first)) % (7 * 86_400_000), 0);
    assert.match(String(text), /Paid 49\.90 on 2026-11-03\./);
  });

  it('keeps the kinds that a person wants to keep', () => {
    const [text] = clean(['Order BK-123456 for a@b.org'], new Set<PersonalKind>(['order-number']));
    assert.match(String(text), /^Order BK-123456 for [a-z.]+@example\.com$/);
  });

  it('looks at numbers and at names of fields', () => {
    const rows = [{ vars: { paid: { 'maria@firm.org': 4111111111111111 }, amount: 49.9 } }];
    const written = JSON.stringify(clean(rows));
    assert.doesNotMatch(written, /maria@firm|4111111111111111/);
    assert.match(written, /"amount":49\.9/);
  });

  it('gives other stand-ins under another key', () => {
    const [one] = clean(['a@b.org']);
    const [other] = clean(['a@b.org'], new Set(), new Uint8Array(32).fill(8));
    assert.notEqual(one, other);
  });

  it('leaves no original of eight characters or more, whatever surrounds it', () => {
    const originals = [
      'maria.keller@firm.org',
      '+49 1512 4233661',
      'DE89370400440532013000',
      '4111111111111111',
      '198.18.44.123',
      'Maria Keller',
    ];
    const around = ['{"a":"%"}', 'x%', '%%', '(%)', '\n%\n', 'é%é', '<b>%</b>', 'mein Name ist %', '%.', '%,%'];
    for (let seed = 0; seed < 200; seed++) {
      const rows = originals.map((value, index) =>
        (around[(seed + index * 7) % around.length] ?? '%').replaceAll(
          '%',
          originals[(seed * 3 + index) % originals.length] ?? value,
        ),
      );
      const survey = surveyPersonal(rows);
      const written = JSON.stringify(clean(rows));
      for (const [value] of survey.values)
        if (value.length >= 8) assert.equal(written.includes(value), false, `${value} in ${written}`);
      assert.equal(leftIn(clean(rows), survey.values), 0);
    }
  });
});

describe('isPersonalKind', () => {
  it('knows kinds and nothing inherited', () => {
    assert.equal(isPersonalKind('email'), true);
    assert.equal(isPersonalKind('toString'), false);
  });
});

function clean(
  rows: readonly JsonValue[],
  keep: ReadonlySet<PersonalKind> = new Set(),
  secret = key,
): readonly JsonValue[] {
  const survey = surveyPersonal(rows);
  const replaced = new Map([...survey.values].filter(([, { kind }]) => !keep.has(kind)));
  return anonymized(rows, replaced, new StandIns(secret));
}
