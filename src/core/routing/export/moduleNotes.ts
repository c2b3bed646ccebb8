import type { Route } from '../route.ts';
import type { ExportNotes } from './exportedRoute.ts';
import { checkExpression } from './moduleChecks.ts';

/** Notes the parts of one route that an exported TypeScript file does in another way, or not at all. */
export function noteModule(route: Route, notes: ExportNotes): void {
  const { name } = route;
  switch (route.kind) {
    case 'fallback':
      if (route.on.includes('context-too-long') || route.contextSteps)
        notes.add(
          `${name}.on`,
          'The file does not know context windows: after a prompt that was too long it also asks models that hold no more.',
        );
      return;
    case 'cascade':
      for (const check of route.checks)
        if (checkExpression(check) === undefined)
          notes.add(
            `${name}.assert`,
            `The check "${check.type}" needs more than the text of the answer: it is left out.`,
          );
      if (route.judge !== undefined) notes.add(`${name}.judge`, 'The file asks no judge.');
      if (route.on.includes('unsure')) notes.add(`${name}.on`, 'Without a judge no answer is unsure.');
      return;
    case 'cost':
      notes.add(
        `${name}.floor`,
        'Who is good enough was decided when the file was written, by what was measured then; by price alone where nothing was.',
      );
      break;
    case 'latency':
      if (route.measure === 'first-token')
        notes.add(`${name}.measure`, 'The file compares the time to the end of the answer.');
      return;
    case 'weighted':
      notes.add(
        `${name}.weighted`,
        'The shares are the same and as stable, but by a key of its own: a single request may go elsewhere.',
      );
      break;
    case 'shadow':
      notes.add(`${name}.shadow`, 'What the others answer goes to `compared.listener`: nothing is compared by itself.');
      break;
  }
}
