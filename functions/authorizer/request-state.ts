import * as z from 'zod';
import {
  AdmittedClient,
  admittedClientKey,
  DISABLED_TOOLS_KEY,
  STOP_ALL_KEY,
  StopItem,
  stopClientKey,
  stopTokenKey,
  stopUserKey,
} from '../../shared/state-table.ts';
import type { ReadState, StateItem } from './read-state.ts';
import type { VerifiedToken } from './verify-token.ts';

/** What the state table says about one request. */
export interface RequestState {
  readonly everyone: StopItem;
  readonly user: StopItem;
  readonly client: StopItem;
  readonly isTokenRevoked: boolean;
  readonly disabledTools: readonly string[];
  /** Present where the token's client was admitted at run time. */
  readonly admittedClient: AdmittedClient | undefined;
}

const Text = z.object({ S: z.string() }).transform(({ S }) => S);
const Numeral = z.object({ N: z.string().regex(/^\d+$/) }).transform(({ N }) => N);
const TextSet = z.object({ SS: z.array(z.string()) }).transform(({ SS }) => SS);

const StopAttributes = z.object({ revokedAt: Numeral.optional(), disabledAt: Numeral.optional() });
const DisabledTools = z.object({ tools: TextSet.default([]) });
const ClientAttributes = z.object({ name: Text, kind: Text, document: Text.optional() });

/**
 * Asks the state table, in one read, everything that could end this request (B7).
 *
 * @throws Error or ZodError when the table does not answer, or an item is not what is written there.
 */
export async function requestState(token: VerifiedToken, readState: ReadState): Promise<RequestState> {
  const { subject, clientId } = token.caller;
  const userKey = stopUserKey(subject);
  const clientKey = stopClientKey(clientId);
  const admittedKey = admittedClientKey(clientId);
  const tokenKeys = token.tokenIds.map(stopTokenKey);
  const items = await readState(
    new Set([
      STOP_ALL_KEY,
      DISABLED_TOOLS_KEY,
      userKey,
      clientKey,
      ...tokenKeys,
      ...(token.isClientListed ? [] : [admittedKey]),
    ]),
  );
  const stopAt = (key: string) => StopItem.parse(StopAttributes.parse(items.get(key) ?? {}));
  return {
    everyone: stopAt(STOP_ALL_KEY),
    user: stopAt(userKey),
    client: stopAt(clientKey),
    isTokenRevoked: tokenKeys.some((key) => items.has(key)),
    disabledTools: DisabledTools.parse(items.get(DISABLED_TOOLS_KEY) ?? {}).tools,
    admittedClient: readAdmitted(items.get(admittedKey)),
  };
}

function readAdmitted(item: StateItem | undefined): AdmittedClient | undefined {
  return item && AdmittedClient.parse(ClientAttributes.parse(item));
}
