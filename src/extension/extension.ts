import type * as vscode from 'vscode';
import { registerBatch } from './batch/batch.ts';
import { registerChooseCases } from './chooseCases.ts';
import { registerChooseModels } from './chooseModels.ts';
import { registerClearCache } from './clearCache.ts';
import { registerConvertPrompt } from './convertPrompt.ts';
import { registerEvals } from './evals/evals.ts';
import { registerFirstSteps } from './firstSteps/firstSteps.ts';
import { registerGate } from './gate/gate.ts';
import { PromptChanges } from './gate/promptChanges.ts';
import { registerKeyCommands } from './keyCommands.ts';
import { registerLanguageFeatures } from './language/languageFeatures.ts';
import { registerLineAbove } from './lineAbove/lineAbove.ts';
import { registerMatrixPanels } from './matrix/matrixPanels.ts';
import { registerMigrationReport } from './migration/migrationReport.ts';
import { registerModelsView } from './modelsView.ts';
import { registerOpenRun } from './openRun.ts';
import { registerComparePanels } from './panel/comparePanels.ts';
import { registerCheckPortability } from './portability/checkPortability.ts';
import { registerExportRoute } from './routes/exportRoute.ts';
import { registerSimulateRoutes } from './routes/simulateRoutes.ts';
import { registerRunPrompt } from './runPrompt.ts';
import { registerRunsView } from './runsView.ts';
import { createServices } from './services.ts';
import { registerSettingsNotice } from './settingsNotice.ts';
import { registerStatusBar } from './statusBar.ts';
import { registerTerminalCommand } from './terminalCommand.ts';

/** The table of contents: shared services, then one line per feature. Nothing is read, sent or started here. */
export function activate(context: vscode.ExtensionContext): void {
  const services = createServices(context);
  const changes = new PromptChanges(services);
  context.subscriptions.push(
    services,
    changes,
    registerLanguageFeatures(services),
    registerFirstSteps(services),
    registerRunPrompt(services),
    registerChooseModels(services),
    registerCheckPortability(services),
    registerChooseCases(services),
    registerConvertPrompt(services),
    registerClearCache(services),
    registerComparePanels(services),
    registerMatrixPanels(services),
    registerOpenRun(services),
    registerEvals(services),
    registerBatch(services),
    registerGate(services, changes),
    registerLineAbove(services, changes),
    registerMigrationReport(services),
    registerSimulateRoutes(services),
    registerExportRoute(services),
    registerKeyCommands(services),
    registerModelsView(services),
    registerRunsView(services),
    registerStatusBar(services),
    registerSettingsNotice(services),
    registerTerminalCommand(services),
  );
}
