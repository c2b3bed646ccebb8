import type { Trust } from '../dataset/trust.ts';
import { counted } from '../text/formatCount.ts';
import { type JudgeAgreement, leastLabels } from './judgeAgreement.ts';

/** Whether a judge is to be believed, by a bar for its kappa against people. */
export interface JudgeStanding {
  readonly check: string;
  /** `unsettled` where the bar lies within the interval, `unmeasured` where there are too few labels or no kappa. */
  readonly standing: 'reached' | 'missed' | 'unsettled' | 'unmeasured';
  /** False for a judge whose verdicts are advice: they are told, and fail nothing. */
  readonly decides: boolean;
  /** A whole sentence that says so. */
  readonly sentence: string;
}

/** Holds a judge against the bar of its suite. */
export function judgeStanding(agreement: JudgeAgreement, trust: Trust): JudgeStanding {
  const { check } = agreement;
  const standing = standingOf(agreement, trust);
  const decides = standing === 'reached' || (standing !== 'missed' && trust.unsettled === 'decides');
  return { check, standing, decides, sentence: sentenceOf(agreement, trust, standing) };
}

function standingOf({ labels, kappa, interval }: JudgeAgreement, trust: Trust): JudgeStanding['standing'] {
  if (labels < leastLabels || kappa === undefined || !interval) return 'unmeasured';
  if (interval.high < trust.kappa) return 'missed';
  return interval.low >= trust.kappa ? 'reached' : 'unsettled';
}

function sentenceOf(agreement: JudgeAgreement, trust: Trust, standing: JudgeStanding['standing']): string {
  const { check, labels, before } = agreement;
  const follows = trust.unsettled === 'decides' ? 'so it decides' : 'so it only advises';
  const changed = before ? ', and it has changed since it was measured' : '';
  switch (standing) {
    case 'reached':
      return `"${check}" decides: ${figureOf(agreement)}, which is not below ${trust.kappa}.`;
    case 'missed':
      return `"${check}" only advises and fails nothing: ${figureOf(agreement)}, which is below the ${trust.kappa} that is asked for.`;
    case 'unsettled':
      return `Whether "${check}" reaches a kappa of ${trust.kappa} is not settled (${figureOf(agreement)}${moreOf(agreement)}), ${follows}.`;
    case 'unmeasured':
      return labels < leastLabels
        ? `"${check}" is not measured: it has ${counted(labels, 'label')} of people, and it takes ${leastLabels}${changed}, ${follows}.`
        : `"${check}" has no kappa: people and judge say one and the same throughout, ${follows}.`;
  }
}

function figureOf({ kappa = 0, interval, labels, basis }: JudgeAgreement): string {
  const reach = interval ? `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}` : '';
  const chosen = basis === 'chosen' ? ' that people chose' : '';
  return `its kappa against people is ${kappa.toFixed(2)}, ${reach} by ${counted(labels, 'label')}${chosen}`;
}

function moreOf({ labels, labelsWanted }: JudgeAgreement): string {
  return labelsWanted !== undefined && labelsWanted > labels
    ? `; about ${labelsWanted - labels} more would narrow that to 0.3`
    : '';
}
