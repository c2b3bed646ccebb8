import assert from 'node:assert/strict';
import { type Averages, type ClassFigures, labelFigures } from '../../src/core/classes/classFigures.ts';
import { confusionMatrix } from '../../src/core/classes/confusionMatrix.ts';
import { multiLabelFigures } from '../../src/core/classes/multiLabelFigures.ts';
import { LabelReader, type LabelRules } from '../../src/core/classes/readLabel.ts';
import { recordFigures } from '../../src/core/fields/fieldFigures.ts';
import { type FieldSpec, fieldStatus } from '../../src/core/fields/fieldStatus.ts';
import { isJsonObject, type JsonObject } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { f1Interval, f1Of, macroF1 } from '../../src/core/stats/f1.ts';
import { skipWithoutData } from './data.ts';
import { assertInterval, peopleCases, tableAt } from './peopleData.ts';
import { assertNear } from './statisticsData.ts';

const near = 1e-9;
const textsAt = (data: JsonObject, key: string) =>
  listAt(data, key).map((text) => (typeof text === 'string' ? text : ''));
const setsAt = (data: JsonObject, key: string) =>
  listAt(data, key).map((set) => (Array.isArray(set) ? set.map(String) : []));

function rulesOf(data: JsonObject): LabelRules {
  const {
    synonyms,
    abstain,
    case_sensitive: caseSensitive,
    strip_quotes_and_stop: strips,
  } = objectAt(data, 'rules') ?? {};
  const words = isJsonObject(synonyms)
    ? Object.entries(synonyms).map(([label]) => [label, listAt(synonyms, label).map(String)] as const)
    : [];
  return {
    synonyms: Object.fromEntries(words),
    abstain: Array.isArray(abstain) ? abstain.map(String) : [],
    caseSensitive: caseSensitive === true,
    stripsMarks: strips === true,
  };
}

function assertAverages(actual: Averages, expected: JsonObject | undefined): void {
  for (const figure of ['precision', 'recall', 'f1'] as const) assertNear(actual[figure], expected?.[figure], near);
}

function assertClasses(classes: readonly ClassFigures[], expected: JsonObject | undefined): void {
  for (const figures of classes) {
    const { label } = figures;
    const wanted = objectAt(expected, label);
    assert.deepEqual([figures.support, figures.predicted], [wanted?.['support'], wanted?.['predicted']], label);
    for (const figure of ['precision', 'recall', 'f1'] as const) {
      assertNear(figures[figure]?.value, wanted?.[figure], near);
      const interval = wanted?.[`${figure}_ci`];
      if (interval !== undefined) assertInterval(figures[figure]?.interval, interval);
    }
  }
}

describe('labels', () => {
  const singles = peopleCases('classification.json', 'single');
  const multis = peopleCases('classification.json', 'multi');
  skipWithoutData([...singles, ...multis]);

  for (const data of singles)
    it(`${textAt(data, 'id')}: one label an answer`, () => {
      const labels = textsAt(data, 'labels');
      const reader = new LabelReader(labels, rulesOf(data));
      const resolved = listAt(data, 'answers').map((answer) => reader.read(typeof answer === 'string' ? answer : null));
      assert.deepEqual(resolved, listAt(data, 'resolved'));
      const expected = textsAt(data, 'expected');
      const pairs = expected.map((label, index) => ({ expected: label, answered: resolved[index] ?? '' }));
      const figures = labelFigures(confusionMatrix(labels, pairs));
      assert.deepEqual([figures.matrix.columns, figures.matrix.counts], [data['columns'], data['matrix']]);
      assertNear(figures.accuracy?.value, data['accuracy'], near);
      assertInterval(figures.accuracy?.interval, data['accuracy_wilson']);
      assertClasses(figures.classes, objectAt(data, 'per_class'));
      assertAverages(figures.macroDeclared, objectAt(data, 'macro_declared'));
      assertAverages(figures.macro, objectAt(data, 'macro_expected'));
      assertAverages(figures.weighted, objectAt(data, 'weighted'));
      assertAverages(figures.micro, objectAt(data, 'micro'));
      assertNear(figures.macro.recall, data['balanced_accuracy'], near);
      assertNear(figures.kappa, data['kappa'], near);
      assertNear(figures.matthews, data['mcc'], near);
      assertNear(figures.answered, data['answered'], near);
      assertNear(figures.accuracyOfAnswered, data['accuracy_of_answered'], near);
      assertNear(figures.mostFrequent, data['most_frequent_share'], near);
      assert.deepEqual(
        figures.confusions.map((each) => [each.expected, each.answered, each.count]),
        data['top_confusions'],
      );
    });

  for (const data of multis)
    it(`${textAt(data, 'id')}: several labels an answer`, () => {
      const [expected, answers] = [setsAt(data, 'expected'), setsAt(data, 'answers')];
      const rows = expected.map((labels, index) => ({ expected: labels, answered: answers[index] ?? [] }));
      const figures = multiLabelFigures(textsAt(data, 'labels'), rows);
      assertNear(figures.exact?.value, data['exact_match'], near);
      assertInterval(figures.exact?.interval, data['exact_match_wilson']);
      assertClasses(figures.classes, objectAt(data, 'per_class'));
      assertAverages(figures.micro, objectAt(data, 'micro'));
      assertAverages(figures.macroDeclared, objectAt(data, 'macro_declared'));
      assertNear(figures.weighted.f1, data['weighted_f1'], near);
      assertNear(figures.hammingLoss, data['hamming_loss'], near);
      assertNear(figures.jaccard, data['mean_jaccard'], near);
      assert.equal(figures.unknown, data['unknown_labels']);
    });
});

describe('how sure an F1 is', () => {
  const binary = peopleCases('f1-interval.json', 'binary');
  const macro = peopleCases('f1-interval.json', 'macro');
  skipWithoutData([...binary, ...macro]);

  for (const data of binary)
    it(`${textAt(data, 'id')}: of one class`, () => {
      const [tp, fp, fn] = [Number(data['tp']), Number(data['fp']), Number(data['fn'])];
      assertNear(f1Of(tp, fp, fn), data['f1'], near);
      assertInterval(f1Interval(tp, fp, fn), data['wilson_indirect']);
    });

  for (const data of macro)
    it(`${textAt(data, 'id')}: over classes`, () => {
      const found = macroF1(tableAt(data, 'matrix'));
      assertNear(found?.f1, data['macro_f1'], near);
      assertNear(found?.error, data['macro_f1_se'], near);
    });
});

function specOf(written: JsonObject): FieldSpec {
  const { name, compare, tolerance, relative, synonyms } = written;
  const field = { name: String(name) };
  if (compare === 'number')
    return {
      ...field,
      compare,
      ...(tolerance === undefined ? {} : { tolerance: Number(tolerance) }),
      ...(relative === undefined ? {} : { relative: Number(relative) }),
    };
  if (compare === 'one_of' && isJsonObject(synonyms))
    return {
      ...field,
      compare,
      synonyms: Object.fromEntries(Object.keys(synonyms).map((key) => [key, listAt(synonyms, key).map(String)])),
    };
  if (compare === 'exact' || compare === 'text' || compare === 'set') return { ...field, compare };
  throw new Error(`This comparison is not known: ${JSON.stringify(written)}`);
}

describe('fields', () => {
  const cases = peopleCases('extraction.json');
  skipWithoutData(cases);

  for (const data of cases)
    it(`${textAt(data, 'id')}: what is right, wrong, missing and invented`, () => {
      const specs = listAt(data, 'fields_spec').filter(isJsonObject).map(specOf);
      const answers = listAt(data, 'answers');
      const pairs = listAt(data, 'expected')
        .filter(isJsonObject)
        .map((expected, index) => {
          const answered = answers[index];
          return { expected, answered: isJsonObject(answered) ? answered : undefined };
        });
      const figures = recordFigures(specs, pairs);
      for (const [index, spec] of specs.entries()) {
        const [found, wanted] = [figures.fields[index], objectAt(data['fields'], spec.name)];
        assert.ok(found && wanted);
        assertNear(found.accuracy?.value, wanted['accuracy'], near);
        assertInterval(found.accuracy?.interval, wanted['accuracy_wilson']);
        for (const rate of ['precision', 'recall', 'f1'] as const) assertNear(found[rate], wanted[rate], near);
        if (spec.compare === 'set') {
          assert.deepEqual(
            [found.right, found.missing, found.invented],
            [wanted['found'], wanted['missing'], wanted['invented']],
          );
          continue;
        }
        const counts = [found.right, found.wrong, found.missing, found.invented, found.rightlyEmpty];
        assert.deepEqual(
          counts,
          ['right', 'wrong', 'missing', 'invented', 'rightly_empty'].map((key) => wanted[key]),
        );
        const statuses = pairs.map(({ expected, answered }) => fieldStatus(spec, expected, answered).replace('-', '_'));
        assert.deepEqual(statuses, wanted['statuses']);
      }
      assertNear(figures.whole?.value, data['record_accuracy'], near);
      assertInterval(figures.whole?.interval, data['record_accuracy_wilson']);
      assert.equal(figures.unreadable, data['unreadable']);
    });
});
