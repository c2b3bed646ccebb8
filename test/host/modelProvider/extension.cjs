// A vendor of editor models for the tests: it answers with what it was asked, two words at a time.
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
const textOf = (message) => message.content.map((part) => part.value ?? '').join('');

exports.activate = (context) => {
  const provider = {
    provideLanguageModelChatInformation: () => [model],
    provideLanguageModelChatResponse: async (_model, messages, _options, progress) => {
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
