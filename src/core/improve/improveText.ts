import { formatMoney } from '../pricing/format.ts';
import type { Finalist, ImproveResult } from '../run/improveResult.ts';
import type { ProposalNote } from '../run/proposal.ts';
import { points } from '../stats/roughFigures.ts';
import { counted, formatCount } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatDuration.ts';
import { formatShortPercent } from '../text/formatPercent.ts';
import type { CallBudget, ImprovePlan } from './improvePlan.ts';
import { shorterMargin } from './shorten.ts';

/** What is said before anything is sent: the rows, what they can prove, how the budget is cut, and how often the rows were looked at. */
export function planText({ rows, power, budget, examples, earlierLooks }: ImprovePlan): readonly string[] {
  const split = `${counted(rows.all, 'row')}: ${rows.working} to work on, ${rows.choosing} to choose by, ${rows.heldOut} held out for the proof${rows.unused > 0 ? `, ${rows.unused} that take no part because the calls do not reach them` : ''}.`;
  const looks = looksSentence(earlierLooks + 1);
  return [split, power, ...budgetSentences(budget), ...exampleSentences(examples), ...(looks === '' ? [] : [looks])];
}

function exampleSentences(examples: number): readonly string[] {
  if (examples === 0) return [];
  return [
    `Up to ${counted(examples, 'row')} to work on may become ${examples === 1 ? 'an example' : 'examples'} in the prompt, word for word; every call is longer by them.`,
  ];
}

function budgetSentences({ most, mostCost, start, search, proof }: CallBudget): readonly string[] {
  const cost = mostCost === undefined ? [] : [`At most ${formatMoney(mostCost)}, retries and reflections counted.`];
  if (most === undefined) return cost;
  const asked =
    proof.least === proof.most ? formatCount(proof.least) : `${formatCount(proof.least)} to ${formatCount(proof.most)}`;
  return [
    `At most ${counted(most, 'call')}, retries and reflections counted: start ${start}, search up to ${formatCount(search ?? 0)}, proof ${asked}.`,
    ...cost,
  ];
}

/** One line for a proposal, as it falls. */
export function proposalLine({ number, fate, reason, cause, fixed, broke }: ProposalNote): string {
  const named = cause === '' ? '' : ` ${cause}`;
  const counts = fixed + broke > 0 ? ` (fixed ${fixed}, broke ${broke})` : '';
  return `proposal ${number}${counts}: ${fate === 'kept' ? 'kept.' : `dropped. ${reason}`}${named}`;
}

/** How often these held-out rows were looked at, this time included; empty for the first look. */
export function looksSentence(looks: number): string {
  return looks <= 1 ? '' : `These held-out rows were seen ${looks} times: the proof is weaker.`;
}

/** The words of a result: what was found and how sure it is. */
export function resultText(result: ImproveResult): readonly string[] {
  const { finalists, offered, isShorter } = result;
  const proven = finalists.find(({ wording, isProven }) => isProven && wording.number === offered?.number);
  if (proven) {
    const others = finalists.filter((each) => each !== proven).map(otherText);
    return [...finalistText(proven, result), ...others, triedText(result)];
  }
  if (offered)
    return ['A better wording is proposed. Nothing is claimed: there are too few rows to prove it.', triedText(result)];
  const [best] = finalists;
  return [nothingText(result), ...(best ? [unprovenText(best, isShorter)] : []), triedText(result)];
}

/** What is said of one finalist: what it gains and how sure that is, what it costs, and what it is made of. */
export function finalistText(finalist: Finalist, claim: Claim): readonly string[] {
  return [
    ...(claim.isShorter ? shorterText(finalist) : proofText(finalist, claim)),
    ...othersText(finalist),
    ...expectedText(finalist, claim),
    ...priceText(finalist),
    wordsText(finalist.words),
    ...finalist.causes.map((cause) => `Cause: ${cause}`),
  ];
}

/** Another finalist, which was judged on the same rows in the same run. */
function otherText({ proof, isProven, causes }: Finalist): string {
  const { gain, low, high, worse } = proof;
  const edits = `${counted(causes.length, 'edit')} (${causes.join(' ')})`;
  return `With ${edits}: ${points(gain)} points (95%: ${points(low)} to ${points(high)}), ${counted(worse.length, 'row')} got worse${isProven ? '' : '; that may be chance'}.`;
}

/** What is claimed: a gain, or as good with fewer words; and whether to pass is to agree with people. */
type Claim = Pick<ImproveResult, 'isShorter' | 'isRubric' | 'aim'>;

/** The rows that an aimed figure is not of: what it costs elsewhere. */
function othersText({ others }: Finalist): readonly string[] {
  if (!others || others.rows === 0) return [];
  const { rows, before, after, better, worse } = others;
  return [
    `Of the ${counted(rows, 'other held-out row')} ${formatShortPercent(before)} passed before, ${formatShortPercent(after)} after: ${better.length} got better, ${worse.length} got worse.`,
  ];
}

/** The rates by what is expected: of a judge, how many good and bad answers it finds. */
function expectedText({ byExpected = [] }: Finalist, { isRubric }: Claim): readonly string[] {
  if (byExpected.length === 0) return [];
  const parts = byExpected.map(({ expected, rows, before, after }) => {
    const what = isRubric ? `that people ${expected === 'true' ? 'pass' : 'fail'}` : `that expect “${expected}”`;
    return `${formatShortPercent(before)} before, ${formatShortPercent(after)} after of ${counted(rows, 'row')} ${what}`;
  });
  return [`${isRubric ? 'Agreed with' : 'Passed'}: ${parts.join('; ')}.`];
}

function proofText({ proof }: Finalist, claim: Claim): readonly string[] {
  const { rows, draws, before, after, gain, low, high, better, worse, leftOut } = proof;
  const times = draws === 1 ? '' : `, ${draws} times each on both sides`;
  return [
    `${gainText(gain, rows, claim)} that took no part in the search${times} (95%: ${points(low)} to ${points(high)}): ${formatShortPercent(before)} before, ${formatShortPercent(after)} after.`,
    `${counted(better.length, 'row')} got better, ${worse.length} got worse; by chance alone so large a difference comes about ${chance(proof.adjusted)}${proof.looks > 1 ? `, corrected for ${proof.looks} finalists` : ''}.`,
    ...(leftOut > 0 ? [`${counted(leftOut, 'row')} had no verdict on one side and count on neither.`] : []),
  ];
}

function shorterText({ proof }: Finalist): readonly string[] {
  const { rows, low, high, worse } = proof;
  return [
    `Fewer words do as well: on ${counted(rows, 'held-out row')} the pass rate changes by ${points(low)} to ${points(high)} points (95%), so it is not worse by more than ${points(shorterMargin)}.`,
    `${counted(worse.length, 'row')} got worse.`,
  ];
}

function gainText(gain: number, rows: number, { isRubric, aim }: Claim): string {
  if (aim !== undefined)
    return `Its ${aim} is ${points(gain)} points higher, on the ${counted(rows, 'held-out row')} of it`;
  return isRubric
    ? `It agrees with people on ${points(gain)} points more of ${counted(rows, 'held-out answer')}`
    : `It passes ${points(gain)} points more on ${counted(rows, 'held-out row')}`;
}

function chance(p: number): string {
  return p < 0.001 ? 'in fewer than 1 of 1,000 runs' : `in ${Number((p * 100).toPrecision(2))} of 100 runs`;
}

function priceText({ perCall }: Finalist): readonly string[] {
  const { before, after } = perCall;
  const cost =
    before.cost !== undefined && after.cost !== undefined
      ? [`${formatMoney(1000 * before.cost)} before, ${formatMoney(1000 * after.cost)} after per 1,000 calls`]
      : ['cost unknown'];
  const time =
    before.ms !== undefined && after.ms !== undefined
      ? [`${formatDuration(before.ms)} before, ${formatDuration(after.ms)} after per answer`]
      : [];
  return [`Cost and time: ${[...cost, ...time].join('; ')}.`];
}

function wordsText({ before, after }: Finalist['words']): string {
  const change = after - before;
  const said =
    change === 0 ? 'as many as before' : `${counted(Math.abs(change), 'word')} ${change > 0 ? 'more' : 'fewer'}`;
  return `It has ${counted(after, 'word')}, ${said}.`;
}

function nothingText({ finalists, ended, proposals }: ImproveResult): string {
  if (ended === 'nothing-fails' && finalists.length === 0)
    return proposals.length === 0
      ? 'Nothing better found: no working row fails.'
      : 'Nothing better found: the working rows that failed passed when they were asked again.';
  if (ended === 'no-answer') return 'Nothing better found: the reflecting model gave no answer.';
  if (ended === 'no-form' && finalists.length === 0)
    return 'Nothing better found: the reflecting model answers in no form that could be used. Name another one with --reflect.';
  if (ended === 'no-cause' && finalists.length === 0)
    return 'Nothing better found: the reflecting model sees no cause that the failing rows share.';
  if (ended === 'budget' && finalists.length === 0)
    return proposals.some(({ fate }) => fate === 'kept')
      ? 'An edit seemed better, and the budget did not reach to its proof: nothing is claimed.'
      : 'Nothing better found: the budget was used up.';
  return 'Nothing better found.';
}

function unprovenText({ proof }: Finalist, isShorter: boolean): string {
  const { gain, low, high, rows } = proof;
  if (isShorter)
    return `The shortest prompt that seemed as good changed the pass rate by ${points(low)} to ${points(high)} points (95%) on ${counted(rows, 'held-out row')}: so few rows cannot show that it is not worse.`;
  return `The best edit came to ${points(gain)} points on ${counted(rows, 'held-out row')} (95%: ${points(low)} to ${points(high)}), which may be chance.`;
}

function triedText({ proposals, task, reflect }: ImproveResult): string {
  const kept = proposals.filter(({ fate }) => fate === 'kept').length;
  return `${counted(proposals.length, 'proposal')} tried, ${kept} kept in the search; ${counted(task.calls, 'call')} to the task's model, ${formatCount(reflect.calls)} to the reflecting model.`;
}
