import assert from 'node:assert/strict';
import { openSandbox } from '../../support/sandbox.ts';
import { suiteOutcome } from './suiteOutcome.ts';

const prompt = { 'say.prompt': 'Say {{word}} aloud.\n' };
const head = 'prompt: say.prompt\nmodels: [test/echo]\n';
const inline = 'prompts: ["Say {{word}} aloud."]\nproviders: [test/echo]\n';
const passes = '  - vars: {word: alpha}\n    assert: [{type: contains, value: alpha}]\n';
const row = '{"vars":{"word":"alpha"},"assert":[{"type":"contains","value":"alpha"}]}\n';
const failing = '[{type: contains, value: zenith}]';

/** A second case after one that passes, whose check cannot mean what it says. */
const checked = (check: string) => ({
  ...prompt,
  'a.eval.yaml': `${head}cases:\n${passes}${secondCase(`[${check}]`)}`,
});
const secondCase = (checks: string) => `  - vars: {word: delta}\n    assert: ${checks}\n`;
/** A second case that passes, with a key that cannot mean what it says. */
const ruled = (rules: string, key = 'toolResults') =>
  configured(`${passes}  - vars: {word: delta}\n    ${key}: ${rules}\n    assert: [{type: contains, value: delta}]\n`);
/** Two rows with labels, one of them wrong, and what is required of the figures. */
const required = (requirement: string, more = '') => ({
  ...prompt,
  'a.eval.yaml': `${head}${requirement}\ncases:\n  - vars: {word: alpha}\n    assert: [{type: label, value: Say alpha aloud.}]\n  - vars: {word: delta}\n    assert: [{type: label, value: refund}${more}]\n`,
});
const configured = (tests: string, more = '') => ({ 'a.eval.yaml': `${inline}${more}tests:\n${tests}` });
const fromFile = (name: string, text: string) => ({
  ...prompt,
  'a.eval.yaml': `${head}cases: ./${name}\n`,
  [name]: text,
});

/** Suites in each of which something that was asked for would be lost, beside rows that pass. */
const slips: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a set without checks': checked('{type: assert-set, assert: []}'),
  'a set whose checks are gone': checked('{type: assert-set}'),
  'a set with a misspelt key': checked(`{type: assert-set, asserts: ${failing}}`),
  'a threshold below 0': checked('{type: word-count, value: 90, threshold: -1}'),
  "a case's threshold below 0": configured(
    `${passes}  - vars: {word: delta}\n    threshold: -1\n    assert: ${failing}\n`,
  ),
  'no request at once': configured(passes, 'concurrency: 0\n'),
  'no request at once, in words of promptfoo': configured(passes, 'evaluateOptions: {maxConcurrency: 0}\n'),
  'a threshold in words': checked('{type: levenshtein, value: zenith, threshold: many}'),
  'a weight in words': checked('{type: contains, value: delta, weight: none}'),
  'a list with nothing in it': checked('{type: contains-all, value: []}'),
  'a list with an empty item': checked('{type: not-contains-any, value: [""]}'),
  'a list with a null': checked('{type: not-contains-any, value: [null]}'),
  'a schema that is none': checked('{type: not-is-json, value: {type: objekt}}'),
  'a schema that is none, of some JSON': checked('{type: not-contains-json, value: {type: objekt}}'),
  'a limit that nothing fits': checked('{type: not-word-count, value: {min: 9, max: 2}}'),
  'a filter that does not exist': checked('{type: not-contains, value: "{{ word | nofilter }}"}'),
  'a template without an end': checked('{type: not-contains, value: "{{ word"}'),
  'a template that comes to nothing': checked('{type: not-contains, value: "{% if x %}a{% endif %}"}'),
  'a transform that throws': checked('{type: not-contains, value: zenith, transform: "output.x.y"}'),
  'a script that says the word false': checked(`{type: javascript, value: "({pass: 'false', score: 1})"}`),
  'a negated script that throws': checked('{type: not-javascript, value: "throw new Error(1)"}'),
  'a check that is a list': checked('[{type: contains, value: zenith}]'),
  'a check that is null': checked('null'),
  'a misspelt option': configured(
    `${passes}  - vars: {word: delta}\n    options: {transfrom: "1"}\n    assert: [{type: contains, value: delta}]\n`,
  ),
  'a rule for a tool that is not there': ruled('[{tool: look, result: 1}]'),
  'a rule without an answer': ruled('[{tool: look}]'),
  'rules that are no list': ruled('{tool: look, result: 1}'),
  'rules under another name': ruled('[{tool: look, result: 1}]', 'toolResult'),
  'a bound of steps in words': checked("{type: 'trajectory:step-count', value: {max: few}}"),
  'a bound of calls with a slip': checked('{type: tool-called, value: {tool: look, min: 0, mxa: 1}}'),
  'a forbidden call of a tool that is not there': checked('{type: not-tool-called, value: refnd}'),
  'a bound of calls of a tool that is not there': checked('{type: tool-called, value: {tool: refnd, min: 0, max: 1}}'),
  'a forbidden step that is not there': checked("{type: 'not-trajectory:tool-used', value: refnd}"),
  'turns that are no list': ruled('And then?', 'turns'),
  'a user without a task': ruled('{persona: Mia}', 'user'),
  'a requirement of a class that is not there': required('require: [recall(refnud) >= 10%]'),
  'a requirement of a class that nobody answers': required('require: [precision(refund) >= 10%]'),
  'a requirement of a figure that is not there': required('require: [whole >= 10%]'),
  'a requirement of another check': required('require: [kind.accuracy >= 10%]'),
  'a requirement in words': required('require: [recall of refund above 10%]'),
  'a requirement in the wrong unit': required('require: [accuracy >= 10]'),
  'a requirement that is no list': required('require: accuracy >= 10%'),
  'requirements under another name': required('requires: [accuracy >= 10%]'),
  'a requirement that everything meets': required('require: [accuracy >= 0]'),
  'a requirement, and another check that fails': required('require: [accuracy >= 10%]', ', {type: contains, value: z}'),
  'a requirement, and a check in a set that fails': required(
    'require: [accuracy >= 10%]',
    ', {type: assert-set, assert: [{type: contains, value: z}]}',
  ),
  'labels that are no list': required('require: [accuracy >= 10%]', ', {type: label, value: a, config: {labels: a}}'),
  'labels without the expected one': checked(
    '{type: label, value: refund, config: {labels: [late, Say delta aloud.]}}',
  ),
  'a label that is nothing': checked('{type: label, value: ""}'),
  'a label with a misspelt setting': checked('{type: label, value: Say delta aloud., config: {synonym: {a: [b]}}}'),
  'fields without a rule that exists': checked('{type: fields, value: {a: 1}, config: {fields: {a: about}}}'),
  'fields with a rule of another field': checked('{type: fields, value: {a: 1}, config: {fields: {b: number}}}'),
  'fields of nothing': checked('{type: fields, value: {}}'),
  'a check for people, of whom nobody has spoken': checked('{type: human}'),
  'a criterion of people under another name': checked('{type: human, criterion: is kind}'),
  'a rubric under another name': checked('{type: llm-rubric, rubric: is kind}'),
  'people who say not': checked('{type: not-human}'),
  'a preference against nobody': checked('{type: prefer, value: is kinder}'),
  'a preference against a model that is not there': checked('{type: prefer, value: is kinder, against: test/gone}'),
  'a preference against HEAD, which is not asked': checked('{type: prefer, value: is kinder, against: head}'),
  'a preference without a criterion': checked('{type: prefer, against: all}'),
  'a preference with a misspelt key': checked('{type: prefer, value: is kinder, agianst: all}'),
  'trust in another word': configured(passes, 'trust: {kapa: 0.6}\n'),
  'trust that no judge can miss': configured(passes, 'trust: {kappa: 0}\n'),
  'trust without a map': configured(passes, 'trust: 0.6\n'),
  'a case that is null': configured(`${passes}  -\n`),
  'defaults that hold nothing': configured(passes, 'defaultTest:\n'),
  'defaults that are a list': configured(passes, `defaultTest: [{assert: ${failing}}]\n`),
  'defaults from a file that is gone': configured(passes, 'defaultTest: file://gone.yaml\n'),
  'a scenario without data': configured(passes, `scenarios:\n  - config: []\n    tests: [{assert: ${failing}}]\n`),
  'scenarios under another name': configured(
    passes,
    `scenarioes:\n  - config: [{vars: {word: delta}}]\n    tests: [{assert: ${failing}}]\n`,
  ),
  'an alias of nothing': configured(`${passes}${secondCase('*checks')}`),
  'a reference to nothing': configured(`${passes}${secondCase('[{$ref: "#/assertionTemplates/x"}]')}`),
  'a second document': configured(`${passes}---\ntests:\n${secondCase(failing)}`),
  'a key of the suite twice': configured(`${secondCase(failing)}tests:\n${passes}`),
  'a key of a row twice': fromFile(
    'rows.jsonl',
    '{"vars":{"word":"delta"},"assert":[{"type":"contains","value":"zenith"}],"assert":[{"type":"contains","value":"delta"}]}\n',
  ),
  'two rows in a line': fromFile('rows.jsonl', `${row}${row.trim()}${row}`),
  'a comment in JSON lines': fromFile('rows.jsonl', `${row}// ${row}`),
  'a second document of rows': fromFile(
    'rows.yaml',
    `- vars: {word: alpha}\n---\n- vars: {word: delta}\n  assert: ${failing}\n`,
  ),
  'a column with a misspelt name': fromFile(
    'rows.csv',
    'word,__expected1,__expect2\nalpha,contains:alpha,contains:zenith\n',
  ),
  'a setting with a misspelt name': fromFile(
    'rows.csv',
    'word,__expected,__config:__expected:thresold\nalpha,contains:alpha,0.9\n',
  ),
  'a type with a misspelt name in a cell': fromFile(
    'rows.csv',
    'word,__expected\nalpha,contains:alpha\ndelta,contian:zenith\n',
  ),
};

describe('a suite in which something was lost is never green', () => {
  const sandbox = openSandbox();
  after(() => sandbox.dispose());

  for (const [what, files] of Object.entries(slips))
    it(`has ${what}`, async () => {
      const { code, said } = await suiteOutcome('a.eval.yaml', files, sandbox);
      assert.notEqual(code, 0, said.join('\n'));
      assert.notDeepEqual(said, []);
    });
});
