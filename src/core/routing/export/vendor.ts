import { parseModelRef } from '../../models/modelRef.ts';
import { type EndpointKind, type EndpointSettings, normalizeBaseUrl } from '../../providers/contract/endpoint.ts';
import { presets } from '../../providers/presets.ts';

/** Who answers for a model, in the words that every export needs. */
export interface Vendor {
  /** Our id: `openai`. */
  readonly provider: string;
  /** The vendor's own name of the model. */
  readonly model: string;
  readonly kind: EndpointKind;
  /** As the vendor's SDK expects it; undefined where it is the SDK's own default or was never set. */
  readonly baseUrl: string | undefined;
  /** The user has set the address. */
  readonly isMoved: boolean;
  /** Undefined where no key is needed. */
  readonly keyVariable: string | undefined;
}

/** Undefined for what only Polyprompt can ask: simulated models, those of the editor, tiers. */
export function vendorOf(target: string, endpoints: Readonly<Record<string, EndpointSettings>>): Vendor | undefined {
  const ref = parseModelRef(target);
  if (!ref) return undefined;
  const preset = presets.find(({ id }) => id === ref.provider);
  const own = endpoints[ref.provider];
  if (!preset && !own) return undefined;
  const kind = own?.kind ?? preset?.kind ?? 'openai-chat';
  return {
    ...ref,
    kind,
    baseUrl: own ? normalizeBaseUrl(own.baseUrl, kind) : preset?.baseUrl,
    isMoved: own !== undefined,
    keyVariable: own?.keyVariable ?? preset?.keyVariables[0],
  };
}
