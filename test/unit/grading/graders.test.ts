import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Assertion } from '../../../src/core/dataset/suite.ts';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import { checkTypes } from '../../../src/core/grading/graders.ts';
import type { GradedAnswer } from '../../../src/core/grading/verdict.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { answered, check } from '../../support/grading.ts';

/** Outcomes of one output by several checks, as a picture. */
async function outcomes(answer: GradedAnswer | string, ...checks: readonly Assertion[]): Promise<readonly string[]> {
  const graded = typeof answer === 'string' ? answered(answer) : answer;
  const verdicts = await Promise.all(checks.map((assertion) => gradeCheck(assertion, graded, {})));
  return verdicts.map(({ outcome }) => outcome);
}

async function reasonOf(output: string, assertion: Assertion): Promise<string> {
  return (await gradeCheck(assertion, answered(output), {})).reason;
}

describe('checks of text', () => {
  it('compare with case, or without', async () => {
    const checks = [
      check('equals', 'abc'),
      check('contains', 'B'),
      check('icontains', 'B'),
      check('starts-with', 'ab'),
      check('not-equals', 'x'),
    ];
    assert.deepEqual(await outcomes('abc', ...checks), ['pass', 'fail', 'pass', 'pass', 'pass']);
  });

  it('read lists with commas and quotes', async () => {
    const checks = [
      check('contains-any', 'x, b'),
      check('contains-all', '"a, b",c'),
      check('icontains-all', ['A', 'C']),
      check('contains-any', '"a'),
    ];
    assert.deepEqual(await outcomes('a, b c', ...checks), ['pass', 'pass', 'pass', 'error']);
  });

  it('render their value over the variables, once', async () => {
    const answer = answered('Hi {{name}}', { vars: { name: 'Ann', text: 'Hi {{name}}' } });
    assert.deepEqual(await outcomes(answer, check('equals', '{{text}}'), check('contains', '{{ name }}')), [
      'pass',
      'fail',
    ]);
  });

  it('compare objects whatever the order of their keys', async () => {
    const output = '{"b": [1, {"c": null}], "a": "x"}';
    const checks = [
      check('equals', { a: 'x', b: [1, { c: null }] }),
      check('equals', { a: 'x' }),
      check('equals', { a: 'x', b: [{ c: null }, 1] }),
    ];
    assert.deepEqual(await outcomes(output, ...checks), ['pass', 'fail', 'fail']);
  });

  it('are errors without the value they need', async () => {
    const types = [
      'contains',
      'icontains',
      'regex',
      'starts-with',
      'contains-any',
      'levenshtein',
      'word-count',
      'cost',
      'latency',
      'bleu',
      'is-sql',
    ];
    const [...results] = await outcomes('text', ...types.map((type) => check(type)));
    assert.deepEqual(results, [...types.slice(0, -1).map(() => 'error'), 'fail']);
  });

  it('say what was expected and what was there', async () => {
    assert.equal(await reasonOf('abc', check('contains', 'z')), 'Does not contain “z”.');
    assert.equal(await reasonOf('abc', check('not-contains', 'b')), 'Should not contain “b”.');
    assert.equal(
      await reasonOf('a b', check('word-count', { min: 3, max: 5 })),
      'Should have at least 3 and at most 5 words. It has 2.',
    );
  });

  it('keep what was expected for the diff of a failure', async () => {
    const verdict = await gradeCheck(check('equals', { a: 1 }), answered('{}'), {});
    assert.equal(verdict.expected, '{\n  "a": 1\n}');
  });
});

describe('checks of structure', () => {
  it('read JSON, with a schema as object or as YAML', async () => {
    const yaml = 'type: object\nrequired: [name]';
    const checks = [
      check('is-json'),
      check('is-json', yaml),
      check('is-json', { required: ['age'] }),
      check('is-json', 'no schema'),
    ];
    assert.deepEqual(await outcomes('{"name": "Ann"}', ...checks), ['pass', 'pass', 'fail', 'error']);
  });

  it('find JSON within text', async () => {
    const text = 'First {not json}, then:\n```json\n{"a": {"b": "}"}}\n```';
    assert.deepEqual(
      await outcomes(text, check('contains-json'), check('contains-json', { required: ['a'] }), check('is-json')),
      ['pass', 'pass', 'fail'],
    );
  });

  it('know the formats of JSON Schema', async () => {
    const formats: Readonly<Record<string, readonly [string, string]>> = {
      date: ['2024-02-29', '2023-02-29'],
      'date-time': ['2024-02-29T10:00:00Z', '2024-02-29'],
      time: ['10:00:00+02:00', '25:00:00Z'],
      email: ['a.b@example.co', 'a@b@c'],
      uri: ['https://example.com/a?b', 'example.com'],
      uuid: ['123e4567-e89b-12d3-a456-426614174000', '123e4567'],
      ipv4: ['127.0.0.1', '256.0.0.1'],
      ipv6: ['::1', '1::2::3'],
      hostname: ['example.com', '-example.com'],
      duration: ['P1DT2H', 'P'],
      regex: ['^a+$', '('],
    };
    for (const [format, [right, wrong]] of Object.entries(formats)) {
      const schema = check('is-json', { type: 'string', format });
      assert.deepEqual(
        [format, await outcomes(JSON.stringify(right), schema), await outcomes(JSON.stringify(wrong), schema)],
        [format, ['pass'], ['fail']],
      );
    }
  });

  it('read XML and its elements', async () => {
    const xml = '<root><a><b>1</b></a><c x="1"/></root>';
    const checks = [
      check('is-xml'),
      check('is-xml', 'root.a.b,root.c'),
      check('is-xml', ['root.zz']),
      check('contains-xml', { requiredElements: ['root.a'] }),
    ];
    assert.deepEqual(await outcomes(xml, ...checks), ['pass', 'pass', 'fail', 'pass']);
    assert.deepEqual(await outcomes('Answer: <r><ok>yes</ok></r>.', check('is-xml'), check('contains-xml', 'r.ok')), [
      'fail',
      'pass',
    ]);
    assert.deepEqual(await outcomes('<a><b></a></b>', check('is-xml'), check('contains-xml')), ['fail', 'fail']);
  });

  it('do not take XML that declares entities of its own', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>';
    assert.deepEqual(await outcomes(bomb, check('is-xml', 'x')), ['fail']);
  });

  it('read HTML, SQL and fenced SQL', async () => {
    assert.deepEqual(await outcomes('<p>Hi <b>you</b></p>', check('is-html'), check('contains-html')), [
      'pass',
      'pass',
    ]);
    assert.deepEqual(await outcomes('2 < 3 and 4 > 3', check('is-html'), check('contains-html')), ['fail', 'fail']);
    assert.deepEqual(
      await outcomes(
        'SELECT id FROM users',
        check('is-sql'),
        check('is-sql', { databaseType: 'PostgreSQL', allowedTables: ['SELECT::NULL::USERS'] }),
        check('is-sql', { databaseType: 'Cobol' }),
      ),
      ['pass', 'pass', 'error'],
    );
    assert.deepEqual(await outcomes('So:\n```sql\nSELECT 1\n```', check('is-sql'), check('contains-sql')), [
      'fail',
      'pass',
    ]);
  });
});

describe('equal numbers', () => {
  it('are told apart by schemas too', async () => {
    const schema = { properties: { id: { const: '174322306148984899' } } };
    for (const type of ['is-json', 'contains-json']) {
      const checks = [check(type, schema), { ...check(type, schema), negated: true }];
      assert.deepEqual(await outcomes('{"id": 174322306148984899}', ...checks), ['pass', 'fail']);
      assert.deepEqual(await outcomes('{"id": 174322306148984900}', ...checks), ['fail', 'pass']);
    }
  });

  it('have the same digits, however many', async () => {
    const id = '174322306148984899';
    assert.deepEqual(
      await outcomes(`{"id": ${id}}`, check('equals', { id }), check('equals', { id: '174322306148984900' })),
      ['pass', 'fail'],
    );
  });
});

describe('checks of the call', () => {
  it('compare cost, time and reason with what is known, and are errors where it is not', async () => {
    const checks = [
      check('cost', undefined, { threshold: 0.01 }),
      check('latency', undefined, { threshold: 100 }),
      check('finish-reason', 'tool_calls'),
    ];
    assert.deepEqual(
      await outcomes(answered('x', { cost: 0.01, latencyMs: 101, finishReason: 'tool-calls' }), ...checks),
      ['pass', 'fail', 'pass'],
    );
    assert.deepEqual(await outcomes('x', ...checks), ['error', 'error', 'fail']);
  });

  it('say of a time with how many requests under way it was measured', async () => {
    const reason = async (latencyAtOnce: number) => {
      const answer = answered('x', { latencyMs: 101, latencyAtOnce });
      return (await gradeCheck(check('latency', undefined, { threshold: 100 }), answer, {})).reason;
    };
    assert.match(await reason(1), /It took 101 ms\.$/);
    assert.match(await reason(4), /It took 101 ms, with 4 requests under way at once\.$/);
  });

  it('compare the end in our words, and in the vendor’s own', async () => {
    const ends = ['stop', 'STOP', 'tool_calls', 'tool-calls', 'end_turn', 'stop_sequence', 'tomorrow'];
    const checks = ends.map((word) => check('finish-reason', word));
    const negated = ends.map((word) => ({ ...check('finish-reason', word), negated: true }));
    const stopped = answered('x', { finishReason: 'stop', rawFinishReason: 'end_turn' });
    assert.deepEqual(await outcomes(stopped, ...checks), ['pass', 'pass', 'fail', 'fail', 'pass', 'fail', 'fail']);
    assert.deepEqual(await outcomes(stopped, ...negated), ['fail', 'fail', 'pass', 'pass', 'fail', 'pass', 'error']);
    // Google says STOP after a call; ours is the truer word.
    const called = answered('x', { finishReason: 'tool-calls', rawFinishReason: 'STOP' });
    assert.deepEqual((await outcomes(called, ...checks)).slice(0, 4), ['fail', 'fail', 'pass', 'pass']);
    const strange = answered('x', { finishReason: 'other', rawFinishReason: 'tomorrow' });
    assert.deepEqual((await outcomes(strange, ...checks)).at(-1), 'pass');
    for (const unknown of [answered('x', {}), answered('x', { finishReason: 'other' })])
      assert.deepEqual((await outcomes(unknown, ...checks, ...negated)).slice(6, 9), ['fail', 'error', 'error']);
  });

  it('follow the tools that were called', async () => {
    const toolCalls = [
      { id: '1', name: 'search', input: { query: 'cats', limit: 3 } },
      { id: '2', name: 'read_page', input: { page: 1 } },
    ];
    const answer = answered('', {
      toolCalls,
      tools: [{ name: 'search', inputSchema: { type: 'object', required: ['query'] } }, { name: 'read_page' }],
    });
    assert.deepEqual(
      await outcomes(
        answer,
        check('tool-call-f1', 'search, read_page'),
        check('trajectory:tool-used', ['search', 'read_page']),
        check('trajectory:tool-used', { pattern: 'read_*', max: 0 }),
        check('trajectory:tool-sequence', ['search', 'read_*']),
        check('trajectory:tool-sequence', { steps: ['search'], mode: 'exact' }),
        check('trajectory:tool-args-match', { name: 'search', args: { query: 'cats' } }),
        check('trajectory:tool-args-match', { name: 'search', args: { query: 'cats' }, mode: 'exact' }),
        check('trajectory:step-count', { max: 2 }),
        check('trajectory:step-count', { type: 'span', max: 2 }),
        check('is-valid-openai-tools-call'),
      ),
      ['pass', 'pass', 'fail', 'pass', 'fail', 'pass', 'fail', 'pass', 'error', 'fail'],
    );
    const args = (expected: object) => check('trajectory:tool-args-match', { name: 'search', args: { ...expected } });
    assert.deepEqual(
      await outcomes(
        answer,
        args({ query: 'cats', limit: 3 }),
        args({ query: 'cats', limit: 4 }),
        args({ query: 'dogs' }),
      ),
      ['pass', 'fail', 'fail'],
    );
  });
});

describe('every check', () => {
  it('ends in an outcome for any output, value and threshold, and never throws', async function () {
    this.timeout(30_000);
    const json = fc.jsonValue({ maxDepth: 2 }).map((value): JsonValue => JSON.parse(JSON.stringify(value)));
    const types = checkTypes.filter((type) => !type.includes('sql'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...types), json, json, fc.boolean(), async (type, output, value, negated) => {
        const { outcome, score, reason } = await gradeCheck({ type, negated, value }, answered(output), {});
        assert.ok(['pass', 'fail', 'error', 'ungraded'].includes(outcome));
        assert.ok(Number.isFinite(score) && reason.length > 0);
      }),
      { numRuns: 1500 },
    );
  });

  it('ends for outputs that are nested without end, full of tags, or named to confuse', async function () {
    this.timeout(30_000);
    const outputs = [
      '['.repeat(100_000) + ']'.repeat(100_000),
      '<div>'.repeat(20_000) + '</div>'.repeat(20_000),
      '{'.repeat(100_000),
      'MCP Tool Result ('.repeat(5000),
      '<__proto__>x</__proto__>',
      '<constructor/>',
    ];
    const types = [
      'is-json',
      'contains-json',
      'is-html',
      'is-xml',
      'contains-xml',
      'tool-call-f1',
      'is-valid-openai-tools-call',
    ];
    for (const output of outputs) {
      const results = await outcomes(
        output,
        ...types.map((type) => check(type, type === 'tool-call-f1' ? 'a' : undefined)),
      );
      assert.equal(results.length, types.length);
    }
  });

  it('that needs a foreign runtime or service is an error that names it', async () => {
    for (const type of [
      'python',
      'ruby',
      'webhook',
      'classifier',
      'moderation',
      'pi',
      'search-rubric',
      'trace-span-count',
      'promptfoo:redteam:pii',
    ]) {
      const verdict = await gradeCheck(check(`not-${type}`), answered('x'), {});
      assert.deepEqual([verdict.outcome, verdict.reason.startsWith(`"${type}" `)], ['error', true]);
    }
  });
});
