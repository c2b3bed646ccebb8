import { agreementOf } from '../../src/core/judges/judgeAgreement.ts';
import { answerLabels } from '../../src/core/people/answerLabels.ts';
import { correctedPasses, type JudgedAnswer } from '../../src/core/people/correctedPasses.ts';
import type { VerdictLine } from '../../src/core/people/verdictLines.ts';
import { seededRandom } from '../../src/core/providers/simulated/seed.ts';
import { kappaInterval, kappaOf } from '../../src/core/stats/agreement.ts';
import { bradleyTerry } from '../../src/core/stats/bradleyTerry.ts';
import { f1Interval, f1Of } from '../../src/core/stats/f1.ts';
import type { Interval } from '../../src/core/stats/wilson.ts';

/** How often the interval of a figure holds the truth in one setting, and how wide it is for that. */
export interface Coverage {
  readonly figure: string;
  readonly setting: string;
  readonly labels: number;
  /** Share of the samples with an interval whose interval holds the truth. */
  readonly coverage: number;
  readonly width: number;
  /** Share of the samples in which there is no interval. */
  readonly none: number;
}

/** A known truth, and the interval that a sample of so many labels gives for it. */
interface Trial {
  readonly figure: string;
  readonly setting: string;
  readonly truth: number;
  sample(labels: number, random: () => number): Interval | undefined;
}

/** The coverage of every figure in every setting, the same for the same seed. */
export function coverages(samples: number, sizes: readonly number[], only?: string): readonly Coverage[] {
  const trials = [...kappaTrials(), ...drawnKappaTrials(), ...rateTrials(), ...f1Trials(), ...rankingTrials()];
  const wanted = trials.filter(({ figure }) => only === undefined || figure === only);
  return wanted.flatMap((trial) => sizes.map((labels) => coverageOf(trial, labels, samples)));
}

function coverageOf({ figure, setting, truth, sample }: Trial, labels: number, samples: number): Coverage {
  const random = seededRandom(`${figure} ${setting} ${labels}`);
  let [held, found, width] = [0, 0, 0];
  for (let at = 0; at < samples; at++) {
    const interval = sample(labels, random);
    if (!interval) continue;
    found++;
    width += interval.high - interval.low;
    if (interval.low <= truth + 1e-12 && truth <= interval.high + 1e-12) held++;
  }
  return { figure, setting, labels, coverage: held / found, width: width / found, none: 1 - found / samples };
}

/** How people and a judge go: the share that people pass, and what the judge passes of those and catches of the others. */
interface Judged {
  readonly name: string;
  readonly rate: number;
  readonly passCaught: number;
  readonly failCaught: number;
}

const judges: readonly Judged[] = [60, 80, 90].flatMap((percent) => [
  { name: `good judge, ${percent}% pass`, rate: percent / 100, passCaught: 0.95, failCaught: 0.9 },
  { name: `kind judge, ${percent}% pass`, rate: percent / 100, passCaught: 0.97, failCaught: 0.5 },
  { name: `judge by chance, ${percent}% pass`, rate: percent / 100, passCaught: 0.6, failCaught: 0.45 },
]);

function judgedOnce({ rate, passCaught, failCaught }: Judged, random: () => number) {
  const person = random() < rate;
  return { person, judge: random() < (person ? passCaught : 1 - failCaught) };
}

function kappaTrials(): readonly Trial[] {
  return judges.map((judge) => {
    const { name, rate, passCaught, failCaught } = judge;
    const shares = [
      [rate * passCaught, rate * (1 - passCaught)],
      [(1 - rate) * (1 - failCaught), (1 - rate) * failCaught],
    ];
    return {
      figure: 'kappa',
      setting: name,
      truth: kappaOf(shares)?.kappa ?? 0,
      sample: (labels, random) => {
        const table = [
          [0, 0],
          [0, 0],
        ];
        for (let at = 0; at < labels; at++) {
          const { person, judge: said } = judgedOnce(judge, random);
          const row = table[person ? 0 : 1];
          if (row) row[said ? 0 : 1] = (row[said ? 0 : 1] ?? 0) + 1;
        }
        return kappaInterval(table);
      },
    };
  });
}

/** The same from labels that a review has drawn: as many of what the judge fails as of what it passes, each with its chance. */
function drawnKappaTrials(): readonly Trial[] {
  const measured = { check: 'c', models: [], digests: new Set(['d']) };
  return kappaTrials().map(({ setting, truth }, index) => ({
    figure: 'kappa, half of each verdict',
    setting,
    truth,
    sample: (labels, random) => {
      const judge = judges[index];
      if (!judge) return undefined;
      const answers = answersOf(judge, Math.max(400, labels * 4), random);
      const drawn = drawnByVerdict(answers, labels);
      const grades = drawn.map(({ answer, outcome }) => {
        const grade = { id: answer, answer, check: 'c', judge: 'd', models: [], outcome };
        return { ...grade, caseId: answer, target: 't', repeat: 0 };
      });
      return agreementOf(measured, grades, answerLabels(linesOf(drawn))).interval;
    },
  }));
}

function answersOf(judge: Judged, count: number, random: () => number): readonly Answered[] {
  return Array.from({ length: count }, (_, index) => {
    const { person, judge: said } = judgedOnce(judge, random);
    return { answer: `${index}`, outcome: said ? ('pass' as const) : ('fail' as const), person };
  });
}

function linesOf(drawn: readonly (Answered & { readonly chance: number })[]): readonly VerdictLine[] {
  return drawn.map(({ answer, person, chance }) => {
    const said = { by: 'Ann', at: '2026-11-30T10:00:00Z', heap: 'random', chance };
    return { id: answer, answer, verdict: person ? 'pass' : 'fail', ...said };
  });
}

/** The rate that people would give: labels drawn from all answers alike, and equally often of each of the judge's verdicts, as a review does. */
function rateTrials(): readonly Trial[] {
  const draws = [
    { figure: 'rate by verdict, random labels', chances: drawnAlike },
    { figure: 'rate by verdict, half of each verdict', chances: drawnByVerdict },
  ];
  return draws.flatMap(({ figure, chances }) =>
    judges.map((judge) => ({
      figure,
      setting: judge.name,
      truth: judge.rate,
      sample: (labels: number, random: () => number) => {
        const answers = answersOf(judge, Math.max(200, labels * 4), random);
        return correctedPasses(answers, answerLabels(linesOf(chances(answers, labels)))).people?.interval;
      },
    })),
  );
}

interface Answered extends JudgedAnswer {
  readonly person: boolean;
}

/** Answers come in an order by chance, so that the first of them are a draw. */
function drawnAlike(answers: readonly Answered[], labels: number) {
  return answers.slice(0, labels).map((answer) => ({ ...answer, chance: labels / answers.length }));
}

function drawnByVerdict(answers: readonly Answered[], labels: number) {
  const strata = [...Map.groupBy(answers, ({ outcome }) => outcome).values()];
  return strata.flatMap((stratum) => {
    const share = Math.round(labels / strata.length);
    return stratum.slice(0, share).map((answer) => ({ ...answer, chance: Math.min(1, share / stratum.length) }));
  });
}

/** One class of several: how common it is, how much of it is found, and how often others are taken for it. */
function f1Trials(): readonly Trial[] {
  const classes = [
    { name: 'common class, well found', share: 0.4, found: 0.9, mistaken: 0.05 },
    { name: 'common class, badly found', share: 0.4, found: 0.6, mistaken: 0.2 },
    { name: 'rare class, well found', share: 0.15, found: 0.9, mistaken: 0.03 },
    { name: 'rare class, badly found', share: 0.15, found: 0.5, mistaken: 0.1 },
  ];
  return classes.map(({ name, share, found, mistaken }) => ({
    figure: 'F1 of a class',
    setting: name,
    truth: f1Of(share * found, (1 - share) * mistaken, share * (1 - found)) ?? 0,
    sample: (labels, random) => {
      let [right, wrong, missed] = [0, 0, 0];
      for (let at = 0; at < labels; at++) {
        const isOfClass = random() < share;
        const isAnswered = random() < (isOfClass ? found : mistaken);
        if (isOfClass && isAnswered) right++;
        else if (isAnswered) wrong++;
        else if (isOfClass) missed++;
      }
      return f1Interval(right, wrong, missed);
    },
  }));
}

/** The difference of the first two of three models, which met so many times each; a tie takes as much from a win as from a loss. */
function rankingTrials(): readonly Trial[] {
  const fields = [
    { name: 'close, no ties', strengths: [0.2, 0, -0.2], ties: 0 },
    { name: 'apart, no ties', strengths: [1, 0, -1], ties: 0 },
    { name: 'close, 30% ties', strengths: [0.2, 0, -0.2], ties: 0.3 },
    { name: 'apart, 20% ties', strengths: [1, 0, -1], ties: 0.2 },
  ];
  return fields.map(({ name, strengths, ties }) => ({
    figure: 'Bradley-Terry difference',
    setting: name,
    truth: (strengths[0] ?? 0) - (strengths[1] ?? 0),
    sample: (labels, random) => {
      const duels = duelsOf(strengths, ties, labels, random);
      const ranking = bradleyTerry(duels);
      if ('unbeaten' in ranking) return undefined;
      const difference = (ranking.strengths[0] ?? 0) - (ranking.strengths[1] ?? 0);
      const reach = 1.959963984540054 * (ranking.errors[0]?.[1] ?? 0);
      return { low: difference - reach, high: difference + reach };
    },
  }));
}

function duelsOf(strengths: readonly number[], ties: number, each: number, random: () => number) {
  const zeros = () => strengths.map(() => strengths.map(() => 0));
  const [wins, tied] = [zeros(), zeros()];
  const add = (table: number[][], i: number, j: number) => {
    const row = table[i];
    if (row) row[j] = (row[j] ?? 0) + 1;
  };
  for (const [i, own] of strengths.entries())
    for (const [j, other] of strengths.entries()) {
      if (i >= j) continue;
      const chance = 1 / (1 + Math.exp(other - own));
      for (let at = 0; at < each; at++) {
        const drawn = random();
        if (drawn < chance - ties / 2) add(wins, i, j);
        else if (drawn < chance + ties / 2) {
          add(tied, i, j);
          add(tied, j, i);
        } else add(wins, j, i);
      }
    }
  return { wins, ties: tied };
}
