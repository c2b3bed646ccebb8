import { lintModel } from '../models/lintModel.ts';
import type { ModelKnowledge } from '../models/modelKnowledge.ts';
import { normalizeModelName } from '../models/modelName.ts';
import { parseModelRef } from '../models/modelRef.ts';
import { readTierRef } from '../models/tierRef.ts';
import { isRouteId } from '../routeId.ts';
import type { Problem } from '../text/problem.ts';
import { readYaml } from '../text/yamlSource.ts';
import { readProviderName } from './providerName.ts';
import { itemsOf, type SourceNode, textOf, yamlNode } from './sourceNode.ts';

/**
 * Warns of models of an `*.eval.yaml` that nobody can run; the rest of the suite still runs. The suite's reader reports everything that has
 * another form.
 */
export function lintSuiteModels(text: string, knowledge: ModelKnowledge): readonly Problem[] {
  const root = yamlNode('', readYaml(text, 0, { shape: 'any', merge: true }));
  const lists = ['models', 'targets', 'providers'].flatMap((key) => listed(root.child(key)));
  const judge = root.child('judge');
  if (isRouteId(textOf(judge) ?? ''))
    return [...lists.flatMap((node) => lintNode(node, knowledge)), routeAsJudge(judge)];
  return [...lists, judge].flatMap((node) => lintNode(node, knowledge));
}

function lintNode(node: SourceNode, knowledge: ModelKnowledge): readonly Problem[] {
  const model = modelOf(textOf(node) ?? '');
  return model === undefined ? [] : lintModel(model, node.place.range, knowledge).map(asWarning);
}

function routeAsJudge(node: SourceNode): Problem {
  const message = 'A judge is always the same model: name one, written provider/model, not a route.';
  return { severity: 'error', code: 'route-judge', message, range: node.place.range };
}

function listed(node: SourceNode): readonly SourceNode[] {
  const items = Array.isArray(node.value) ? itemsOf(node) : [node];
  return items.map((item) => (typeof item.value === 'string' ? item : item.child('id')));
}

function modelOf(name: string): string | undefined {
  if (name.startsWith('file://')) return undefined;
  if (readTierRef(name)) return name.trim();
  if (isRouteId(name)) return name;
  return readProviderName(name) ?? (parseModelRef(name) ? normalizeModelName(name) : undefined);
}

function asWarning(problem: Problem): Problem {
  return problem.severity === 'error' ? { ...problem, severity: 'warning' } : problem;
}
