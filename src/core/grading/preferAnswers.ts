import { againstAll, againstHead } from '../dataset/readPreference.ts';
import type { Assertion, Check } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import { judgeModel } from './askJudge.ts';
import { askPreference, type ChoicesOfPair, type PlaceChosen } from './askPreference.ts';
import { renderValue, textOf } from './gradeCheck.ts';
import type { CheckInput, GradingPorts } from './grader.ts';
import { jointOfJudges, strictPreference } from './jointPreference.ts';
import { notJudged, shortHash } from './judgements.ts';
import { namedTarget } from './namedTarget.ts';
import { preferenceReason } from './preferenceReason.ts';
import type { GradedAnswer, PreferenceReading, Preferred, Verdict } from './verdict.ts';

/** Who gave an answer, and what stands for it in the older version where two versions run. */
export interface AnswerSeat {
  /** The name of the target in the suite. */
  readonly target: string;
  /** `provider/model`. */
  readonly model: string;
  readonly prompt?: number;
  readonly older?: OlderAnswer;
  /** True for an answer of the older version. */
  readonly isOlder?: true;
}

export type OlderAnswer =
  | { readonly type: 'answer'; readonly target: string; readonly answer: GradedAnswer }
  | { readonly type: 'new-case' }
  | { readonly type: 'missing' };

export interface SeatedAnswer {
  readonly answer: GradedAnswer;
  readonly seat: AnswerSeat;
}

interface Rival {
  readonly target: string;
  readonly answer: GradedAnswer;
  /** Its place among the answers of the row; undefined for one of the older version. */
  readonly index?: number;
}

type Opposed =
  | { readonly type: 'rivals'; readonly rivals: readonly Rival[] }
  | { readonly type: 'decided'; readonly verdict: Verdict };

/** Lets judges say which of two answers is liked better, for each answer of a row. No verdict fails a row unless a threshold asks for it. */
export async function preferAnswers(
  answers: readonly SeatedAnswer[],
  check: Assertion,
  ports: GradingPorts,
): Promise<readonly Verdict[]> {
  const desk = new PairDesk(check, ports);
  const settled = await Promise.allSettled(
    answers.map(async (own, index) => {
      const opposed = opposedTo(own, { index, answers, check, ports });
      if (opposed.type === 'decided') return opposed.verdict;
      const parts = await allOf(opposed.rivals.map((rival) => desk.judge({ ...own, index }, rival)));
      return verdictOf(check, opposed.rivals, parts);
    }),
  );
  return valuesOf(settled);
}

/** Waits for all, so that every question is put before one of them ends in an error. */
async function allOf<Value>(work: readonly Promise<Value>[]): Promise<readonly Value[]> {
  return valuesOf(await Promise.allSettled(work));
}

function valuesOf<Value>(settled: readonly PromiseSettledResult<Value>[]): readonly Value[] {
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

interface Row {
  readonly index: number;
  readonly answers: readonly SeatedAnswer[];
  readonly check: Assertion;
  readonly ports: GradingPorts;
}

function opposedTo({ seat }: SeatedAnswer, { index, answers, check, ports }: Row): Opposed {
  const { against = '' } = check;
  if (against === againstHead) return againstOlder(seat);
  const others = answers.flatMap(({ answer, seat: { target, model, prompt } }, place) =>
    place === index || prompt !== seat.prompt ? [] : [{ target, model, answer, index: place }],
  );
  if (against === againstAll)
    return others.length > 0
      ? { type: 'rivals', rivals: others }
      : decided('error', 'There is no other answer to compare it with: name a second model in the suite.');
  const name = namedTarget(against, ports.targets ?? [])?.id;
  if (name === undefined)
    return decided(
      'error',
      `No target of this run is called ${against}, so there is nothing to compare with: name one of ${(ports.targets ?? []).map(({ id }) => id).join(', ')}.`,
    );
  if (seat.target === name) return decided('pass', 'The others are compared with this answer.');
  const rivals = others.filter(({ target }) => target === name);
  return rivals.length > 0
    ? { type: 'rivals', rivals }
    : decided('error', `${name} has no answer to this case to compare with: rerun what failed.`);
}

function againstOlder({ older, isOlder }: AnswerSeat): Opposed {
  if (isOlder) return decided('pass', 'The newer version is compared with this answer.');
  switch (older?.type) {
    case 'answer':
      return { type: 'rivals', rivals: [older] };
    case 'new-case':
      return decided('pass', 'The case is new: the older version has no answer to compare with.');
    case 'missing':
      return decided('error', 'The older version has no answer to this case to compare with: run the check again.');
    case undefined:
      return decided(
        'error',
        'Nothing of HEAD is in this run: "polyprompt check" asks both versions. To compare models here, name one in "against".',
      );
  }
}

function decided(outcome: Verdict['outcome'], reason: string): Opposed {
  return { type: 'decided', verdict: { outcome, score: outcome === 'pass' ? 0.5 : 0, reason } };
}

/** Judges pairs of a row, each once, whichever side asks first. */
class PairDesk {
  readonly #check: Assertion;
  readonly #ports: GradingPorts;
  readonly #judged = new Map<string, Promise<ChoicesOfPair>>();

  constructor(check: Assertion, ports: GradingPorts) {
    this.#check = check;
    this.#ports = ports;
  }

  /** What each judge says of a pair, as seen from the first answer. Equal answers are a tie, and nobody is asked. */
  async judge(own: SeatedAnswer & { readonly index: number }, rival: Rival): Promise<readonly Verdict[]> {
    const texts = [textOf(own.answer.output), textOf(rival.answer.output)] as const;
    const isMirror = this.#check.against === againstAll && rival.index !== undefined && rival.index < own.index;
    const common = {
      type: 'preference' as const,
      name: preferenceName(this.#check),
      base: rival.target,
      lengths: [texts[0].length, texts[1].length] as const,
      ...(isMirror ? { isMirror: true as const } : {}),
    };
    if (texts[0] === texts[1])
      return [{ outcome: 'pass', score: 0.5, reason: `The same answer as that of ${rival.target}.`, reading: common }];
    const input = this.#inputOf(own.answer);
    const judges = this.#check.judges ?? [judgeModel(input)];
    return allOf(judges.map((judge) => this.#saysOf({ input, judge, texts, common, isMirror })));
  }

  async #saysOf({ input, judge, texts, common, isMirror }: JudgedPair): Promise<Verdict> {
    const { place: _place, judges: _all, threshold: _least, weight: _of, ...asked } = this.#check;
    const pair = isMirror ? ([texts[1], texts[0]] as const) : texts;
    const key = shortHash([asked, judge, input.value, input.answer.vars, pair]);
    const judgement = `${key} ${isMirror ? 1 : 0}`;
    if (this.#ports.judgements) return knownVerdict(this.#ports.judgements.get(judgement), common);
    try {
      const choices = await this.#choices(key, { ...input, assertion: { ...asked, judge } }, pair);
      const { straight, swapped } = isMirror ? turnedRound(choices) : choices;
      const reading: PreferenceReading = {
        ...common,
        asked: { judge, whenFirst: ownIf(straight.choice, 'first'), whenSecond: ownIf(swapped.choice, 'second') },
      };
      const said = strictPreference(reading);
      const reason = preferenceReason(reading, straight.reason ?? swapped.reason);
      return { outcome: 'pass', score: scores[said], reason, judgement, reading };
    } catch (error) {
      if (!(error instanceof PolypromptError)) throw error;
      return { outcome: error.code === 'judge-failed' ? 'ungraded' : 'error', score: 0, reason: error.message };
    }
  }

  #choices(key: string, input: CheckInput, pair: readonly [string, string]): Promise<ChoicesOfPair> {
    const known = this.#judged.get(key) ?? askPreference(input, pair);
    this.#judged.set(key, known);
    return known;
  }

  #inputOf(answer: GradedAnswer): CheckInput {
    const { value } = this.#check;
    // A rubricPrompt for all checks of a case is made for one answer, not for two.
    const { rubricPrompt: _ofOne, ...options } = this.#ports.options ?? {};
    return {
      assertion: this.#check,
      value: value === undefined ? undefined : renderValue(value, answer.vars),
      answer,
      text: textOf(answer.output),
      ports: { ...this.#ports, options },
    };
  }
}

/** What a judge has said of the same pair of texts before, under the names of today. */
function knownVerdict(known: Verdict | undefined, common: JudgedPair['common']): Verdict {
  if (known?.reading?.type !== 'preference') return notJudged;
  return { ...known, reading: { ...known.reading, ...common } };
}

interface JudgedPair {
  readonly input: CheckInput;
  readonly judge: string;
  readonly texts: readonly [string, string];
  readonly common: Omit<PreferenceReading, 'asked'>;
  readonly isMirror: boolean;
}

/** True for a check that asks which of two answers is liked better. */
export function isOfPreference(check: Check): check is Assertion {
  return 'negated' in check && check.type === 'prefer';
}

/** The name under which preferences are counted: the metric, else the criterion. */
export function preferenceName({ metric, value, type }: Assertion): string {
  return metric ?? (typeof value === 'string' && value.trim() !== '' ? value.trim() : type);
}

/** The choices about a pair as they are about the same pair with its answers exchanged. */
function turnedRound({ straight, swapped }: ChoicesOfPair): ChoicesOfPair {
  return { straight: swapped, swapped: straight };
}

function ownIf(choice: PlaceChosen, place: 'first' | 'second'): Preferred {
  return choice === 'tie' ? 'tie' : choice === place ? 'own' : 'base';
}

const scores: Readonly<Record<Preferred, number>> = { own: 1, tie: 0.5, base: 0 };

/** The verdict of all judges about all rivals of an answer; its parts hold what each of them said. */
function verdictOf(check: Assertion, rivals: readonly Rival[], parts: readonly (readonly Verdict[])[]): Verdict {
  const components = parts.flat();
  const broken = components.find(({ outcome }) => outcome === 'error');
  if (broken) return { outcome: 'error', score: 0, reason: broken.reason };
  const joint = parts.map((verdicts) => {
    const said = verdicts.flatMap(({ outcome, reading }) =>
      outcome !== 'ungraded' && reading?.type === 'preference' ? [reading] : [],
    );
    return said.length === 0 ? undefined : jointOfJudges(said);
  });
  const open = joint.indexOf(undefined);
  if (open >= 0) return { outcome: 'ungraded', score: 0, reason: parts[open]?.[0]?.reason ?? '', components };
  const known = joint.filter((choice) => choice !== undefined);
  const score = known.reduce((sum, choice) => sum + scores[choice], 0) / known.length;
  const { threshold, weight } = check;
  const passes = threshold === undefined || weight === 0 || score >= threshold;
  return { outcome: passes ? 'pass' : 'fail', score, reason: sentenceOf({ rivals, known, components }), components };
}

function sentenceOf({
  rivals,
  known,
  components,
}: {
  readonly rivals: readonly Rival[];
  readonly known: readonly Preferred[];
  readonly components: readonly Verdict[];
}): string {
  const [only, ...more] = components;
  if (only && more.length === 0) return only.reason;
  const count = (wanted: Preferred) => known.filter((choice) => choice === wanted).length;
  if (rivals.length > 1)
    return `Liked better than ${count('own')} of ${rivals.length} others, less than ${count('base')}; no difference from ${count('tie')}.`;
  const target = rivals[0]?.target ?? '';
  const said = components.flatMap(({ reading }) => (reading?.type === 'preference' ? [strictPreference(reading)] : []));
  const votes = (wanted: Preferred) => said.filter((choice) => choice === wanted).length;
  return `Of ${said.length} judges ${votes('own')} for it, ${votes('base')} for ${target}, ${votes('tie')} undecided.`;
}
