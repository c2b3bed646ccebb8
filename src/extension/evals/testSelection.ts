import * as vscode from 'vscode';
import { defined } from '../../core/jsonRead.ts';
import type { EvalSelection } from '../services/evalRuns.ts';
import type { OpenSuite, Suites } from '../services/suites.ts';

/** What a request of the Test Explorer means for one suite. */
export interface SelectedSuite {
  readonly open: OpenSuite;
  readonly selection: EvalSelection;
}

/** The ids of suite, case and model of an item; an item higher in the tree has fewer of them. */
type ItemPath = readonly [suite: string, caseId?: string, target?: string];

/** The suites of a request with the cells that it wants; everything when it names nothing. */
export async function selectionsOf(
  { include, exclude }: Pick<vscode.TestRunRequest, 'include' | 'exclude'>,
  suites: Pick<Suites, 'all' | 'read'>,
): Promise<SelectedSuite[]> {
  const wanted = include?.map(pathOf) ?? (await suites.all()).map((open): ItemPath => [open.uri.toString()]);
  const unwanted = exclude?.map(pathOf) ?? [];
  const ids = [...new Set(wanted.map(([suite]) => suite))];
  return Promise.all(
    ids.map(async (id) => ({
      open: await suites.read(vscode.Uri.parse(id, true)),
      selection: selectionOf(
        wanted.filter(([suite]) => suite === id),
        unwanted.filter(([suite]) => suite === id),
      ),
    })),
  );
}

function selectionOf(wanted: readonly ItemPath[], unwanted: readonly ItemPath[]): EvalSelection {
  const isWhole = wanted.some((path) => path.length === 1);
  if (isWhole && unwanted.length === 0) return {};
  const includes = (caseId: string, target: string) =>
    wanted.some((path) => covers(path, caseId, target)) && !unwanted.some((path) => covers(path, caseId, target));
  const cases = isWhole ? undefined : new Set(wanted.flatMap(([, caseId]) => (caseId === undefined ? [] : [caseId])));
  return { includes, ...defined({ cases }) };
}

function covers([, ownCase, ownTarget]: ItemPath, caseId: string, target: string): boolean {
  return (ownCase === undefined || ownCase === caseId) && (ownTarget === undefined || ownTarget === target);
}

function pathOf(item: vscode.TestItem): ItemPath {
  const { parent } = item;
  if (!parent) return [item.id];
  return parent.parent ? [parent.parent.id, parent.id, item.id] : [parent.id, item.id];
}
