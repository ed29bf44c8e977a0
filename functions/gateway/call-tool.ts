import type { VerifiedRequest } from '../../shared/authorizer-context.ts';
import { CallError, type CallFailure, failureOf } from '../../shared/call-failure.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import { redactArguments } from '../audit/redact-arguments.ts';
import { askForSecret } from './ask-for-secret.ts';
import { authorizeCall } from './authorize-call.ts';
import { borrowLoan, type Loan } from './borrow-loan.ts';
import { type CheckedOutput, checkOutput } from './check-output.ts';
import { decideByPolicy, maySee } from './decide-by-policy.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { invokeTool, type ProgressFrame } from './invoke-tool.ts';
import type { LinkAnswer } from './link-answer.ts';
import { logFailure } from './log-failure.ts';
import type { RequestAudit } from './request-audit.ts';
import { requirePerson } from './require-person.ts';
import { validateInput } from './validate-input.ts';

/** One `tools/call` of one verified caller. */
export interface Call extends VerifiedRequest {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What the client says of a link it was given for this call before. */
  readonly linkAnswer: LinkAnswer | undefined;
  readonly audit: RequestAudit;
  readonly onProgress: (frame: ProgressFrame) => Promise<void>;
  /** The bearer token of the request: for the issuer it came from, where a downstream says so, and for nobody else (B8). */
  readonly callerToken: string | undefined;
  readonly clientGone: AbortSignal;
  readonly deadline: AbortSignal;
}

/** How a call ended, as the client may come to hear it. */
export type CallEnd =
  | { readonly ok: true; readonly result: CheckedOutput }
  | { readonly ok: false; readonly failure: CallFailure };

/** Serves one call and leaves its one record before the answer is known outside (I1, I3). Never throws. */
export async function callTool(call: Call, parts: GatewayParts): Promise<CallEnd> {
  const end = await attempt(call, parts);
  try {
    await (end.ok ? call.audit.succeeded(end.result.bytes) : call.audit.failed(end.failure));
    return end;
  } catch (error) {
    logFailure(parts.log, call.audit.id, error);
    return { ok: false, failure: { reason: 'record_refused' } };
  }
}

async function attempt(call: Call, parts: GatewayParts): Promise<CallEnd> {
  try {
    return { ok: true, result: await serve(call, parts) };
  } catch (error) {
    logFailure(parts.log, call.audit.id, error);
    return { ok: false, failure: failureOf(error) };
  }
}

async function serve(call: Call, parts: GatewayParts): Promise<CheckedOutput> {
  const tool = findTool(call, parts);
  await admit(call, parts, tool);
  const answer = await lend(call, parts, tool, await borrowLoan(call, parts, tool));
  if (answer.type === 'input_required') return askFor(answer.secret, call, parts, tool);
  return checkOutput(parts.validators, tool, answer.output);
}

/** Also for clients that name no tool in a header, and before scopes are looked at: what is off is off for everyone. */
function findTool({ name, input, audit, disabledTools }: Call, { contracts }: GatewayParts): ContractDocument {
  const tool = contracts.find(name);
  if (!tool) throw new CallError({ reason: 'unknown_tool' });
  audit.note({ effect: tool.effect, arguments: redactArguments(tool.inputSchema, input) });
  if (disabledTools.includes(tool.name)) throw new CallError({ reason: 'tool_disabled' });
  return tool;
}

/** Before anything is lent. Other refusals would tell of the tool, so who may never call it hears that there is none (C3). */
async function admit(call: Call, parts: GatewayParts, tool: ContractDocument): Promise<void> {
  const { caller } = call;
  try {
    authorizeCall(tool, call.scopes, parts.contracts.listing);
    requirePerson(tool, caller);
    await validateInput(parts.validators, tool, call.input);
    decideByPolicy({ policies: parts.policies, tool, caller, input: call.input, audit: call.audit });
  } catch (refusal) {
    if (maySee(parts.policies, caller, tool)) throw refusal;
    throw new CallError({ reason: 'tool_not_permitted' });
  }
}

function askFor(
  secret: string,
  { caller, linkAnswer: answered, deadline: signal }: Call,
  { links }: GatewayParts,
  tool: ContractDocument,
): Promise<never> {
  return askForSecret({ caller, tool, secret, links, answered, signal });
}

function lend(
  { audit, caller, input, onProgress, clientGone, deadline }: Call,
  { lambda, environment }: GatewayParts,
  tool: ContractDocument,
  loan: Loan,
) {
  return invokeTool({
    lambda,
    gateway: environment.GATEWAY_NAME,
    envelope: { version: 1, call: { id: audit.id, tool: tool.name, caller }, input: { ...input }, ...loan },
    onProgress,
    clientGone,
    deadline,
  });
}
