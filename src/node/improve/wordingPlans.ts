import { filePrompt } from '../../core/dataset/filePrompt.ts';
import type { SuitePrompt } from '../../core/dataset/suite.ts';
import type { SuiteFiles } from '../../core/dataset/suiteFiles.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { Message } from '../../core/messages.ts';
import { planCell } from '../../core/plan/plan.ts';
import { planSuite, type SuitePlan } from '../../core/plan/planSuite.ts';
import type { PlannedCell, Target } from '../../core/run/events.ts';
import type { Wording } from '../../core/run/proposal.ts';
import { promiseNumber, reflectColumn, wordingColumn } from '../../core/run/wordingColumn.ts';
import type { ImprovableSuite } from './improveTask.ts';

/** One wording as a plan: the cell of every row and draw. */
export interface WordingPlan {
  readonly target: Target;
  readonly suite: ImprovableSuite['suite'];
  readonly planned: SuitePlan;
  /** The cell for a draw of a row. */
  cell(row: string, draw: number): PlannedCell;
}

/** Plans wordings, each once. `openText` renders a prompt file with another text. */
export class WordingPlans {
  readonly #known = new Map<number, WordingPlan>();
  readonly #improvable: ImprovableSuite;
  readonly #open: (text: string) => Promise<SuitePrompt>;
  readonly #runId: string;

  constructor(improvable: ImprovableSuite, open: (text: string) => Promise<SuitePrompt>, runId: string) {
    this.#improvable = improvable;
    this.#open = open;
    this.#runId = runId;
  }

  get all(): Iterable<WordingPlan> {
    return this.#known.values();
  }

  async of(wording: Wording): Promise<WordingPlan> {
    const known = this.#known.get(wording.number);
    if (known) return known;
    const { target, promise } = this.#improvable;
    const made =
      promise && wording.number === promiseNumber
        ? this.#plan(wording, promise)
        : this.#plan(wording, { target, prompt: await this.#open(wording.text) });
    this.#known.set(wording.number, made);
    return made;
  }

  #plan({ number }: Wording, { prompt, target }: Pick<ImprovableSuite, 'prompt' | 'target'>): WordingPlan {
    const { suite, cases } = this.#improvable;
    const id = wordingColumn(target.id, number);
    const { prompts: _all, ...asked } = target;
    const own = {
      ...suite,
      prompts: [prompt],
      targets: [{ ...asked, id }],
      cases: cases.map(({ prompts: _prompts, targets: _targets, ...rest }) => rest),
    };
    const planned = planSuite(own, { runId: this.#runId, name: suite.name, promptVersion: '', repeat: 1 });
    const cells = new Map(planned.plan.cells.map((cell) => [cell.caseId, cell]));
    const drawn = withDraws(planned);
    const [column] = planned.plan.targets;
    if (!column) throw new Error('a wording has one column');
    return {
      target: column,
      suite: own,
      planned: drawn.planned,
      cell: (row, draw) => {
        const found = cells.get(row);
        if (found) return drawn.cell(found, draw);
        const problem = planned.problems[0]?.message ?? 'It was not planned.';
        throw new PolypromptError('invalid-prompt', `The prompt cannot be rendered for a case. ${problem}`);
      },
    };
  }
}

/** A plan whose cells can be drawn again: the id of a draw has its number, and everything that is known of the cell holds for its draws. */
function withDraws(planned: SuitePlan): {
  readonly planned: SuitePlan;
  cell(first: PlannedCell, draw: number): PlannedCell;
} {
  const caseOf = new Map(planned.caseOf);
  const promptOf = new Map(planned.promptOf);
  const transformsOf = new Map(planned.transformsOf);
  const copy = <Value>(map: Map<string, Value>, from: string, to: string) => {
    const value = map.get(from);
    if (value !== undefined) map.set(to, value);
  };
  return {
    planned: { ...planned, caseOf, promptOf, transformsOf },
    cell: (first, draw) => {
      const id = first.id.replace(/-0(?=$|~)/, `-${draw}`);
      copy(caseOf, first.id, id);
      copy(promptOf, first.id, id);
      copy(transformsOf, first.id, id);
      return { ...first, id, repeat: draw };
    },
  };
}

/** Opens the prompt of a suite in another text of its file, with the partials and schemas that stand beside it. */
export function promptOpener(
  { prompt }: Pick<ImprovableSuite, 'prompt'>,
  openText: (file: string, text: string) => Promise<Awaited<ReturnType<SuiteFiles['openPrompt']>>>,
): (text: string) => Promise<SuitePrompt> {
  const { file = '', place, label, variant, textFile } = prompt;
  return async (text) => {
    if (textFile) return textFile.reread(text);
    const opened = await openText(file, text);
    if (!opened || 'refused' in opened) throw new PolypromptError('invalid-prompt', `${file} cannot be read.`);
    const made = filePrompt(opened, place ?? { file, range: { start: 0, end: 0 } }, label);
    return variant === undefined ? made : { ...made, variant };
  };
}

/** The column of the reflecting model. */
export function reflectTarget(model: string): Target {
  return { id: reflectColumn(model), model, parameters: {} };
}

/** The cell of one reflection. */
export function reflectCell(target: Target, number: number, messages: readonly Message[]): PlannedCell {
  return planCell({ caseId: `reflection-${number}`, inputs: {}, messages }, target, 0);
}
