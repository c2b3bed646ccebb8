// Mapped to "vscode" for src/core, so that importing the editor there does not compile. Exports nothing on purpose.
