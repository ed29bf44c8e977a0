import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { AuditRecord } from '../../shared/audit-record.ts';
import { McpHeader } from '../../shared/protocol.ts';
import type { RecordWriter } from '../audit/write-record.ts';
import { headerValues } from './header-values.ts';
import { type AuthorizerRefusal, isOutage, refusalDetail } from './refusal.ts';

/** Writes the one record of a refused request (I1). */
export type RecordRefusal = (event: APIGatewayRequestAuthorizerEvent, refusal: AuthorizerRefusal) => Promise<void>;

/** What the records are made with. */
export interface RecordRefusalProps {
  readonly writer: RecordWriter;
  readonly gateway: string;
  readonly now: () => Date;
  readonly randomUUID: () => string;
}

/** Makes the function that records refusals. Of the request it keeps only what the record's schema names. */
export function refusalRecorder({ writer, gateway, now, randomUUID }: RecordRefusalProps): RecordRefusal {
  return async (event, refusal) => {
    const { requestContext } = event;
    const time = now();
    const record: AuditRecord = {
      version: 1,
      time: time.toISOString(),
      id: randomUUID(),
      gateway,
      gate: 'authorizer',
      ...refusedCall(refusal),
      ...protocolVersion(event),
      outcome: isOutage(refusal) ? 'failed' : 'refused',
      reason: refusal.reason,
      detail: refusalDetail(refusal),
      durationMs: Math.max(0, time.getTime() - requestContext.requestTimeEpoch),
      requestId: requestContext.requestId,
      sourceIp: requestContext.identity.sourceIp,
    };
    await writer.write(record);
  };
}

/** Who asked for what: known only once the token is verified, and the tool only from the contracts. */
function refusedCall(refusal: AuthorizerRefusal): Pick<AuditRecord, 'caller' | 'tool' | 'effect'> {
  switch (refusal.reason) {
    case 'insufficient_scope': {
      const { verified, tool } = refusal;
      return { caller: verified.caller, ...(tool && { tool: tool.name, effect: tool.effect }) };
    }
    case 'token_refused':
    case 'state_unreachable':
      return refusal.caller ? { caller: refusal.caller } : {};
    case 'keys_unreachable':
    case 'unexpected':
      return {};
  }
}

/** The only text of the request in a record; anything that is not a version stays out. */
function protocolVersion(event: APIGatewayRequestAuthorizerEvent): Pick<AuditRecord, 'protocolVersion'> {
  const [version] = headerValues(event, McpHeader.protocolVersion);
  return version !== undefined && /^[0-9A-Za-z.-]{1,32}$/.test(version) ? { protocolVersion: version } : {};
}
