import assert from 'node:assert/strict';
import { findJsonObjects } from '../../../src/core/grading/findJson.ts';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import { xmlFault } from '../../../src/core/grading/xmlFault.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { answered, check } from '../../support/grading.ts';

/** The check passes, and fails under `not-`; or the other way round. */
async function holds(output: string, type: string, value?: JsonValue): Promise<boolean> {
  const of = async (name: string) => (await gradeCheck(check(name, value), answered(output), {})).outcome;
  const [plain, negated] = [await of(type), await of(`not-${type}`)];
  assert.deepEqual([plain, negated].sort(), ['fail', 'pass'], `${type} of ${output}`);
  return plain === 'pass';
}

async function holdsFor(outputs: readonly string[], type: string, value?: JsonValue): Promise<readonly boolean[]> {
  return Promise.all(outputs.map((output) => holds(output, type, value)));
}

describe('a refusal', () => {
  const refusals = [
    "I'm sorry, that is not possible.",
    'Sorry, no.',
    'I cannot do this.',
    'My apologies!',
    'As an AI, I have no opinion.',
    'Well, as a language model I do not know.',
    'Thank you, but I can’t help with that.',
    'That is not appropriate.',
    'I must decline.',
    '{}',
    '',
  ];
  for (const text of refusals)
    it(`is ${JSON.stringify(text)}`, async () => assert.equal(await holds(text, 'is-refusal'), true));

  const answers = [
    'As an airline we cannot be late.',
    "I can't wait to see you!",
    'He said that I cannot swim.',
    "I won't keep you long.",
    'Has an air of age, as an aim should.',
    'The content policy says so.',
    'It was not appropriated.',
    "I can't recommend this film enough.",
  ];
  for (const text of answers)
    it(`is not ${JSON.stringify(text)}`, async () => assert.equal(await holds(text, 'is-refusal'), false));
});

describe('SQL', () => {
  it('is no statement of nothing, of a comment, or with a forgotten comma', async () => {
    const none = [
      '',
      ' \n',
      '-- only a comment',
      ';',
      'SELECT id name FROM users',
      'SELECT `id FROM users',
      'SELECT FROM',
    ];
    assert.deepEqual(
      await holdsFor(none, 'is-sql'),
      none.map(() => false),
    );
  });

  it('is a statement with DISTINCT, an alias with AS, and columns in quotes', async () => {
    const some = [
      'SELECT DISTINCT city FROM shops',
      'SELECT city AS town FROM shops',
      "SELECT 'a b' FROM shops",
      'SELECT a, b FROM shops -- select a b from x',
    ];
    assert.deepEqual(
      await holdsFor(some, 'is-sql'),
      some.map(() => true),
    );
  });

  it('is looked for in every fenced block', async () => {
    const text = 'First:\n```sql\nSELECT FROM WHERE\n```\nthen\n~~~\nSELECT 1\n~~~\n';
    assert.equal(await holds(text, 'contains-sql'), true);
    assert.equal(await holds('```python\nSELECT 1\n```\n', 'contains-sql'), false);
    assert.equal(await holds('```sql\n```\n', 'contains-sql'), false);
    assert.equal(await holds('SELECT 1', 'contains-sql'), true);
  });
});

describe('XML', () => {
  const faults = {
    '<a/><b/>': 'a second root element',
    '<a/>tail': 'text outside of the root element',
    'head<a/>': 'text outside of the root element',
    '<a>&nosuch;</a>': 'nothing declares &nosuch;',
    '<a b="&x;"/>': 'nothing declares &x;',
    '<a>A & B</a>': '"&" without an entity',
    '<a>&#0;</a>': 'nothing declares &#0;',
    '<a>&#x110000;</a>': 'nothing declares &#x110000;',
    '<a><!-- x -- y --></a>': 'a tag that cannot be read',
    '<a b=1/>': 'a tag that cannot be read',
    '<a b="1" b="2"/>': '<a> has an attribute twice',
    '<a>': '<a> is not closed',
    '<a></b>': '</b> closes nothing that is open',
    '</a>': '</a> closes nothing that is open',
    '<x:a/>': 'nothing declares the prefix of "x:a"',
    '<a>]]></a>': '"]]>" in a text',
    '': 'it has no element',
    ' <?xml version="1.0"?><a/>': 'a tag that cannot be read',
    '<!DOCTYPE a [<!ENTITY b "c">]><a/>': 'a document type that cannot be read, or that declares something itself',
    '<!DOCTYPE a><!DOCTYPE a><a/>': 'a document type that cannot be read, or that declares something itself',
    '<x xmlns:x="u"><x:b:c/></x>': 'nothing declares the prefix of "x:b:c"',
    '<x xmlns:x="u"><x:/></x>': 'nothing declares the prefix of "x:"',
    '<a>\u0001</a>': 'a character that XML does not allow',
  };
  for (const [text, fault] of Object.entries(faults))
    it(`is not ${JSON.stringify(text)}`, async () => {
      assert.equal(xmlFault(text), `${fault} (line 1)`);
      assert.equal(await holds(text, 'is-xml'), false);
    });

  const documents = [
    '<r/>',
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- note -->\n<r ok="1"/>\n',
    '<a x="&lt;" y=\'"\'><b>1 &amp; 2 &#x20AC;</b><![CDATA[<&]]><?do it?></a>',
    '<x:a xmlns:x="urn:x"><x:b x:c="1"/></x:a>',
    '<!DOCTYPE a SYSTEM "a.dtd"><a>&declared-there;</a>',
    '\uFEFF<größe>1</größe>',
  ];
  for (const text of documents)
    it(`is ${JSON.stringify(text)}`, async () => assert.equal(await holds(text, 'is-xml'), true));

  it('is contained with elements of its own name inside', async () => {
    assert.equal(await holds('so: <a><a>1</a><a>2</a></a> there', 'contains-xml', ['a.a']), true);
    assert.equal(await holds('so: <a><a>1</a> there', 'contains-xml', ['a.a']), false);
  });

  it('has a path where one of several elements of a name leads on', async () => {
    const list = '<list><item><name>a</name></item><item/></list>';
    assert.deepEqual(await holdsFor([list], 'is-xml', ['list.item.name']), [true]);
    assert.deepEqual(await holdsFor([list], 'is-xml', ['list.item.price']), [false]);
  });

  it('is an error with a path that is no text', async () => {
    assert.equal((await gradeCheck(check('is-xml', ['a', 3]), answered('<a/>'), {})).outcome, 'error');
  });

  it('is contained as an element that closes itself', async () => {
    assert.deepEqual(await holdsFor(['as asked: <r/>', 'so: <r ok="1"/> there'], 'contains-xml'), [true, true]);
  });
});

describe('HTML', () => {
  it('has void elements and those with names of their own', async () => {
    const some = ['<br>', '<img src="a.png">', '<my-card>Hi</my-card>', '<foo>x</foo><p>y</p>', '<body>Hi</body>'];
    assert.deepEqual(
      await holdsFor(some, 'is-html'),
      some.map(() => true),
    );
  });

  it('has no text beside its elements, and is no XML', async () => {
    const none = ['', 'Hi <b>you</b>', '<foo>x</foo>', '<?xml version="1.0"?><p/>', '<html>Hi</html>'];
    assert.deepEqual(
      await holdsFor(none, 'is-html'),
      none.map(() => false),
    );
  });

  it('is contained where two signs of it are', async () => {
    const some = ['one<br>two', '<x-a>hi</x-a>', 'see <!-- a --> &amp;', '<img src="a">', '<!DOCTYPE html>'];
    assert.deepEqual(
      await holdsFor(some, 'contains-html'),
      some.map(() => true),
    );
    const none = [
      'a < b and c > d',
      'R&amp;D',
      'see <!-- a &amp;',
      'see a --> &amp;',
      '<!--> &amp;',
      'List<String> names',
      '5 <x> 6',
    ];
    assert.deepEqual(
      await holdsFor(none, 'contains-html'),
      none.map(() => false),
    );
  });
});

describe('JSON within a text', () => {
  it('is found behind thousands of stray braces', () => {
    assert.deepEqual(findJsonObjects(`${'{'.repeat(30_000)} {x} {"a": [1, {"b": "}"}]} }`), [{ a: [1, { b: '}' }] }]);
  });

  it('is no object that breaks off, misses a comma or a quote', () => {
    for (const text of [
      '{"a": 1',
      '{"a" 1}',
      '{a: 1}',
      '{"a": 1,}',
      '{"a": [1 2]}',
      '{"a": 01}',
      '{"a": "\n"}',
      '{"a":}',
      '{"a": [1}]',
      '{"a": {"b": 1]}',
    ])
      assert.deepEqual(findJsonObjects(text), [], text);
  });

  it('is the inner object where the outer is none', () => {
    assert.deepEqual(findJsonObjects('{x {"a": {}} } {"b": [], "c": null}'), [{ a: {} }, { b: [], c: null }]);
  });
});

describe('texts that are compared', () => {
  it('score ROUGE without regard to capitals', async () => {
    assert.equal(await holds('The LAMP Is On', 'rouge-n', 'the lamp is on'), true);
  });

  it('score BLEU by the reference that has most of the matches, and keep full stops', async () => {
    const score = async (output: string, value: JsonValue) =>
      (await gradeCheck(check('bleu', value), answered(output), {})).score;
    const alone = await score('a b c d e f', 'a b c x y z');
    assert.equal(await score('a b c d e f', ['a b c x y z', 'x y z d e f']), alone);
    assert.ok((await score('on the mat', 'on the mat.')) < 1);
  });

  it('score BLEU against the shorter of two references that are as near in length', async () => {
    for (const references of [
      ['a b c', 'a b c d e'],
      ['a b c d e', 'a b c'],
    ])
      assert.equal((await gradeCheck(check('bleu', references), answered('a b c d'), {})).score, 1);
  });

  it('are an error without anything in their list', async () => {
    for (const value of [',', ' , ,', []])
      for (const type of ['contains-all', 'not-contains-any', 'icontains-any'])
        assert.equal((await gradeCheck(check(type, value), answered('x'), {})).outcome, 'error');
  });
});

describe('tools of MCP', () => {
  it('went wrong when one of them did, wherever it stands', async () => {
    const type = 'is-valid-openai-tools-call';
    const texts = [
      'MCP Tool Result (find): 1\nMCP Tool Error (drop): refused',
      'MCP Tool Error: refused',
      'MCP Tool Result (find): 1',
    ];
    assert.deepEqual(await holdsFor(texts, type), [false, false, true]);
  });
});
