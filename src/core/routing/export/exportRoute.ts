import { aiSdkModule } from './aiSdkModule.ts';
import type { ExportedRoute, ExportTarget, RouteExport } from './exportedRoute.ts';
import { litellmConfig } from './litellmConfig.ts';
import { openrouterRequest } from './openrouterRequest.ts';
import { typescriptModule } from './typescriptModule.ts';

const writers: Readonly<Record<ExportTarget, (exported: RouteExport) => ExportedRoute>> = {
  litellm: litellmConfig,
  openrouter: openrouterRequest,
  'ai-sdk': aiSdkModule,
  typescript: typescriptModule,
};

/** A route in the form of its place in production, and a note for each thing that cannot be said there. */
export function exportRoute(exported: RouteExport, target: ExportTarget): ExportedRoute {
  return writers[target](exported);
}
