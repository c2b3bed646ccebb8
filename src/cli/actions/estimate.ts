import { defined } from '../../core/jsonRead.ts';
import { plannedWarnings } from '../../core/plan/plannedWarnings.ts';
import type { VendorCounts } from '../../core/plan/vendorCounts.ts';
import type { SuiteEstimate, TargetEstimate } from '../../core/pricing/estimateSuite.ts';
import { formatBatchPrice, formatEstimatedMoney, formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import { counted } from '../../core/text/formatCount.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { formatTable } from '../../core/text/table.ts';
import { ResponseCache } from '../../node/cache/responseCache.ts';
import { withListedPrices } from '../../node/runs/listedPrices.ts';
import { RunHistory } from '../../node/runs/runHistory.ts';
import { estimateWithHistory, type SuiteOutlook } from '../../node/runs/suiteEstimate.ts';
import { createContext } from '../inputs/configuration.ts';
import { loadSuitePlan, type SuiteSelection } from '../inputs/loadSuitePlan.ts';
import { withTokenCounter } from '../inputs/withTokenCounter.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

export interface EstimateOptions extends SuiteSelection {
  readonly cache: boolean;
  readonly endpoint: readonly string[];
  readonly catalog?: string;
  readonly exact?: true;
  readonly json?: true;
}

/** Prints what running a suite would take. No prompt is sent, unless the vendors are to count them. */
export async function estimate(file: string, options: EstimateOptions): Promise<number> {
  const plain = createContext(options);
  const loaded = await loadSuitePlan(plain, file, options);
  const { suite, planned, storage, routes } = loaded;
  const context = await withListedPrices(plain, loaded);
  const { catalog, registry, environment } = context;
  const cache = options.cache ? new ResponseCache(storage) : undefined;
  const outlook = await withTokenCounter((counter) =>
    estimateWithHistory(suite, planned, {
      catalog,
      registry,
      partsOf: routeParts(routes.routes),
      storage,
      history: new RunHistory({ keptCells: 0 }),
      counter,
      withBatch: true,
      ...defined({ cache }),
      ...(options.exact ? { exact: { environment, signal: new AbortController().signal } } : {}),
    }),
  );
  cache?.close();
  for (const line of remarksOn(outlook)) tell(`${inOneLine(line)}\n`);
  const warnings = plannedWarnings(planned.plan, registry);
  if (options.json) {
    printJson({ ...jsonOf(outlook), warnings }, 2);
    return exitCodes.done;
  }
  for (const { target, message } of warnings) tell(`${inOneLine(`${target}: ${message}`)}\n`);
  print(formatOutlook(outlook.estimate, outlook.batch));
  return exitCodes.done;
}

function remarksOn({ isGuessed, vendors }: SuiteOutlook): readonly string[] {
  const guessed = isGuessed ? ['Tokens could not be counted: one per four characters is assumed.'] : [];
  return [...guessed, ...(vendors ? remarksOnVendors(vendors) : [])];
}

function remarksOnVendors({ uncounted, failed }: VendorCounts): readonly string[] {
  return [
    ...uncounted.map((model) => `${model}: its provider does not count tokens.`),
    ...[...failed].map(([model, { message, hint }]) => `${model}: not counted. ${message} ${hint}`),
  ];
}

function jsonOf({ estimate, batch }: SuiteOutlook) {
  return batch ? { ...estimate, batch: { money: batch.money, judges: batch.judges } } : estimate;
}

function formatOutlook(estimate: SuiteEstimate, batch: SuiteEstimate | undefined): string {
  const { perTarget, judges, judgeCalls, simulated, unknown, basis } = estimate;
  const judged =
    judgeCalls > 0
      ? [['judges', String(judgeCalls), '', formatEstimatedMoney({ money: judges, simulated, basis })]]
      : [];
  const cheaper = batch && batch.models > 0 ? `${formatBatchPrice(batch)}\n` : '';
  const unpriced = unknown.length > 0 ? `${inOneLine(`price unknown: ${unknown.join(', ')}`)}\n` : '';
  return `${counted(estimate.cells, 'cell')}, ${formatSuiteEstimate(estimate)}\n${cheaper}\n${formatTable(['MODEL', 'CALLS', 'CACHED', 'COST'], [...perTarget.map(rowOf), ...judged])}${unpriced}`;
}

function rowOf({ target, cells, cached, money, basis, isSimulated }: TargetEstimate): string[] {
  const cost = money ? formatEstimatedMoney({ money, simulated: isSimulated, basis }) : 'price unknown';
  return [target, String(cells - cached), String(cached), cost];
}
