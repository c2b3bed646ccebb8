import type * as vscode from 'vscode';
import { registerAgentServer } from './agent/agentServer.ts';
import { registerAgentTools } from './agent/agentTools.ts';
import { registerBatch } from './batch/batch.ts';
import { registerCasesPanels } from './cases/casesPanels.ts';
import { registerCasesHealth } from './cases/healthCommand.ts';
import { registerUseLabelCheck } from './cases/labelCheckCommand.ts';
import { registerProposeChecks } from './cases/proposeChecksCommand.ts';
import { registerProposeCases } from './cases/proposeCommand.ts';
import { registerProposeSuite } from './cases/proposeSuiteCommand.ts';
import { registerComparePanels } from './compare/comparePanels.ts';
import { registerRunPrompt } from './compare/runPrompt.ts';
import { registerEvals } from './evals/evals.ts';
import { registerFirstSteps } from './firstSteps/firstSteps.ts';
import { registerGate } from './gate/gate.ts';
import { registerImprovePanels } from './improve/improvePanels.ts';
import { registerLanguageFeatures } from './language/languageFeatures.ts';
import { registerLineAbove } from './lineAbove/lineAbove.ts';
import { registerMatrixPanels } from './matrix/matrixPanels.ts';
import { registerMigrationReport } from './migrationReport.ts';
import { registerKeyCommands } from './models/keyCommands.ts';
import { registerModelsView } from './models/modelsView.ts';
import { registerCheckPortability } from './portabilityCommand.ts';
import { registerChooseCases } from './prompts/chooseCases.ts';
import { registerChooseColumns } from './prompts/chooseColumns.ts';
import { registerChooseModels } from './prompts/chooseModels.ts';
import { registerConvertPrompt } from './prompts/convertPromptCommand.ts';
import { registerExportRoute } from './routes/exportRouteCommand.ts';
import { registerSimulateRoutes } from './routes/simulateRoutes.ts';
import { registerClearCache } from './runs/clearCache.ts';
import { registerOpenRun } from './runs/openRun.ts';
import { registerRunsView } from './runs/runsView.ts';
import { PromptChanges } from './services/promptChanges.ts';
import { createServices } from './services/services.ts';
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
    registerChooseColumns(services),
    registerCheckPortability(services),
    registerChooseCases(services),
    registerCasesPanels(services),
    registerCasesHealth(services),
    registerUseLabelCheck(services),
    registerProposeSuite(services),
    registerProposeChecks(services),
    registerProposeCases(services),
    registerConvertPrompt(services),
    registerClearCache(services),
    registerComparePanels(services),
    registerMatrixPanels(services),
    registerImprovePanels(services),
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
    registerAgentTools(services),
    registerAgentServer(services),
  );
}
