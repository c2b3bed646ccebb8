import { aiSdkDialect } from './aiSdkDialect.ts';
import type { ExportedRoute, RouteExport } from './exportedRoute.ts';
import { routeModule } from './routeModule.ts';

/** One TypeScript file on the Vercel AI SDK. */
export function aiSdkModule(exported: RouteExport): ExportedRoute {
  return routeModule(exported, aiSdkDialect);
}
