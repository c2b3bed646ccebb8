// A vendor of editor models for the tests: it answers with what it was asked, two words at a time. Where it is told to call a tool, it
// calls the first one, and then answers with what that gave.
const vscode = require('vscode');

const model = {
  id: 'parrot',
  name: 'Parrot',
  family: 'parrot',
  version: '1',
  maxInputTokens: 1000,
  maxOutputTokens: 1000,
  capabilities: {},
};
const partText = (part) => part.value ?? (part.content ?? []).map(partText).join('');
const textOf = (message) => message.content.map(partText).join('');
const isResult = (part) => part instanceof vscode.LanguageModelToolResultPart;

exports.activate = (context) => {
  const provider = {
    provideLanguageModelChatInformation: () => [model],
    provideLanguageModelChatResponse: async (_model, messages, options, progress) => {
      const [tool] = options.tools ?? [];
      if (tool && !messages.at(-1).content.some(isResult)) {
        progress.report(new vscode.LanguageModelToolCallPart('call-1', tool.name, { city: 'Oslo' }));
        return;
      }
      for (const word of messages
        .map(textOf)
        .join(' | ')
        .split(/(?<= )/))
        progress.report(new vscode.LanguageModelTextPart(word));
    },
    provideTokenCount: async (_model, text) => (typeof text === 'string' ? text : textOf(text)).split(/\s+/).length,
  };
  context.subscriptions.push(vscode.lm.registerLanguageModelChatProvider('testvendor', provider));
};
