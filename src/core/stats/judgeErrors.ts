import { mcnemar } from './mcnemar.ts';
import { type PairedDifference, pairedDifference } from './pairedDifference.ts';
import { type Interval, wilson } from './wilson.ts';

/** What a person and a judge said of the same answers. */
export interface JudgedCounts {
  readonly bothPass: number;
  /** The person passes, the judge fails. */
  readonly tooStrict: number;
  /** The person fails, the judge passes. */
  readonly tooLenient: number;
  readonly bothFail: number;
}

/** A share with its 95% interval by Wilson. */
export interface JudgedShare {
  readonly value: number;
  readonly interval: Interval | undefined;
}

/** Which way a judge errs. Shares of nothing are undefined. */
export interface JudgeErrors {
  /** Of the answers that people pass, those that the judge passes. */
  readonly passCaught: JudgedShare | undefined;
  /** Of the answers that people fail, those that the judge fails. */
  readonly failCaught: JudgedShare | undefined;
  /** Of the judge's passes, those that people pass; of its fails, those that people fail. */
  readonly passRight: JudgedShare | undefined;
  readonly failRight: JudgedShare | undefined;
  readonly personRate: number | undefined;
  readonly judgeRate: number | undefined;
  readonly balancedAccuracy: number | undefined;
  /** The judge's pass rate less the person's. */
  readonly difference: PairedDifference | undefined;
  /** Whether the two errors balance (exact McNemar, two-sided); it says nothing about agreement. */
  readonly p: number | undefined;
}

export function judgeErrors({ bothPass, tooStrict, tooLenient, bothFail }: JudgedCounts): JudgeErrors {
  const n = bothPass + tooStrict + tooLenient + bothFail;
  const passCaught = share(bothPass, bothPass + tooStrict);
  const failCaught = share(bothFail, tooLenient + bothFail);
  return {
    passCaught,
    failCaught,
    passRight: share(bothPass, bothPass + tooLenient),
    failRight: share(bothFail, tooStrict + bothFail),
    personRate: n === 0 ? undefined : (bothPass + tooStrict) / n,
    judgeRate: n === 0 ? undefined : (bothPass + tooLenient) / n,
    balancedAccuracy: passCaught && failCaught ? (passCaught.value + failCaught.value) / 2 : undefined,
    difference: pairedDifference({ both: bothPass, onlyLeft: tooLenient, onlyRight: tooStrict, neither: bothFail }),
    p: n === 0 ? undefined : mcnemar(tooStrict, tooLenient),
  };
}

function share(part: number, all: number): JudgedShare | undefined {
  return all === 0 ? undefined : { value: part / all, interval: wilson(part, all) };
}
