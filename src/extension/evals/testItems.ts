import * as vscode from 'vscode';
import type { EvalCase } from '../../core/dataset/suite.ts';
import { isJsonObject } from '../../core/json.ts';
import { caseName } from '../../core/plan/caseName.ts';
import { shortTarget } from '../../core/results/caseSummary.ts';
import { isLeftOut, leftOutText } from '../../core/run/runProblem.ts';
import { positionsOf } from '../editor/positions.ts';
import type { EvalRuns } from '../services/evalRuns.ts';
import type { OpenSuite } from '../services/suites.ts';

/**
 * Suites with more cases than this get no test for every line. Their signs in the gutter are drawn by the decorations, where the editor
 * looks.
 */
export const mostInGutter = 2000;

/** The tree of the Test Explorer: suite > case > model. Items are made when they are first looked at or run. */
export class TestItems {
  readonly #controller: vscode.TestController;
  readonly #evals: Pick<EvalRuns, 'targetsOf'>;
  readonly #shown = new Map<string, OpenSuite>();

  constructor(controller: vscode.TestController, evals: Pick<EvalRuns, 'targetsOf'>) {
    this.#controller = controller;
    this.#evals = evals;
  }

  /** Shows exactly these suites, and no others. */
  setSuites(suites: readonly OpenSuite[]): void {
    this.#controller.items.replace(suites.map((open) => this.suite(open)));
  }

  suite(open: OpenSuite): vscode.TestItem {
    const id = open.uri.toString();
    const known = this.#controller.items.get(id);
    const item = known ?? this.#controller.createTestItem(id, open.name, open.uri);
    item.canResolveChildren = true;
    item.description = `${open.suite.cases.length} ${open.suite.cases.length === 1 ? 'case' : 'cases'}`;
    item.error = leftOutMessage(open);
    if (!known) this.#controller.items.add(item);
    return item;
  }

  /** Sets the cases of a suite as it is now. Items of unchanged cases stay. */
  async showCases(open: OpenSuite): Promise<void> {
    const item = this.suite(open);
    const id = open.uri.toString();
    if (this.#shown.get(id) === open) return;
    this.#shown.set(id, open);
    const withRange = open.suite.cases.length <= mostInGutter;
    const items: vscode.TestItem[] = [];
    for (const [index, testCase] of open.suite.cases.entries()) {
      const child = item.children.get(testCase.id) ?? this.#newCase(open, testCase);
      child.sortText = String(index).padStart(7, '0');
      if (withRange) await setRange(child, testCase);
      items.push(child);
    }
    item.children.replace(items);
    item.busy = false;
  }

  isShown(uri: vscode.Uri): boolean {
    return this.#shown.has(uri.toString());
  }

  /** The item of one case on one model, with all items above it. */
  model(open: OpenSuite, testCase: EvalCase, target: string): vscode.TestItem {
    // This is called for every result of a run, so an existing item is looked up before the suite's own item is made.
    const suite = this.#controller.items.get(open.uri.toString()) ?? this.suite(open);
    const known = suite.children.get(testCase.id);
    const parent = known ?? this.#newCase(open, testCase);
    if (!known) suite.children.add(parent);
    return parent.children.get(target) ?? this.#addModel(parent, testCase, target);
  }

  #addModel(parent: vscode.TestItem, testCase: EvalCase, target: string): vscode.TestItem {
    const item = this.#newModel(testCase, target);
    parent.children.add(item);
    return item;
  }

  #newCase(open: OpenSuite, testCase: EvalCase): vscode.TestItem {
    const item = this.#controller.createTestItem(testCase.id, caseName(testCase), vscode.Uri.file(testCase.place.file));
    item.tags = tagsOf(testCase.metadata);
    item.description = tagText(testCase);
    for (const target of this.#evals.targetsOf(open)) item.children.add(this.#newModel(testCase, target.id));
    return item;
  }

  #newModel(testCase: EvalCase, target: string): vscode.TestItem {
    const item = this.#controller.createTestItem(target, shortTarget(target), vscode.Uri.file(testCase.place.file));
    item.tags = [new vscode.TestTag(`model:${target}`), ...tagsOf(testCase.metadata)];
    return item;
  }
}

/** Which part of a suite is left out, as its item says it; undefined where all of it can run. */
function leftOutMessage({ suite }: OpenSuite): string | undefined {
  const left = suite.problems.filter(isLeftOut);
  return left[0] && `${leftOutText(left.length)}: ${left[0].message}`;
}

/** A test without a place opens nothing. */
async function setRange(item: vscode.TestItem, { place }: EvalCase): Promise<void> {
  const start = (await positionsOf(place.file)).positionAt(place.range.start);
  item.range = new vscode.Range(start, start);
}

/** `topic=damaged` for every piece of metadata that is one value; lists give one tag for each. */
function tagsOf(metadata: EvalCase['metadata']): vscode.TestTag[] {
  return Object.entries(metadata).flatMap(([key, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values.filter((item) => !isJsonObject(item)).map((item) => new vscode.TestTag(`${key}=${String(item)}`));
  });
}

function tagText({ metadata }: EvalCase): string {
  return Object.values(metadata)
    .filter((value) => typeof value === 'string')
    .join(', ')
    .slice(0, 40);
}
