import { existsSync } from 'node:fs';
import { type CoveragePlan, coveragePlan } from '../../core/cases/coverage/coveragePlan.ts';
import { coverageText } from '../../core/cases/coverage/coverageText.ts';
import { edgeRows, type ProposedRow } from '../../core/cases/coverage/edgeRows.ts';
import { gapsOf } from '../../core/cases/coverage/gaps.ts';
import { readGapRows } from '../../core/cases/coverage/readGapRows.ts';
import { thrownOutText } from '../../core/cases/coverage/thrownOutText.ts';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { normalizeModelName } from '../../core/models/modelName.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { costOfCells } from '../../core/results/summary.ts';
import { counted, formatCount } from '../../core/text/formatCount.ts';
import { askWriter, type FillingPlan, planFilling } from '../../node/cases/fillGaps.ts';
import { replaceFile } from '../../node/files/replaceFile.ts';
import { createContext } from '../inputs/configuration.ts';
import { openProposal, type Proposal } from '../inputs/openProposal.ts';
import { runNameOf, storageFor } from '../inputs/storedRuns.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { stopOnInterrupt } from '../terminal/interrupt.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

export interface ProposeCasesOptions {
  readonly fill?: string;
  readonly rows: number;
  readonly maxCost?: number;
  readonly out?: string;
  readonly yes?: true;
  readonly json?: true;
  readonly endpoint: readonly string[];
  readonly catalog?: string;
}

/** USD above which a writer is only asked with `--yes` or a limit. */
const confirmAbove = 1;

/** Says what the cases of a prompt cover and lack, and writes rows for what is missing; the result is the exit code. */
export async function proposeCases(file: string, options: ProposeCasesOptions): Promise<number> {
  const { out } = options;
  checkOutput(options);
  const proposal = await openProposal(file);
  const { fields, cases } = proposal;
  const plan = coveragePlan(fields, cases);
  if (options.json)
    printJson({ rows: cases.length, lines: plan.lines.map(jsonOfLine), missingPairs: plan.missingPairs.length }, 2);
  else print(coverageText(plan, cases.length));
  if (out === undefined) return exitCodes.done;
  const edges = edgeRows(plan, { fields, cases });
  const written = options.fill === undefined ? { rows: [], code: exitCodes.done } : await fill(proposal, plan, options);
  const rows = [...edges, ...written.rows];
  if (rows.length === 0) {
    tell(`There is nothing to write, so ${out} was not made.\n`);
    return written.code === exitCodes.done ? exitCodes.modelFailed : written.code;
  }
  replaceFile(out, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  tell(
    `Wrote ${counted(rows.length, 'row')} to ${out}: ${formatCount(edges.length)} made without a model, ${formatCount(written.rows.length)} by a writer. They expect nothing: say what is right, and look at each.\n`,
  );
  return written.code;
}

function checkOutput({ out, fill: model }: ProposeCasesOptions): void {
  if (out === undefined && model === undefined) return;
  if (out === undefined)
    throw new PolypromptError('invalid-arguments', '--fill needs a file for what it writes.', {
      hint: 'Give one with --out NAME.jsonl.',
    });
  if (!out.endsWith('.jsonl'))
    throw new PolypromptError('invalid-arguments', `${out} is no file of cases.`, {
      hint: 'Name a file that ends in .jsonl.',
    });
  if (existsSync(out))
    throw new PolypromptError('invalid-arguments', `${out} is there already, and stays as it is.`, {
      hint: 'Name a new file, and join the two when you have looked at it.',
    });
}

async function fill(
  { file, fields, cases, prompt }: Proposal,
  plan: CoveragePlan,
  options: ProposeCasesOptions,
): Promise<{ readonly rows: readonly ProposedRow[]; readonly code: number }> {
  const context = createContext(options);
  const model = normalizeModelName(options.fill ?? '');
  const examples = cases.map(({ vars }) => vars);
  const about = { prompt, fields, examples };
  const filling = planFilling(context, gapsOf(plan, options.rows), {
    about,
    model,
    name: `${runNameOf(file)} (proposed cases)`,
  });
  agree(filling, options);
  const session = {
    ...context,
    storage: storageFor(file),
    onStorageFailure: () => tell('The requests cannot be recorded; they go on without.\n'),
    ...defined({ maxCost: options.maxCost }),
  };
  let interrupted = () => false;
  const { answers, state } = await askWriter(session, filling, (running) => {
    interrupted = stopOnInterrupt(running);
  });
  const { rows, thrownOut } = readGapRows(answers, { fields, cases, prompt });
  const failed = filling.gaps.length - answers.length;
  const cost = costOfCells(Object.values(state.cells));
  tell(
    `${counted(answers.length, 'answer')} of ${filling.gaps.length}, ${cost.simulated > 0 ? `${formatMoney(cost.simulated)} simulated` : formatMoney(cost.amount)}. ${thrownOutText(thrownOut)}\n`,
  );
  const [error] = Object.values(state.cells).flatMap(({ error: of }) => of ?? []);
  if (failed > 0 && error) tell(`${error.message} ${error.hint}\n`);
  return { rows, code: interrupted() ? exitCodes.interrupted : failed > 0 ? exitCodes.modelFailed : exitCodes.done };
}

/** Says what a writer may cost, and refuses an expensive one that nobody agreed to. */
function agree({ estimates, gaps }: FillingPlan, { yes, maxCost, fill: model }: ProposeCasesOptions): void {
  const high = estimates.reduce((sum, { high: of }) => sum + of, 0);
  const isUnknown = estimates.some(({ unknown }) => unknown.length > 0);
  const isSimulated = estimates.every(({ simulated }) => simulated);
  const money = isUnknown
    ? `the price of ${model} is not known`
    : `at most ${formatMoney(high)}${isSimulated ? ' simulated' : ''}`;
  tell(`Asks ${model} ${counted(gaps.length, 'time')}: ${money}.\n`);
  if (isSimulated || yes || maxCost !== undefined) return;
  if (isUnknown || high > confirmAbove)
    throw new PolypromptError('invalid-arguments', `Asking ${model} was not agreed to: ${money}.`, {
      hint: 'Agree with --yes, or set a limit with --max-cost.',
    });
}

function jsonOfLine({ valueClass, rows, total }: CoveragePlan['lines'][number]) {
  return { variable: valueClass.variable, kind: valueClass.name, rows, total };
}
