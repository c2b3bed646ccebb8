import type { ExportedRoute, RouteExport } from './exportedRoute.ts';
import { routeModule } from './routeModule.ts';
import { sdkDialect } from './sdkDialect.ts';

/** One TypeScript file on the vendors' own SDKs. */
export function typescriptModule(exported: RouteExport): ExportedRoute {
  return routeModule(exported, sdkDialect);
}
