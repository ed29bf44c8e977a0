import { CallError } from '../../shared/call-failure.ts';
import type { Caller } from '../../shared/caller.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import type { ConnectionLinks } from './connection-links.ts';
import type { LinkAnswer } from './link-answer.ts';

/** A tool that stopped because its caller has not entered a secret yet. */
interface MissingSecret {
  readonly caller: Caller;
  readonly tool: Pick<ContractDocument, 'name' | 'entered'>;
  readonly secret: string;
  /** Absent where people enter no secrets: a tool that asks for one is broken. */
  readonly links: ConnectionLinks | undefined;
  readonly answered: LinkAnswer | undefined;
  readonly signal: AbortSignal;
}

/**
 * Says how a call ends whose tool asked for a secret of the caller. The tool names one of its own secrets and
 * nothing else: where the person is sent to is this endpoint's own page, whatever a hostile tool would like (F12).
 */
export async function askForSecret({ caller, tool, secret, links, answered, signal }: MissingSecret): Promise<never> {
  if (!links || !tool.entered.includes(secret)) {
    throw new CallError({ reason: 'tool_broke_protocol' }, { cause: new Error('nobody enters this secret here') });
  }
  if (caller.kind !== 'person') throw new CallError({ reason: 'person_required' });
  if (answered === 'declined') throw new CallError({ reason: 'connection_declined', secret });
  if (answered === 'accepted') throw new CallError({ reason: 'connection_pending', secret });
  const { id, clientId } = caller;
  const url = await links.create({ caller: id, clientId, tool: tool.name, secret }, signal);
  throw new CallError({ reason: 'connection_needed', secret, url });
}
