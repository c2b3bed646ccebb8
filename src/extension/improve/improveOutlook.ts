import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ImproveOptions } from '../../core/improve/improvePage.ts';
import { defined } from '../../core/jsonRead.ts';
import { variantNameFor } from '../../core/routing/addVariant.ts';
import type { PlannedCost } from '../../core/run/events.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import { improvableJudge } from '../../node/improve/improvableJudge.ts';
import { estimateImprovement } from '../../node/improve/improveEstimate.ts';
import { newHead } from '../../node/improve/improveHead.ts';
import { type ImprovableSuite, improvableSuite } from '../../node/improve/improveTask.ts';
import { mendForTarget } from '../../node/improve/mendForTarget.ts';
import { portableSuite } from '../../node/improve/portableSuite.ts';
import type { ImproveWork } from '../../node/improve/runImprove.ts';
import { newRunId } from '../../node/records/journal.ts';
import { promptTextOpener } from '../../node/suites/workspaceSuiteFiles.ts';
import { projectFolder } from '../editor/editorFiles.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';

/** An improvement as it would begin now, and what it may cost. */
export interface Outlook extends ImproveWork {
  readonly estimate: PlannedCost;
}

/** Each held-out row is asked so often at most, on each side. */
const usualDraws = 3;
/** How much worse a ported prompt may be and still count as kept, as a share of the rows. */
const usualMargin = 0.05;

/** What is to be done with the prompt of a suite: improved where it is, or ported to another model. */
export interface Wish {
  readonly open: OpenSuite;
  readonly options: ImproveOptions;
  /** The new model of a port. */
  readonly to?: string;
  /** The name of a judge's check, whose rubric is improved in place of the prompt. */
  readonly judge?: string;
}

/** Works out what would be done. Throws `invalid-arguments` or `invalid-prompt` with the reason where it cannot begin. Nothing is sent. */
export async function outlookOf(services: Services, wish: Wish): Promise<Outlook> {
  const { open, options, to } = wish;
  const { clock, random } = services.environment;
  const runId = newRunId(clock.wallTime(), random);
  const improvable = await improvableOf(services, wish);
  const folder = projectFolder(open.uri);
  const storage = services.storageFor(open.uri);
  const routes = await services.routes.refresh(open.uri);
  const place = { folder, storage, name: open.name };
  const isPlain = to === undefined && wish.judge === undefined && !options.shorter;
  const wishes = {
    reflect: options.reflect,
    draws: usualDraws,
    maxCalls: options.maxCalls,
    ...defined({
      maxCost: options.maxCost,
      shorter: options.shorter ? (true as const) : undefined,
      aim: isPlain ? options.aim : undefined,
      examples: options.examples > 0 && !options.shorter ? options.examples : undefined,
    }),
  };
  const known = { registry: services.registry(), catalog: services.catalog(), routes };
  const head = to === undefined ? newHead(improvable, wishes, place) : portHead(improvable, { wishes, place, known });
  const work = { runId, name: open.name, promptVersion: open.promptVersion, improvable, head };
  const outlook = { ...known, storage, openText: textOpener(open), isProvedInBatches: options.batch };
  return { ...work, estimate: await estimateImprovement(work, outlook) };
}

/** The suite as far as its prompt can be improved or ported, with the prompt as it stands in the editor. */
export async function improvableOf(services: Services, { open, options, to, judge }: Wish): Promise<ImprovableSuite> {
  const texts = await editedTexts(open);
  const read = (file: string) => texts.get(path.resolve(projectFolder(open.uri), file)) ?? '';
  if (judge !== undefined) {
    const runs = { storage: services.storageFor(open.uri), name: open.name };
    return improvableJudge(open.suite, { ...runs, read, check: judge });
  }
  return to === undefined
    ? improvableSuite(open.suite, { target: options.target, read })
    : portableSuite(open.suite, { from: options.target, to, read });
}

/** Opens texts of prompts that are not on disk, with the partials as they stand in the editor. */
export function textOpener({ uri }: OpenSuite): ReturnType<typeof promptTextOpener> {
  const unsaved = (file: string) =>
    vscode.workspace.textDocuments.find((document) => document.isDirty && document.uri.fsPath === file)?.getText();
  return promptTextOpener(projectFolder(uri), { unsaved, given: uri.fsPath });
}

function portHead(
  improvable: ImprovableSuite,
  {
    wishes,
    place,
    known,
  }: {
    readonly wishes: Parameters<typeof newHead>[1];
    readonly place: Parameters<typeof newHead>[2];
    readonly known: Parameters<typeof mendForTarget>[1];
  },
): ImproveHead {
  const { start, target, prompt, promise } = improvable;
  const mended = mendForTarget(improvable, known);
  const port = {
    from: promise?.target.id ?? '',
    margin: usualMargin,
    variant: prompt.variant ?? variantNameFor(target.model),
    original: start.text,
    mended: mended.mended.flatMap(({ fix }) => (fix ? [fix.title] : [])),
  };
  const opened = start.reopen(mended.text) ?? start;
  return newHead({ ...improvable, start: opened }, { ...wishes, port }, place);
}

/** The texts of a suite, its prompt files and their variants, saved or not, by path. */
async function editedTexts({ uri, suite: { prompts } }: OpenSuite): Promise<ReadonlyMap<string, string>> {
  const named = prompts.flatMap((prompt) =>
    [prompt, ...(prompt.variants ?? [])].flatMap(({ file, textFile }) => file ?? textFile?.file ?? []),
  );
  const files = new Set([uri.fsPath, ...named]);
  const texts = [...files].map(async (file) => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    return [file, document.getText()] as const;
  });
  return new Map(await Promise.all(texts));
}
