import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { looksSentence } from '../../core/improve/improveText.ts';
import { portText } from '../../core/improve/portText.ts';
import { defined } from '../../core/jsonRead.ts';
import { portMigration } from '../../core/migration/portMigration.ts';
import { promptVersionOf } from '../../core/plan/promptVersion.ts';
import { variantNameFor } from '../../core/routing/addVariant.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import type { ImproveResult } from '../../core/run/improveResult.ts';
import { readNamedFile } from '../../node/files/readNamedFile.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { newHead } from '../../node/improve/improveHead.ts';
import type { ImprovableSuite } from '../../node/improve/improveTask.ts';
import { mendForTarget } from '../../node/improve/mendForTarget.ts';
import { portableSuite } from '../../node/improve/portableSuite.ts';
import { variantFilesOf, writeVariant } from '../../node/improve/writeVariant.ts';
import { readRun } from '../../node/runs/readRun.ts';
import { type CliContext, createContext } from '../inputs/configuration.ts';
import { openImprovement } from '../inputs/openImprovement.ts';
import { routesFor } from '../inputs/routes.ts';
import { runNameOf } from '../inputs/storedRuns.ts';
import { suiteOfPrompt } from '../inputs/suiteOfPrompt.ts';
import { portJson } from '../outputs/improveJson.ts';
import { type MigrationFile, migrationFile, writeMigration } from '../outputs/migrationFiles.ts';
import { print, tell } from '../terminal/terminal.ts';
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

export interface PortOptions extends ImprovementOptions {
  readonly to?: string;
  readonly from?: string;
  /** In points. */
  readonly margin: number;
  readonly variant?: string;
  readonly write?: true;
  /** A file for the report about the migration. */
  readonly report?: string;
}

/** Ports a prompt to another model and reports; the result is the exit code. */
export async function portPrompt(named: string, options: PortOptions): Promise<number> {
  const stored = storedRunOf(options);
  const migration = options.report === undefined ? undefined : migrationFile(options.report, '--report');
  const file = await suiteOfPrompt(named);
  const context = createContext(options);
  const routes = await routesFor(context, file);
  const work = await workOf({ context, routes, file, stored }, options);
  for (const mend of work.head.port?.mended ?? []) tell(`Mended without a call: ${mend}.\n`);
  return conductImprovement({ context, work, routes }, options, (result) => {
    if (migration) tellMigration(migration, work);
    return report(result, work, options);
  });
}

interface Wanted {
  readonly context: CliContext;
  readonly routes: RouteBook;
  readonly file: string;
  readonly stored: string | undefined;
}

async function workOf(wanted: Wanted, options: PortOptions): Promise<ImprovementWork> {
  const { context, file, stored } = wanted;
  const { suite, storage, runId, known } = await openImprovement(context, { file, stored, judge: options.judge });
  if (known && !known.port)
    throw new PolypromptError('invalid-arguments', `Run ${runId} is no port.`, {
      hint: `Go on with: polyprompt improve ${file} --resume ${runId}`,
    });
  const to = known?.target ?? options.to;
  if (to === undefined)
    throw new PolypromptError('invalid-arguments', 'It is not said which model the prompt goes to.', {
      hint: 'Name it: --to provider/model.',
    });
  const folder = findWorkspaceFolder(path.resolve(file));
  const improvable = portableSuite(suite, {
    from: known?.port?.from ?? options.from,
    to,
    read: (name) => readNamedFile(path.resolve(folder, name), 'Check the path of the prompt.'),
  });
  const place = { folder, storage, name: runNameOf(file) };
  const head = known ?? newPortHead(improvable, wanted, options, place);
  // A variant that is in the way is better known before anything is asked.
  if (!known) filesOf({ head, improvable, file }, head.text);
  const promptVersion = promptVersionOf(suite);
  return { command: 'port', file, storage, runId, name: runNameOf(file), promptVersion, improvable, head };
}

function newPortHead(
  improvable: ImprovableSuite,
  { context, routes }: Wanted,
  options: PortOptions,
  place: Parameters<typeof newHead>[2],
) {
  const { start, target, prompt, promise } = improvable;
  const mended = mendForTarget(improvable, { ...context, routes });
  for (const { message } of mended.left) tell(`${target.model}: ${message}\n`);
  const port = {
    from: promise?.target.id ?? '',
    margin: options.margin / 100,
    variant: options.variant ?? prompt.variant ?? variantNameFor(target.model),
    original: start.text,
    mended: mended.mended.flatMap(({ fix }) => (fix ? [fix.title] : [])),
  };
  const opened = start.reopen(mended.text) ?? start;
  return newHead({ ...improvable, start: opened }, { ...wishesOf(options, improvable), port }, place);
}

/** Writes the report about the migration, by the held-out rows. */
function tellMigration(file: MigrationFile, { storage, runId, improvable }: ImprovementWork): void {
  const run = readRun(storage, runId);
  const migration = run && portMigration(run, improvable.cases);
  if (migration) writeMigration(file, migration);
  else tell(`No report is written to ${file.name}: the held-out rows were not asked.\n`);
}

function report(result: ImproveResult, work: ImprovementWork, options: PortOptions): number {
  for (const line of portText(result, work.head)) print(`${line}\n`);
  const looks = looksSentence((work.head.earlierLooks ?? 0) + 1);
  if (looks !== '' && result.port) print(`${looks}\n`);
  if (options.out !== undefined)
    writeOutput(options.out, `${JSON.stringify(portJson(result, work), null, 2)}\n`, 'Choose another file.');
  const text = result.offered?.text ?? result.start.text;
  if (text !== work.head.port?.original) offer(text, work, options);
  return codeOf(result);
}

/** Prints the variant, and writes it where that was wished. */
function offer(text: string, work: ImprovementWork, { write }: PortOptions): void {
  const files = filesOf(work, text);
  printEdit(files.prompt.file, work.head.port?.original ?? '', text);
  if (!write) {
    print(`Write ${files.prompt.file} and its line in ${files.project.file} with --write.\n`);
    return;
  }
  writeVariant(findWorkspaceFolder(path.resolve(work.file)), files);
  print(`Wrote ${files.prompt.file} and its line in ${files.project.file}.\n`);
}

/** The files that a port writes, with this text as the variant. */
function filesOf({ head, improvable, file }: Pick<ImprovementWork, 'head' | 'improvable' | 'file'>, text: string) {
  const { prompt, promise, target } = improvable;
  const { variant = '', original } = head.port ?? {};
  return variantFilesOf({
    folder: findWorkspaceFolder(path.resolve(file)),
    file: promise?.file ?? '',
    variant,
    pattern: target.model,
    text,
    ...(prompt.variant === variant ? defined({ replaces: original }) : {}),
  });
}
