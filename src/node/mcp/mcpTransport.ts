import type { JsonObject } from '../../core/json.ts';

/** Takes what a server says: whole messages, and the end of the connection with its reason. */
export interface McpListener {
  received(message: JsonObject): void;
  ended(reason: string): void;
}

/** Carries JSON-RPC messages to one server and back. */
export interface McpTransport {
  /** Sends a message. A failure is told to the listener as the end of the connection. */
  send(message: JsonObject): void;
  /** Told once both sides have agreed on a version of the protocol. */
  agreed?(version: string): void;
  /** Ends the connection; resolves when nothing of it is left. */
  close(): Promise<void>;
}

/** Opens the connection to a server. */
export type OpenTransport = (listener: McpListener) => McpTransport;
