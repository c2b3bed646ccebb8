/** Every id that package.json contributes. An architecture test compares the two lists. */
export const commands = {
  runSample: 'polyprompt.runSample',
  runSampleSuite: 'polyprompt.runSampleSuite',
  showSampleRoutes: 'polyprompt.showSampleRoutes',
  openExamples: 'polyprompt.openExamples',
  newPromptFile: 'polyprompt.newPromptFile',
  newSuite: 'polyprompt.newSuite',
  runPrompt: 'polyprompt.runPrompt',
  runWithSimulatedModels: 'polyprompt.runWithSimulatedModels',
  runAsPrompt: 'polyprompt.runAsPrompt',
  stopRun: 'polyprompt.stopRun',
  showPanel: 'polyprompt.showPanel',
  chooseModels: 'polyprompt.chooseModels',
  chooseColumns: 'polyprompt.chooseColumns',
  showMigrationReport: 'polyprompt.showMigrationReport',
  checkPortability: 'polyprompt.checkPortability',
  previewMessages: 'polyprompt.previewMessages',
  setApiKey: 'polyprompt.setApiKey',
  clearApiKey: 'polyprompt.clearApiKey',
  testConnection: 'polyprompt.testConnection',
  addEndpoint: 'polyprompt.addEndpoint',
  refreshModels: 'polyprompt.refreshModels',
  openRun: 'polyprompt.openRun',
  deleteRun: 'polyprompt.deleteRun',
  showRuns: 'polyprompt.showRuns',
  openSettings: 'polyprompt.openSettings',
  runSuite: 'polyprompt.runSuite',
  runSuiteWithoutCache: 'polyprompt.runSuiteWithoutCache',
  runAsBatch: 'polyprompt.runAsBatch',
  collectBatch: 'polyprompt.collectBatch',
  cancelBatch: 'polyprompt.cancelBatch',
  runFailedCases: 'polyprompt.runFailedCases',
  rerunCase: 'polyprompt.rerunCase',
  showCase: 'polyprompt.showCase',
  openExpectedDiff: 'polyprompt.openExpectedDiff',
  acceptAnswer: 'polyprompt.acceptAnswer',
  keepAsTestCase: 'polyprompt.keepAsTestCase',
  rescoreRun: 'polyprompt.rescoreRun',
  simulateRoutes: 'polyprompt.simulateRoutes',
  exportRoute: 'polyprompt.exportRoute',
  resumeRun: 'polyprompt.resumeRun',
  showResults: 'polyprompt.showResults',
  chooseAnswers: 'polyprompt.chooseAnswers',
  chooseCases: 'polyprompt.chooseCases',
  importCases: 'polyprompt.importCases',
  casesHealth: 'polyprompt.casesHealth',
  proposeSuite: 'polyprompt.proposeSuite',
  proposeCases: 'polyprompt.proposeCases',
  useLabelCheck: 'polyprompt.useLabelCheck',
  proposeChecks: 'polyprompt.proposeChecks',
  replacePersonalData: 'polyprompt.replacePersonalData',
  improvePrompt: 'polyprompt.improvePrompt',
  portPrompt: 'polyprompt.portPrompt',
  convertPrompt: 'polyprompt.convertPrompt',
  clearCache: 'polyprompt.clearCache',
  compareWithHead: 'polyprompt.compareWithHead',
  compareWithCommit: 'polyprompt.compareWithCommit',
  checkStaged: 'polyprompt.checkStaged',
  acceptBaseline: 'polyprompt.acceptBaseline',
  installHook: 'polyprompt.installHook',
  uninstallHook: 'polyprompt.uninstallHook',
} as const;

export const views = {
  models: 'polyprompt.models',
  runs: 'polyprompt.runs',
  promptChanges: 'polyprompt.promptChanges',
} as const;

export const languages = {
  dotprompt: 'dotprompt',
  github: 'github-prompt',
  text: 'prompt-text',
  prompty: 'prompty',
  evalSuite: 'eval-suite',
} as const;

export const settings = {
  endpoints: 'polyprompt.endpoints',
  models: 'polyprompt.models',
  catalogFile: 'polyprompt.catalogFile',
  defaultModels: 'polyprompt.defaultModels',
  defaultJudge: 'polyprompt.defaultJudge',
  defaultEmbedder: 'polyprompt.defaultEmbedder',
  firstByteTimeout: 'polyprompt.timeouts.firstByte',
  totalTimeout: 'polyprompt.timeouts.total',
  codeLens: 'polyprompt.codeLens.enabled',
  evals: 'polyprompt.evals',
  confirmAbove: 'polyprompt.budget.confirmAbove',
  maxPerRun: 'polyprompt.budget.maxPerRun',
  mcpServers: 'polyprompt.mcpServers',
  mcpMode: 'polyprompt.mcp.mode',
  afterEval: 'polyprompt.afterEval',
  failedCases: 'polyprompt.failedCases',
  personalData: 'polyprompt.personalData',
  agentPerCall: 'polyprompt.agents.maxCostPerCall',
  agentPerDay: 'polyprompt.agents.maxCostPerDay',
  agentAskAbove: 'polyprompt.agents.askAbove',
  agentServer: 'polyprompt.agents.mcpServer',
  verdictName: 'polyprompt.verdicts.name',
} as const;

/** The type of the compare panel, as its serializer and its activation event name it. */
export const panelType = 'polyprompt.compare';

/** The type of the page about routes. */
export const routesType = 'polyprompt.routes';

/** The type of the page between a file and the repository. */
export const casesType = 'polyprompt.cases';

/** The type of the page of an improvement. */
export const improveType = 'polyprompt.improve';

/** The type of the matrix of a suite. */
export const matrixType = 'polyprompt.matrix';

/** Language ids of prompt files. */
export const promptLanguages: readonly string[] = Object.values(languages).filter((id) => id !== languages.evalSuite);

/** The id under which the tools for coding agents are offered as an MCP server. */
export const mcpProviderId = 'polyprompt.agents';

/** What stands before each tool's name in the editor, where the tools of all extensions stand in one list. */
export const toolPrefix = 'polyprompt_';
