import { itemsOf, type SourceNode, textOf, yamlNode } from '../dataset/sourceNode.ts';
import { isJsonObject } from '../json.ts';
import { lintEnd } from '../models/lintModel.ts';
import type { ModelKnowledge } from '../models/modelKnowledge.ts';
import { normalizeModelName } from '../models/modelName.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import { readYaml } from '../text/yamlSource.ts';
import type { ProjectFile } from './projectFile.ts';
import { stepsOf } from './route.ts';

/**
 * Reports models of `polyprompt.yaml` that have ended or end soon, each at its place: in routes, tiers, and as judge, embedder or
 * classifier.
 */
export function lintProjectModels(project: ProjectFile, text: string, knowledge: ModelKnowledge): readonly Problem[] {
  const root = yamlNode('', readYaml(text, 0, { shape: 'any', merge: true }));
  const routes = root.child('routes');
  const names = isJsonObject(routes.value) ? Object.keys(routes.value) : [];
  const inRoutes = names.flatMap((name) => ['classify', 'judge'].map((key) => routes.child(name).child(key)));
  const tiers = ['frontier', 'mid', 'fast'].flatMap((tier) => itemsOf(root.child('tiers').child(tier)));
  const steps = [...project.routes.values()].flatMap(stepsOf);
  return [
    ...steps.flatMap(({ target, place }) => (place ? lintEnd(target, place.range, knowledge) : [])),
    ...[...inRoutes, ...tiers, root.child('judge'), root.child('embedder')].flatMap((node) =>
      lintNode(node, knowledge),
    ),
  ].filter(isFirstAt());
}

function lintNode(node: SourceNode, knowledge: ModelKnowledge): readonly Problem[] {
  const name = textOf(node);
  return name === undefined ? [] : lintEnd(normalizeModelName(name), node.place.range, knowledge);
}

function isFirstAt(): (problem: Problem) => boolean {
  const seen = new Set<string>();
  const keyOf = ({ start, end }: TextRange) => `${start} ${end}`;
  return ({ range }) => !seen.has(keyOf(range)) && seen.add(keyOf(range)) !== undefined;
}
