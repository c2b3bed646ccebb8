import assert from 'node:assert/strict';
import { bleu } from '../../src/core/grading/bleu.ts';
import { gleu } from '../../src/core/grading/gleu.ts';
import { levenshtein } from '../../src/core/grading/levenshtein.ts';
import { meteor } from '../../src/core/grading/meteor.ts';
import { rougeN } from '../../src/core/grading/rouge.ts';
import { isJsonObject, type JsonObject } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { conformanceFiles, skipWithoutData } from './data.ts';

const cases = conformanceFiles('statistics', 'text-metrics.json')
  .flatMap(({ text }) => listAt(JSON.parse(text), 'cases'))
  .filter(isJsonObject);

describe('text metrics', () => {
  skipWithoutData(cases);
  for (const data of cases) {
    const candidate = listAt(data, 'candidate_tokens').map(String);
    const references = listAt(data, 'reference_tokens').map((tokens) =>
      Array.isArray(tokens) ? tokens.map(String) : [],
    );
    const best = (size: number) => Math.max(...references.map((reference) => rougeN(candidate, reference, size)));

    const candidateText = textAt(data, 'candidate') ?? '';
    const reference = String(listAt(data, 'references')[0]);

    it(`${textAt(data, 'id')} has the stated distance, ROUGE, BLEU, GLEU and METEOR`, () => {
      assert.equal(levenshtein([...candidateText], [...reference]), data['levenshtein']);
      assert.equal(levenshtein(candidateText.split(''), reference.split('')), data['levenshtein_utf16']);
      assertNear(best(1), objectAt(data, 'rouge_1')?.['f1']);
      assertNear(best(2), objectAt(data, 'rouge_2')?.['f1']);
      assertNear(gleu(candidate, references), data['gleu']);
      assertNear(meteor(candidate, references), data['meteor_exact_stem']);
      assertBleu(bleu(candidate, references), data);
    });
  }
});

/** Ours counts an order without a match as 1e-7, not as the end of it: where the plain one is 0, ours is nearly that. */
function assertBleu(score: number, data: JsonObject) {
  const plain = Number(data['bleu_none']);
  if (plain > 0) assertNear(score, plain);
  else if (listAt(data, 'candidate_tokens').length >= 4) assert.ok(score < 0.02, `${score}`);
}

function assertNear(actual: number, expected: unknown) {
  assert.ok(typeof expected === 'number' && Math.abs(actual - expected) < 1e-9, `${actual}, not ${String(expected)}`);
}
