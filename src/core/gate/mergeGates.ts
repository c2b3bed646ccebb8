import { PolypromptError } from '../errors.ts';
import type { GatedSuite, GateResult } from './gateResult.ts';

/**
 * Joins the shards of one check into exactly the result that the check without shards gives. Throws `invalid-arguments` when a shard is
 * missing, is there twice, or belongs to another check.
 */
export function mergeGates(shards: readonly GateResult[]): GateResult {
  const [first] = shards;
  if (!first) throw new PolypromptError('invalid-arguments', 'There is no result to merge.');
  const of = first.shard?.of ?? 1;
  const found = shards.map(({ shard }) => shard?.index ?? 1).sort((left, right) => left - right);
  const isWhole = found.length === of && found.every((index, position) => index === position + 1);
  if (!isWhole)
    throw new PolypromptError('invalid-arguments', `These are the shards ${found.join(', ')}, of ${of}.`, {
      hint: 'Give each shard of one check once.',
    });
  for (const shard of shards) refuseStranger(first, shard);
  return {
    ...first,
    shard: null,
    suites: first.suites.map((suite) => mergeSuite(suite, shards)),
    stopped: [...new Set(shards.flatMap(({ stopped }) => stopped))].sort(),
  };
}

function refuseStranger(first: GateResult, other: GateResult): void {
  const identity = ({ head, base, shard, suites, uncovered, gone }: GateResult) =>
    JSON.stringify([head, base, shard?.of, uncovered, gone, suites.map(({ rows: _own, ...suite }) => suite)]);
  if (identity(first) === identity(other)) return;
  throw new PolypromptError('invalid-arguments', 'These results are not of the same check.', {
    hint: 'Merge the results of one commit only.',
  });
}

function mergeSuite(suite: GatedSuite, shards: readonly GateResult[]): GatedSuite {
  const rows = shards.flatMap(({ suites }) => suites.find((other) => other.suite === suite.suite)?.rows ?? []);
  return { ...suite, rows: rows.toSorted((left, right) => left.order - right.order) };
}
