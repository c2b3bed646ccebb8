import type { ImportPage } from '../../core/cases/page/importPage.ts';
import { personalPart } from '../../core/cases/page/importView.ts';
import type { PersonalState } from '../../core/cases/page/personalView.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import { type PersonalSurvey, surveyPersonal } from '../../core/privacy/anonymize.ts';
import { noChoices, type PersonalChoice, type PersonalChoices } from '../../core/privacy/personalChoices.ts';
import { draftPersonal, replacedValues, undecidedKinds } from '../../core/privacy/personalDraft.ts';
import type { PersonalKind } from '../../core/privacy/personalKinds.ts';
import type { PhoneRegion } from '../../core/privacy/phonePlans.ts';
import { rememberedFindings } from '../../core/privacy/rememberedFindings.ts';
import type { StandIns } from '../../core/privacy/standIns.ts';
import { freshStandIns } from './freshStandIns.ts';

/** Lets other work go on. */
export type Pause = () => Promise<void>;

/** Rows that are looked at without a pause, which takes about a tenth of a second. */
const rowsAtOnce = 50;

/** Rows with what is personal in them, and what a person decides about it. The originals stay in here until they are replaced. */
export class PersonalDesk {
  readonly standIns: StandIns = freshStandIns();
  #find: ReturnType<typeof rememberedFindings>;
  #regions: readonly PhoneRegion[];
  #rows: readonly JsonValue[] = [];
  #survey: PersonalSurvey = { counts: {}, values: new Map() };
  #choices: PersonalChoices = noChoices;

  /** `regions` is where the people live who wrote the rows, as far as somebody has said so. */
  constructor(regions: readonly PhoneRegion[] = []) {
    this.#find = rememberedFindings(regions);
    this.#regions = regions;
  }

  get regions(): readonly PhoneRegion[] {
    return this.#regions;
  }

  get choices(): PersonalChoices {
    return this.#choices;
  }

  /** Looks at other rows. What was decided stays. */
  async take(rows: readonly JsonValue[], pause: Pause): Promise<void> {
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      surveyPersonal(rows.slice(start, start + rowsAtOnce), this.#choices.words, this.#find);
      await pause();
    }
    this.#rows = rows;
    this.#survey = surveyPersonal(rows, this.#choices.words, this.#find);
  }

  /** Decides about all values of a kind, single ones that were decided otherwise with them. */
  decideKind(kind: PersonalKind, choice: PersonalChoice): void {
    const others = [...this.#choices.values].filter(([value]) => this.#survey.values.get(value)?.kind !== kind);
    this.#choices = { ...this.#choices, kinds: { ...this.#choices.kinds, [kind]: choice }, values: new Map(others) };
  }

  decideValue(value: string, choice: PersonalChoice): void {
    this.#choices = { ...this.#choices, values: new Map([...this.#choices.values, [value, choice]]) };
  }

  async setWords(words: readonly string[], pause: Pause): Promise<void> {
    this.#choices = { ...this.#choices, words };
    await this.take(this.#rows, pause);
  }

  async setRegions(regions: readonly PhoneRegion[], pause: Pause): Promise<void> {
    this.#regions = regions;
    this.#find = rememberedFindings(regions);
    await this.take(this.#rows, pause);
  }

  part(): ReturnType<typeof personalPart> & Pick<ImportPage, 'regions'> {
    const part = personalPart(this.#rows, this.#state, undecidedKinds(this.#survey, this.#choices));
    return { ...part, regions: this.#regions };
  }

  /** The rows as they may be written. Throws `invalid-arguments` while a person has to decide about something. */
  clean(): readonly JsonValue[] {
    const { clean } = draftPersonal(this.#rows, this.#survey, { choices: this.#choices, standIns: this.standIns });
    if (clean) return clean;
    throw new PolypromptError(
      'invalid-arguments',
      'Nothing is written before it is decided what becomes of all that was found.',
    );
  }

  /** The values that get a stand-in. */
  replaced(): PersonalSurvey['values'] {
    return replacedValues(this.#survey, this.#choices);
  }

  /** The kinds that a person has chosen to keep. */
  kept(): readonly string[] {
    return Object.entries(this.#choices.kinds).flatMap(([kind, choice]) => (choice === 'keep' ? [kind] : []));
  }

  get #state(): PersonalState {
    return { survey: this.#survey, choices: this.#choices, standIns: this.standIns };
  }
}
