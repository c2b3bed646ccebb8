import { type Share, share } from '../classes/classFigures.ts';
import { isSameSet, type Overlap, overlap } from '../classes/overlap.ts';
import type { JsonObject } from '../json.ts';
import { f1Of } from '../stats/f1.ts';
import { elementsOf, type FieldSpec, type FieldStatus, fieldStatus } from './fieldStatus.ts';

/** A record that was expected, and the one that was answered; undefined where the answer could not be read as one. */
export interface RecordPair {
  readonly expected: JsonObject;
  readonly answered: JsonObject | undefined;
}

/** How well a field is read. For a set, `right` counts elements, and `accuracy` whole sets. */
export interface FieldFigures {
  readonly name: string;
  readonly right: number;
  readonly wrong: number;
  readonly missing: number;
  readonly invented: number;
  readonly rightlyEmpty: number;
  /** Records in which the field is as expected, empty ones included. */
  readonly accuracy: Share | undefined;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

/** The figures of answers that are records. */
export interface RecordFigures {
  readonly records: number;
  /** Records that could be read and whose fields are all as expected; further keys do not matter. */
  readonly whole: Share | undefined;
  /** Answers that could not be read as a record. */
  readonly unreadable: number;
  readonly fields: readonly FieldFigures[];
}

export function recordFigures(specs: readonly FieldSpec[], pairs: readonly RecordPair[]): RecordFigures {
  return {
    records: pairs.length,
    whole: share(pairs.filter((pair) => isWhole(specs, pair)).length, pairs.length),
    unreadable: pairs.filter(({ answered }) => answered === undefined).length,
    fields: specs.map((spec) => (spec.compare === 'set' ? setFigures(spec, pairs) : valueFigures(spec, pairs))),
  };
}

/** True for a record that could be read and has every field as expected. */
export function isWhole(specs: readonly FieldSpec[], { expected, answered }: RecordPair): boolean {
  return answered !== undefined && specs.every((spec) => isAsExpected(fieldStatus(spec, expected, answered)));
}

export function isAsExpected(status: FieldStatus): boolean {
  return status === 'right' || status === 'rightly-empty';
}

function valueFigures(spec: FieldSpec, pairs: readonly RecordPair[]): FieldFigures {
  const statuses = pairs.map(({ expected, answered }) => fieldStatus(spec, expected, answered));
  const count = (status: FieldStatus) => statuses.filter((each) => each === status).length;
  const [right, wrong, missing, invented] = [count('right'), count('wrong'), count('missing'), count('invented')];
  const rightlyEmpty = count('rightly-empty');
  return {
    name: spec.name,
    right,
    wrong,
    missing,
    invented,
    rightlyEmpty,
    accuracy: share(right + rightlyEmpty, pairs.length),
    ...ratesOf(right, wrong + invented, wrong + missing),
  };
}

function setFigures(spec: FieldSpec, pairs: readonly RecordPair[]): FieldFigures {
  const sets = pairs.map(({ expected, answered }) => ({
    wanted: elementsOf(expected[spec.name]),
    given: elementsOf(answered?.[spec.name]),
    isReadable: answered !== undefined,
  }));
  const overlaps = sets.map(({ wanted, given }) => overlap(wanted, given));
  const count = (part: keyof Overlap) => overlaps.reduce((total, each) => total + each[part], 0);
  const [right, missing, invented] = [count('common'), count('onlyLeft'), count('onlyRight')];
  const equal = sets.filter(({ wanted, given, isReadable }) => isReadable && isSameSet(wanted, given));
  return {
    name: spec.name,
    right,
    wrong: 0,
    missing,
    invented,
    rightlyEmpty: equal.filter(({ wanted }) => wanted.size === 0).length,
    accuracy: share(equal.length, pairs.length),
    ...ratesOf(right, invented, missing),
  };
}

function ratesOf(right: number, wronglyGiven: number, missed: number) {
  return {
    precision: right + wronglyGiven === 0 ? undefined : right / (right + wronglyGiven),
    recall: right + missed === 0 ? undefined : right / (right + missed),
    f1: f1Of(right, wronglyGiven, missed),
  };
}
