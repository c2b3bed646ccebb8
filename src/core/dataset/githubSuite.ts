import type { JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import { assembleSuite } from './assembleSuite.ts';
import { promptTargets, readBoundCases } from './boundSuite.ts';
import { filePrompt } from './filePrompt.ts';
import { reportUnknown } from './knownKeys.ts';
import type { Located } from './sourceNode.ts';
import type { Assertion, SourcePlace, Suite } from './suite.ts';
import type { OpenedPrompt } from './suiteFiles.ts';
import type { SuiteReading } from './suiteReading.ts';

/** Reads the `testData` and `evaluators` of GitHub's `.prompt.yml`. */
export async function readGithubSuite(reading: SuiteReading, opened: OpenedPrompt): Promise<Suite> {
  const file = reading.file;
  reading.problems.push(...opened.problems.map((problem) => ({ ...problem, file })));
  reportUnknown(reading, {
    keys: Object.keys(opened.keys),
    kind: 'github',
    at: (key) => ({ file, range: opened.keys[key] ?? { start: 0, end: 0 } }),
  });
  const checks = opened.evaluators.flatMap((evaluator) => readEvaluator(reading, evaluator));
  const rows = opened.testData.map(({ value, range }) => ({
    vars: value,
    checks,
    metadata: {},
    // GitHub's hosted tool ran each row as it stands.
    options: { disableVarExpansion: true },
    place: { file, range },
  }));
  const bound = await readBoundCases(reading, opened);
  return assembleSuite(reading, {
    name: opened.name,
    prompts: [filePrompt(opened, { file, range: { start: 0, end: 0 } })],
    targets: promptTargets(opened),
    drafts: [...rows, ...bound.map((draft) => ({ ...draft, checks: [...checks, ...draft.checks] }))],
  });
}

/**
 * Reads an evaluator as a check of a type of its own, since its scoring is its own: `github-string` (value: the map under `string`),
 * `github-llm` (the map under `llm`), `github-evaluator` (the text under `uses`).
 */
function readEvaluator(reading: SuiteReading, { value, range }: Located<JsonObject>): readonly Assertion[] {
  const place: SourcePlace = { file: reading.file, range };
  const { name, uses } = value;
  reportUnknown(reading, { keys: Object.keys(value), kind: 'evaluator', at: () => place });
  const named = typeof name === 'string' ? { metric: name } : {};
  const text = value['string'];
  const { llm } = value;
  if (isJsonObject(text)) {
    reportUnknown(reading, { keys: Object.keys(text), kind: 'string evaluator', at: () => place });
    return [{ type: 'github-string', negated: false, value: text, ...named, place }];
  }
  if (isJsonObject(llm)) {
    const model = llm['modelId'];
    const judge = typeof model === 'string' ? reading.modelOf(model) : undefined;
    return [{ type: 'github-llm', negated: false, value: llm, ...(judge ? { judge } : {}), ...named, place }];
  }
  if (typeof uses === 'string') return [{ type: 'github-evaluator', negated: false, value: uses, ...named, place }];
  reading.report(place, 'unknown-evaluator', 'An evaluator has "string", "llm" or "uses".');
  return [{ type: 'no evaluator', negated: false, fault: 'It has neither "string" nor "llm" nor "uses".', place }];
}
