import { defined } from '../jsonRead.ts';
import type { Problem } from '../text/problem.ts';
import { type PortabilityFinding, type PortabilityFix, severities } from './portabilityFinding.ts';

/** A Problem of a prompt file on the chosen models, with the changes that would mend it. */
export interface PortabilityProblem extends Problem {
  readonly fix?: PortabilityFix;
}

/** Turns findings into Problems: the same thing on several models is one Problem. Unknown models are reported elsewhere. */
export function portabilityProblems(findings: readonly PortabilityFinding[]): readonly PortabilityProblem[] {
  const told = findings.filter(({ field }) => field !== 'model');
  const groups = Map.groupBy(
    told,
    ({ field, message, model, range }) => `${field} ${range.start} ${withoutModel(message, model)}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const models = group.flatMap(({ model }) => model ?? []);
    const { effect, message, model, range, fix } = first;
    return [
      {
        severity: severities[effect],
        code: `portability-${effect}`,
        message:
          models.length === 0
            ? message
            : `${models.join(', ')}: ${models.length > 1 ? withoutModel(message, model) : message}`,
        range,
        ...defined({ fix }),
      },
    ];
  });
}

/** A message without the name of its model, so that equal messages about several models are found. */
function withoutModel(message: string, model: string | undefined): string {
  const name = model?.slice(model.indexOf('/') + 1);
  return name ? message.replaceAll(model ?? name, 'the model').replaceAll(name, 'the model') : message;
}
