import assert from 'node:assert/strict';
import { anonymized, surveyPersonal } from '../../../src/core/privacy/anonymize.ts';
import { isNobodys } from '../../../src/core/privacy/nobodys.ts';
import { personalProblems } from '../../../src/core/privacy/personalProblems.ts';
import { StandIns } from '../../../src/core/privacy/standIns.ts';

const kindsIn = (text: string) => personalProblems(text, 'sure').map(({ kind }) => kind);

describe('personalProblems', () => {
  it('names kind and place, and never the value', () => {
    const text = '{"vars": {"t": "Write to\\nmaria.keller@firm.org, please"}}\n';
    const [problem, ...others] = personalProblems(text, 'sure');
    assert.equal(others.length, 0);
    assert.equal(text.slice(problem?.range.start, problem?.range.end), 'maria.keller@firm.org');
    assert.equal(problem?.severity, 'warning');
    assert.match(problem?.message ?? '', /^This looks like an e-mail address\. Put a stand-in in its place/);
    assert.doesNotMatch(JSON.stringify(problem), /maria|firm/);
  });

  it('says of a key that it has to be revoked', () => {
    const [problem] = personalProblems(`token: ghp_${'aB3'.repeat(12)}`, 'sure');
    assert.match(problem?.message ?? '', /^This looks like a key or token\. Take it out, and have it revoked/);
  });

  it('tells suspected kinds only where they are asked for, and nothing where it is off', () => {
    const text = 'My name is Maria Keller, order BK-123456, a.person@firm.org';
    assert.deepEqual(kindsIn(text), ['email']);
    const suspected = personalProblems(text, 'suspected');
    assert.deepEqual(
      suspected.map(({ kind }) => kind),
      ['person', 'order-number', 'email'],
    );
    assert.match(suspected[0]?.message ?? '', /^This may be a name of a person/);
    assert.deepEqual(personalProblems(text, 'off'), []);
  });

  const nobodys = [
    'Write to a.person@example.com, b@shop.example or root@localhost.',
    'From 192.0.2.7, 127.0.0.1, 10.1.2.3 and 2001:db8::7.',
    'Card 4242 4242 4242 4242, or 4111-1111-1111-1111; IBAN DE89 3704 0044 0532 0130 00.',
    'Call +1 202 555 0143.',
    'postgres://user:secret@localhost:5432/db and https://example.com/?token=abcdefghijkl',
    'key: sk-your-key-goes-here-please-1234',
    'Device 02-1b-44-11-3a-b7.',
  ];
  for (const text of nobodys)
    it(`tells nothing of what is nobody's: ${text.slice(0, 40)}`, () => assert.deepEqual(kindsIn(text), []));

  it('tells nothing of our own stand-ins, under any key', () => {
    const text = [
      'maria@firm.org, 198.18.44.123, 2a02:8071::1, 00-1b-44-11-3a-b7, +49 1512 4233661, +44 20 7946 0958',
      'DE02 1203 0000 0000 2020 51, card 4539 1488 0343 6467, SSN 536-90-4399, PESEL 44051401359, CPF 529.982.247-25',
      `VAT DE136695976, ghp_${'aB3'.repeat(12)}, https://firm.org/a?token=abcdefghijkl1, RSSMRA85T10A562S`,
    ].join('\n');
    const { values } = surveyPersonal([text]);
    assert.ok(values.size >= 13, String(values.size));
    for (let seed = 1; seed <= 40; seed++) {
      const [written] = anonymized([text], values, new StandIns(new Uint8Array(32).fill(seed)));
      assert.deepEqual(
        personalProblems(String(written), 'sure').map(({ range }) => String(written).slice(range.start, range.end)),
        [],
      );
    }
  });

  it('counts the places that it does not list', () => {
    const problems = personalProblems('a.person@firm.org\n'.repeat(50), 'sure');
    assert.equal(problems.length, 20);
    assert.match(problems.at(-1)?.message ?? '', /30 more places of this file are not listed/);
  });

  it('looks at parts of a long file, in time that does not grow with it', () => {
    const row = '{"vars": {"ticket": "Where is my order? It was promised for Monday."}}\n';
    const long = `${row.repeat(100_000)}${'{"vars": {"t": "a.person@firm.org"}}\n'.repeat(20_000)}`;
    const [problem] = personalProblems(long, 'sure');
    assert.equal(long.slice(problem?.range.start, problem?.range.end), 'a.person@firm.org');
  });
});

describe('isNobodys', () => {
  it('takes an address at a domain of somebody for real', () => {
    assert.equal(isNobodys('email', 'a@myexample.com'), false);
    assert.equal(isNobodys('email', 'a@mail.example.org'), true);
    assert.equal(isNobodys('ip', '100.20.30.40'), false);
  });
});
