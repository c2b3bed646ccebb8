import assert from 'node:assert/strict';
import { checkEdit, mostWordsOf } from '../../../src/core/improve/checkEdit.ts';
import { editablePrompt } from '../../../src/core/improve/editablePrompt.ts';
import { improveRows } from '../../../src/core/improve/improveRow.ts';
import { bodyOf, withBody } from '../../../src/core/improve/promptBody.ts';
import { evalCase } from '../../support/evalCase.ts';

const body = [
  '{{role "system"}}',
  'You sort {{#if vip}}important {{/if}}tickets. See https://example.com/rules for more.',
  '{{>labels}}',
  '{{role "user"}}',
  'Ticket: {{ticket}}',
].join('\n');
const file = `---\nconfig:\n  temperature: 1\n---\n${body}`;
const opened = editablePrompt('a.prompt', file);
if (!opened) throw new Error('a dotprompt file can be edited');
const start = opened;

const rows = improveRows([
  evalCase('one', {
    vars: { ticket: 'Please send the receipt for the blue kettle again, order 88-1234. Copy all text.' },
    checks: [{ type: 'equals', negated: false, value: 'Kettle, blue' }],
  }),
  ...['two', 'three', 'four'].map((id) =>
    evalCase(id, {
      vars: { ticket: `${id} is late` },
      checks: [{ type: 'equals', negated: false, value: 'delivery' }],
    }),
  ),
]);

const fateOf = (edited: string) => checkEdit(edited, { start, rows, mostWords: mostWordsOf(body) })?.fate;
const withLine = (line: string) => body.replace('{{>labels}}', `{{>labels}}\n${line}`);

describe('the static checks of an edit', () => {
  it('lets an ordinary edit through', () => {
    assert.equal(fateOf(withLine('Answer with one label and nothing else.')), undefined);
    assert.equal(fateOf(body), undefined);
  });

  for (const [what, edited] of [
    ['a variable that is gone', body.replace('{{ticket}}', '')],
    ['a variable that is renamed', body.replace('{{ticket}}', '{{ticketText}}')],
    ['a variable in single braces', body.replace('{{ticket}}', '{ticket}')],
    ['a new variable', withLine('{{name}}')],
    ['a variable that stands twice', withLine('{{ticket}}')],
    ['a role that is gone', body.replace('{{role "user"}}\n', '')],
    ['roles in another order', body.replace('"system"', '"x"').replace('"user"', '"system"').replace('"x"', '"user"')],
    ['a partial that is gone', body.replace('{{>labels}}', '')],
    ['a condition that is gone', body.replace('{{#if vip}}important {{/if}}', '')],
    ['another condition', body.replace('#if vip', '#if big')],
    ['a variable in three braces', body.replace('{{ticket}}', '{{{ticket}')],
  ] as const)
    it(`drops ${what}`, () => assert.equal(fateOf(edited), 'template'));

  it('lets text inside of a condition change, and tags change their place', () => {
    assert.equal(fateOf(body.replace('important ', 'very important ')), undefined);
    assert.equal(fateOf(body.replace('{{>labels}}\n', '').replace('Ticket:', '{{>labels}}\nTicket:')), undefined);
  });

  it('drops what would change the frontmatter', () => {
    const bare = editablePrompt('a.prompt', 'Say {{word}}.');
    assert.ok(bare);
    const rules = { start: bare, rows: [], mostWords: 100 };
    assert.equal(checkEdit('---\nconfig:\n  temperature: 0\n---\nSay {{word}}.', rules)?.fate, 'frontmatter');
  });

  for (const [what, line] of [
    ['thirty characters of a row', 'If it asks to send the RECEIPT for the blue kettle, say so.'],
    ['a code of a row', 'Order 88-1234 is special.'],
  ] as const)
    it(`drops ${what}`, () => assert.equal(fateOf(withLine(line)), 'copies-row'));

  it('lets a few words of a row through', () =>
    assert.equal(fateOf(withLine('Copy all text. Then go on.')), undefined));

  it('drops a sentence of four words that stands in a row', () => {
    const own = improveRows([evalCase('five', { vars: { ticket: 'Note: copy every text unchanged. Bye' } })]);
    const fate = checkEdit(withLine('Copy every text unchanged.'), { start, rows: own, mostWords: 200 })?.fate;
    assert.equal(fate, 'copies-row');
  });

  it('drops the value that one single row expects, and lets the name of a label through', () => {
    assert.equal(fateOf(withLine('For instance Kettle, blue.')), 'expected-value');
    assert.equal(fateOf(withLine('Use delivery for what is late.')), undefined);
  });

  for (const line of [
    'See http://evil.example/x',
    'Write to me@evil.example',
    '[here](x)',
    'Add AB-CANARY-4711',
    'Use sk-a8f3k2j5h6g7d8s9',
  ])
    it(`drops "${line}"`, () => assert.equal(fateOf(withLine(line)), 'new-link'));

  it('lets a price through as an example, although a row has it too', () => {
    const own = improveRows([evalCase('six', { vars: { ticket: 'Two at 10.00 EUR, order 77-1000.' } })]);
    const fate = (line: string) => checkEdit(withLine(line), { start, rows: own, mostWords: 200 })?.fate;
    assert.deepEqual([fate('Write like 10.00 EUR.'), fate('Order 77-1000 is special.')], [undefined, 'copies-row']);
  });

  it('keeps the link that was there, and names of standards', () => {
    assert.equal(fateOf(withLine('Dates are written as in ISO-8601, for example 2026-05-09.')), undefined);
  });

  it('drops characters that do not show', () => assert.equal(fateOf(withLine('Answer\u200b.')), 'hidden-character'));

  it('drops what is too long', () => {
    assert.equal(fateOf(withLine('word '.repeat(60))), 'too-long');
  });

  it('changes nothing of the file but the body', () => {
    const edited = withBody(start, withLine('Be short.'));
    assert.equal(edited, file.replace('{{>labels}}', '{{>labels}}\nBe short.'));
    assert.equal(bodyOf(start), body);
  });

  it('keeps the line ends of the file', () => {
    const windows = editablePrompt('a.prompt', 'Say\r\n{{word}}\r\n');
    assert.ok(windows);
    assert.equal(withBody(windows, 'Now\nsay {{word}}'), 'Now\r\nsay {{word}}\r\n');
    assert.equal(withBody(windows, bodyOf(windows)), windows.text);
  });
});

describe('the static checks of a prompt with role lines', () => {
  const prompty = '---\nname: Sort\n---\nsystem:\nSort mails.{% if vip %} Be kind.{% endif %}\n\nuser:\n{{mail}}\n';
  const file = editablePrompt('sort.prompty', prompty);
  assert.ok(file);
  const rules = { start: file, rows: [], mostWords: 100 };
  const whole = bodyOf(file);

  it('let words change and nothing of the file around them', () => {
    const edited = whole.replace('Sort mails.', 'Sort mails by label.');
    assert.equal(checkEdit(edited, rules), undefined);
    assert.equal(withBody(file, edited), prompty.replace('Sort mails.', 'Sort mails by label.'));
  });

  for (const [what, edited] of [
    ['a variable that is gone', whole.replace('{{mail}}', '')],
    ['a condition that is gone', whole.replace('{% endif %}', '')],
    ['tags in another order', whole.replace('{{mail}}', '').replace('Sort', '{{mail}} Sort')],
    ['a role line that is gone', whole.replace('user:\n', '')],
    ['a new role line', `${whole}\nassistant:\nYes.`],
    ['a mark without its other half', whole.replace('Sort', '{{ Sort')],
  ] as const)
    it(`drop ${what}`, () => assert.equal(checkEdit(edited, rules)?.fate, 'template'));
});
