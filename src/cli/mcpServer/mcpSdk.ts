import { inputRequired, ProtocolError, Server } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';

/** What is used of the protocol's own package. It has a bundle of its own, which nothing but `polyprompt mcp` loads. */
export const mcpSdk = { inputRequired, ProtocolError, Server, StdioServerTransport, serveStdio };
