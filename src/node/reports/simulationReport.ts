import type { Simulation } from '../../core/simulation/simulateRun.ts';
import { simulationView } from '../../core/simulation/simulationView.ts';
import { standalonePage } from './standalonePage.ts';

/** A simulation as one HTML file that needs nothing else. `distFolder` is where the panel's bundle is. */
export function simulationReport(simulation: Simulation, distFolder: string): string {
  return standalonePage({
    title: 'Routes',
    element: 'polyprompt-routes',
    script: 'results.js',
    styles: ['panel.css'],
    data: simulationView(simulation),
    distFolder,
  });
}
