import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { looksSentence, resultText } from '../../core/improve/improveText.ts';
import { defined } from '../../core/jsonRead.ts';
import { promptVersionOf } from '../../core/plan/promptVersion.ts';
import type { ImproveResult } from '../../core/run/improveResult.ts';
import { readNamedFile } from '../../node/files/readNamedFile.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { improvableJudge } from '../../node/improve/improvableJudge.ts';
import { newHead } from '../../node/improve/improveHead.ts';
import { improvableSuite } from '../../node/improve/improveTask.ts';
import { type CliContext, createContext } from '../inputs/configuration.ts';
import { openImprovement } from '../inputs/openImprovement.ts';
import { routesFor } from '../inputs/routes.ts';
import { runNameOf } from '../inputs/storedRuns.ts';
import { suiteOfPrompt } from '../inputs/suiteOfPrompt.ts';
import { improveJson } from '../outputs/improveJson.ts';
import { print } from '../terminal/terminal.ts';
import { writeOutput } from '../terminal/writeOutput.ts';
import {
  codeOf,
  conductImprovement,
  type ImprovementOptions,
  type ImprovementWork,
  printEdit,
  storedRunOf,
  wishesOf,
} from './conductImprovement.ts';

export interface ImproveOptions extends ImprovementOptions {
  readonly target?: string;
  readonly shorter?: true;
  /** The figure to raise in place of the pass rate. */
  readonly aim?: string;
  /** The name of a judge's check; true where the suite has one judge alone. */
  readonly agreement?: string | true;
}

/** Improves the prompt of a suite, named by itself or by its prompt, and reports; the result is the exit code. */
export async function improveSuite(named: string, options: ImproveOptions): Promise<number> {
  const stored = storedRunOf(options);
  requireOneAim(options);
  const file = await suiteOfPrompt(named);
  const context = createContext(options);
  const work = await workOf(context, { file, stored, options });
  const routes = await routesFor(context, file);
  return conductImprovement({ context, work, routes }, options, (result) => report(result, work, options));
}

function requireOneAim({ agreement, shorter, examples, aim }: ImproveOptions): void {
  if (aim !== undefined && (agreement !== undefined || shorter))
    throw new PolypromptError('invalid-arguments', '--aim, --agreement and --shorter each say what to look for.', {
      hint: 'Give one of them.',
    });
  if (agreement !== undefined && examples !== undefined)
    throw new PolypromptError('invalid-arguments', 'A rubric takes no examples.', { hint: 'Leave --examples away.' });
  if (shorter && examples !== undefined)
    throw new PolypromptError('invalid-arguments', '--shorter looks for fewer words, and --examples adds some.', {
      hint: 'Give one of them.',
    });
}

interface Wanted {
  readonly file: string;
  readonly stored: string | undefined;
  readonly options: ImproveOptions;
}

async function workOf(context: CliContext, { file, stored, options }: Wanted): Promise<ImprovementWork> {
  const { suite, storage, runId, known } = await openImprovement(context, { file, stored, judge: options.judge });
  if (known?.port)
    throw new PolypromptError('invalid-arguments', `Run ${runId} is a port.`, {
      hint: `Go on with: polyprompt port ${file} --resume ${runId}`,
    });
  const folder = findWorkspaceFolder(path.resolve(file));
  const name = runNameOf(file);
  const read = (named: string) => readNamedFile(path.resolve(folder, named), 'Check the path of the prompt.');
  const judged = known ? known.judge?.check : options.agreement;
  const improvable =
    judged === undefined
      ? improvableSuite(suite, { target: known?.target ?? options.target, read })
      : improvableJudge(suite, { storage, name, read, check: judged === true ? undefined : judged });
  const wishes = { ...wishesOf(options, improvable), ...defined({ shorter: options.shorter, aim: options.aim }) };
  const head = known ?? newHead(improvable, wishes, { folder, storage, name });
  const promptVersion = promptVersionOf(suite);
  return { command: 'improve', file, storage, runId, name, promptVersion, improvable, head };
}

function report(result: ImproveResult, work: ImprovementWork, { out }: ImproveOptions): number {
  for (const line of resultText(result)) print(`${line}\n`);
  const looks = looksSentence((work.head.earlierLooks ?? 0) + 1);
  if (looks !== '' && result.finalists.length > 0) print(`${looks}\n`);
  if (result.offered) printEdit(work.improvable.start.path, result.start.text, result.offered.text);
  if (out !== undefined)
    writeOutput(out, `${JSON.stringify(improveJson(result, work), null, 2)}\n`, 'Choose another file.');
  return codeOf(result);
}
