import assert from 'node:assert/strict';
import type { Check } from '../../src/core/dataset/suite.ts';
import { gradeAnswer } from '../../src/core/grading/gradeAnswer.ts';
import type { AnswerVerdict, GradedAnswer } from '../../src/core/grading/verdict.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import type { ToolDefinition } from '../../src/core/messages.ts';
import { finishReasonOf } from '../../src/core/providers/wire/finishWords.ts';
import type { QuickJsSandbox } from '../../src/node/sandbox/sandbox.ts';
import { openSandbox } from '../support/sandbox.ts';
import { conformanceFiles, skipWithoutData } from './data.ts';

const cases = conformanceFiles('.', 'promptfoo-assertion-cases.jsonl')
  .flatMap(({ text }) => text.trim().split('\n'))
  .map((line): unknown => JSON.parse(line))
  .filter(isJsonObject);

describe('promptfoo assertion cases', () => {
  let sandbox: QuickJsSandbox;
  before(() => {
    sandbox = openSandbox();
  });
  after(() => sandbox.dispose());

  skipWithoutData(cases);
  for (const data of cases) {
    it(`${textAt(data, 'id')} is graded as stated`, async () => {
      const threshold = numberAt(data, 'threshold');
      const isTest = data['kind'] === 'test';
      const checks = isTest
        ? listAt(data, 'assert')
            .filter(isJsonObject)
            .map((check) => checkOf(check, data))
        : [checkOf(data, data)];
      const options = isTest && threshold !== undefined ? { sandbox, threshold } : { sandbox };
      assertExpected(objectAt(data, 'expect') ?? {}, await gradeAnswer(answerOf(data), checks, options));
    });
  }
});

function assertExpected(expected: JsonObject, verdict: AnswerVerdict) {
  const { pass, score, error } = expected;
  if (typeof error === 'string') assert.ok(verdict.outcome === 'error' || verdict.outcome === 'fail', verdict.reason);
  else if (typeof pass === 'boolean') assert.equal(verdict.outcome, pass ? 'pass' : 'fail', verdict.reason);
  for (const [name, named] of Object.entries(objectAt(expected, 'namedScores') ?? {})) {
    assert.equal(verdict.namedScores[name], named);
  }
  if (error === undefined && score !== undefined) assertScore(score, verdict.score);
}

function assertScore(expected: JsonValue, score: number) {
  if (typeof expected === 'number') assert.ok(Math.abs(score - expected) < 1e-9, `${score}, not ${expected}`);
  const { gt = -Infinity, lt = Infinity, gte = -Infinity, lte = Infinity } = isJsonObject(expected) ? expected : {};
  assert.ok(score > Number(gt) && score < Number(lt) && score >= Number(gte) && score <= Number(lte), `${score}`);
  const near = numberAt(expected, 'close_to');
  if (near !== undefined)
    assert.ok(Math.abs(score - near) < 0.5 * 10 ** -(numberAt(expected, 'digits') ?? 0), `${score}`);
}

function checkOf(check: JsonObject, data: JsonObject): Check {
  const type = textAt(check, 'type') ?? '';
  const shared = {
    ...present('threshold', numberAt(check, 'threshold')),
    ...present('weight', numberAt(check, 'weight')),
    ...present('metric', textAt(check, 'metric')),
    ...present('config', objectAt(check, 'config')),
  };
  if (type === 'assert-set') {
    const members = listAt(check, 'assert')
      .filter(isJsonObject)
      .map((member) => checkOf(member, data));
    return { type, assert: members.flatMap((member) => ('assert' in member ? [] : [member])), ...shared };
  }
  const value = fileOr(check['value'], objectAt(data, 'files') ?? {});
  const transform = present('transform', textAt(check, 'transform'));
  return {
    type: type.replace(/^not-/, ''),
    negated: type.startsWith('not-'),
    ...present('value', value),
    ...transform,
    ...shared,
  };
}

/** What the reader of a suite does with `file://` before a check sees its value. */
function fileOr(value: JsonValue | undefined, files: JsonObject): JsonValue | undefined {
  if (typeof value !== 'string' || !value.startsWith('file://')) return value;
  const text = textAt(files, value.slice('file://'.length));
  assert.ok(text !== undefined, value);
  const content: JsonValue = JSON.parse(text);
  return content;
}

function answerOf(data: JsonObject): GradedAnswer {
  const response = objectAt(data, 'provider_response') ?? {};
  const word = textAt(response, 'finishReason') || undefined;
  const logProbs = listAt(response, 'logProbs').map(Number);
  const guardrails = present('guardrails', response['guardrails']);
  return {
    output: data['output'] ?? '',
    vars: objectAt(data, 'vars') ?? {},
    prompt: '',
    tools: toolsOf(objectAt(data, 'provider_config') ?? {}),
    ...present('cost', numberAt(response, 'cost')),
    ...present('latencyMs', numberAt(response, 'latencyMs')),
    ...(word === undefined ? {} : { finishReason: finishReasonOf(word), rawFinishReason: word }),
    ...(logProbs.length > 0 ? { logProbs } : {}),
    ...('guardrails' in guardrails ? { metadata: guardrails } : present('metadata', objectAt(response, 'metadata'))),
  };
}

/** The tools of a call in the spelling of any of the vendors. */
function toolsOf(config: JsonObject): readonly ToolDefinition[] {
  const declared = listAt(config, 'tools').flatMap((tool) => {
    const google = listAt(tool, 'functionDeclarations');
    return google.length > 0 ? google : [objectAt(tool, 'function') ?? {}];
  });
  return [...declared, ...listAt(config, 'functions')].flatMap((tool) => {
    const name = textAt(tool, 'name');
    return name === undefined ? [] : [{ name, ...present('inputSchema', objectAt(tool, 'parameters')) }];
  });
}

function numberAt(value: unknown, key: string): number | undefined {
  const field = isJsonObject(value) ? value[key] : undefined;
  return typeof field === 'number' ? field : undefined;
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value };
function present(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}
