import { roundedMoney } from '../../../core/agent/roundedMoney.ts';
import type { estimateRun as definition } from '../../../core/agent/tools/estimateRun.ts';
import type { SuiteEstimate, TargetEstimate } from '../../../core/pricing/estimateSuite.ts';
import { formatMoney } from '../../../core/pricing/format.ts';
import { formatEstimatedMoney, formatSuiteEstimate } from '../../../core/pricing/formatSuiteEstimate.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { ResponseCache } from '../../cache/responseCache.ts';
import { withListedPrices } from '../../runs/listedPrices.ts';
import { leftToday } from '../agentMeans.ts';
import { planAgentSuite } from '../agentSuite.ts';
import { storageOf } from '../storageOf.ts';
import { suiteOutlook } from '../suiteOutlook.ts';
import type { Carries } from '../toolWork.ts';

/** Estimates what `run_evals` would do with the same arguments. No prompt is sent. */
export const estimateRun: Carries<typeof definition> = async (means, asked) => {
  const { context } = means;
  const plain = context.engine();
  const planned = await planAgentSuite(context, plain, asked);
  // A proxy of the user's is asked for its prices only where models may be asked as well.
  const engine = context.mayRun() ? await withListedPrices(plain, planned) : plain;
  const cache = new ResponseCache(storageOf(context.folder));
  const { estimate } = await suiteOutlook(means, engine, { ...planned, cache });
  cache.close();
  const { perCall } = context.limits();
  const left = leftToday(means);
  const isKnown = estimate.unknown.length === 0;
  const charged = estimate.simulated ? 0 : estimate.money.high;
  const fits = context.mayRun() && isKnown && charged <= Math.min(perCall, left);
  return {
    summary: `${counted(estimate.cells, 'cell')}, ${formatSuiteEstimate(estimate)}. ${adviceOn(estimate, { fits, perCall, left, mayRun: context.mayRun() })}`,
    suite: planned.name,
    cells: estimate.cells,
    cached: estimate.cached,
    cost: isKnown ? formatEstimatedMoney(estimate) : 'price unknown',
    ...(isKnown ? { low: roundedMoney(estimate.money.low), high: roundedMoney(estimate.money.high) } : {}),
    simulated: estimate.simulated,
    unknownPrices: [...estimate.unknown],
    perCall,
    leftToday: left,
    fits,
    targets: estimate.perTarget.map(targetOf),
  };
};

interface Judged {
  readonly fits: boolean;
  readonly perCall: number;
  readonly left: number;
  readonly mayRun: boolean;
}

function adviceOn({ unknown, simulated }: SuiteEstimate, { fits, perCall, left, mayRun }: Judged): string {
  if (!mayRun) return 'Models may not be asked here: the folder is not trusted, or this is read-only use.';
  if (unknown.length > 0) return `The price of ${unknown.join(', ')} is not known: run_evals needs max_calls.`;
  if (!fits)
    return `The user allows ${formatMoney(perCall)} for one call, and ${formatMoney(left)} are left for today: ask for less.`;
  return simulated ? 'Nobody is charged.' : 'The limits allow it.';
}

function targetOf(target: TargetEstimate) {
  const { cells, cached, money, basis, isSimulated } = target;
  const cost = money ? formatEstimatedMoney({ money, simulated: isSimulated, basis }) : 'price unknown';
  return { target: target.target, calls: cells - cached, cost };
}
