import { formatMoney } from '../pricing/format.ts';
import { counted } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatDuration.ts';
import { formatLikeness, formatPercent, formatShortPercent } from '../text/formatPercent.ts';
import { inOneLine } from '../text/inOneLine.ts';
import { formatTable } from '../text/table.ts';
import { wayOf } from './candidates.ts';
import { describeConfusion } from './classConfusion.ts';
import type { ComparedWay } from './compareWays.ts';
import type { Outage } from './outage.ts';
import type { Proposal, Proposals } from './proposeRoutes.ts';
import type { SimulatedTarget } from './simulateRoute.ts';
import type { Simulation } from './simulateRun.ts';

export const simulationTitles = [
  'target',
  'passed',
  '95%',
  'cost per 1,000',
  'p50',
  'p95',
  'answered',
  'calls each',
  'served by',
];

/** A simulation as text for a terminal: a table, then the proposals, then what was left out. */
export function simulationText(simulation: Simulation): string {
  const { models, routes, notes, proposals, front, isSimulated, ways, confusions } = simulation;
  const rows = [...models, ...routes].map((result) => {
    const [target = '', ...figures] = simulationFigures(result);
    return [`${front.has(result.target) ? '*' : ' '} ${target}`, ...figures];
  });
  const legend = '* nothing else here is both better and cheaper\n';
  const titles = simulationTitles.map((title, index) => (index === 0 ? `  ${title}` : title));
  const parts = [
    `${inOneLine(titleOf(simulation))}\n\n${formatTable(titles, rows)}${legend}`,
    ...(proposals ? [`${proposalLines(proposals, isSimulated).map(inOneLine).join('\n')}\n`] : []),
    ...(ways
      ? [
          `Requests told apart by, over ${counted(models.length, 'model')}, on rows that were not learnt from:\n${formatTable(wayTitles, ways.map(wayFigures))}`,
        ]
      : []),
    ...(confusions.length > 0
      ? [`${confusions.map((confusion) => inOneLine(describeConfusion(confusion))).join('\n')}\n`]
      : []),
    ...(notes.length > 0 ? [`${notes.map(inOneLine).join('\n')}\n`] : []),
  ];
  return parts.join('\n');
}

/** The title, such as `triage.eval.yaml: 60 rows of run 20261120-..., replayed 10,000 times; openai: network 30%`. */
export function titleOf({ prompt, rows, runId, requests, outages, isSimulated }: Simulation): string {
  const times = requests === rows ? '' : `, ${counted(requests, 'request')}`;
  const trouble = outages.map((outage) => `; ${describeOutage(outage)}`).join('');
  return `${prompt}: ${counted(rows, 'row')} of run ${runId}${times}${trouble}${isSimulated ? '. Simulated models: nobody was charged.' : ''}`;
}

function describeOutage({ target, cause, share, from, to }: Outage): string {
  return to - from < 1
    ? `${target}: ${cause} for ${formatShortPercent(to - from)} of the time`
    : `${target}: ${cause} in ${formatShortPercent(share)} of requests`;
}

/** The figures in the order of `simulationTitles`. */
export function simulationFigures(result: SimulatedTarget): readonly string[] {
  const { target, quality, interval, p50, p95, requests, answered, asksPerRequest, graded } = result;
  const shares = [...result.shares].sort((left, right) => right[1] - left[1]);
  return [
    target,
    graded === 0 ? 'not graded' : formatPercent(quality),
    interval && graded > 0 ? `${formatPercent(interval.low)} to ${formatPercent(interval.high)}` : '',
    costText(result),
    formatDuration(p50),
    formatDuration(p95),
    answered === requests ? '100%' : formatPercent(answered / requests),
    asksPerRequest.toFixed(2),
    shares.every(([model]) => model === target)
      ? ''
      : shares.map(([model, count]) => `${model} ${formatLikeness(count / answered)}`).join(', '),
  ];
}

/** A cost as text: `$0.0041`, `at least $0.0041`, or `unknown`. */
export function costText({ costPer1000, costAtLeast }: Pick<SimulatedTarget, 'costPer1000' | 'costAtLeast'>): string {
  if (costPer1000 === undefined) return 'unknown';
  return `${costAtLeast ? 'at least ' : ''}${formatMoney(costPer1000)}`;
}

/** The proposals line by line, with how sure each is. */
export function proposalLines(
  { frontier, proposals, expected, tooThin }: Proposals,
  isSimulated: boolean,
): readonly string[] {
  const best = `Best single model: ${frontier.target}, ${formatPercent(frontier.quality)} passed, ${costText(frontier)} per 1,000 requests.`;
  const thin = tooThin === undefined ? [] : [tooThin];
  if (proposals.length === 0) return [best, 'Nothing cheaper keeps its quality: no route is proposed.', ...thin];
  const list = proposals.map((proposal, index) => `${index + 1}. ${describeProposal(proposal)}`);
  const honest = expected ? [describeExpected(expected)] : [];
  const money = isSimulated ? ['Costs are those of simulated models.'] : [];
  return [best, 'Proposed, cheapest first:', ...list, ...honest, ...thin, ...money];
}

function describeExpected({ quality, costPer1000 }: NonNullable<Proposals['expected']>): string {
  const cost = costPer1000 === undefined ? '' : `, ${formatMoney(costPer1000)} per 1,000`;
  return `The same search on four fifths of the rows, judged on the rest: ${formatPercent(quality)} passed${cost}.`;
}

/** A proposal, with its saving and how sure that is. */
export function describeProposal({ candidate, result, saving, comparison }: Proposal): string {
  const name = candidate ? candidate.title : `${result.target} alone`;
  const kept = `${formatPercent(result.quality)} passed, ${costText(result)} per 1,000, p95 ${formatDuration(result.p95)}`;
  const saved = saving
    ? `saves ${formatPercent(saving.saving)} of the cost (95%: ${formatPercent(saving.low)} to ${formatPercent(saving.high)})`
    : 'what it saves is unknown';
  const { difference, low, high } = comparison;
  const quality =
    difference === undefined || low === undefined || high === undefined
      ? ''
      : `; quality ${points(difference)} points (95%: ${points(low)} to ${points(high)})`;
  const learnt = candidate?.learns ? '; judged on rows that it never saw' : '';
  return `${name}: ${kept}; ${saved}${quality}${learnt}.`;
}

export const wayTitles = ['told apart by', 'passed', 'against the best', '95%', 'cost per 1,000', 'saves', '95%'];

/** The figures in the order of `wayTitles`. */
export function wayFigures({ classify, result, comparison, saving }: ComparedWay): readonly string[] {
  const { difference, low, high } = comparison;
  return [
    wayOf(classify),
    result.graded === 0 ? 'not graded' : formatPercent(result.quality),
    difference === undefined ? '' : points(difference),
    low === undefined || high === undefined ? '' : `${points(low)} to ${points(high)}`,
    costText(result),
    saving ? formatPercent(saving.saving) : 'unknown',
    saving ? `${formatPercent(saving.low)} to ${formatPercent(saving.high)}` : '',
  ];
}

function points(share: number): string {
  return `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}`;
}
