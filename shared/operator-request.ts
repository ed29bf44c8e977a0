import * as z from 'zod';
import { ChangeTarget } from './change-record.ts';

/** What an operator wants. `user` names a subject or a sign-in name; `client` an id or a metadata document's URL. */
export const OperatorOrder = z.strictObject({
  gateway: z.string(),
  action: z.enum(['revoke', 'disable', 'enable']),
  target: ChangeTarget,
  reason: z.string().max(200).optional(),
});
export type OperatorOrder = z.infer<typeof OperatorOrder>;

/**
 * A signed STS `GetCallerIdentity` request without its fixed parts. It proves who gives the order: the operator function
 * sends it to STS, which answers with the ARN behind the signature. The order's digest is among the signed headers, so the
 * proof serves for this order only.
 */
export const ActorProof = z.strictObject({
  authorization: z.string().max(4096),
  amzDate: z.string().regex(/^\d{8}T\d{6}Z$/),
  securityToken: z.string().max(16_384).optional(),
});
export type ActorProof = z.infer<typeof ActorProof>;

/** The one header of the proof that binds it to its order: SHA-256 of the order's JSON, in hex. */
export const ORDER_DIGEST_HEADER = 'x-sallyport-order';

export const OperatorRequest = z.strictObject({
  version: z.literal(1),
  /** The order as JSON text: what was hashed is what is parsed. */
  order: z.string().max(8192),
  proof: ActorProof,
});
export type OperatorRequest = z.infer<typeof OperatorRequest>;

/** What became of an order. */
export const OperatorAnswer = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    actor: z.string(),
    target: ChangeTarget,
    before: z.record(z.string(), z.json()),
    after: z.record(z.string(), z.json()),
    /** What went beyond the switch: sign-out at the issuer, lent sessions ended, the record. A step that failed is named. */
    steps: z.array(z.strictObject({ step: z.enum(['sign_out', 'end_sessions', 'record']), done: z.boolean() })),
  }),
  z.strictObject({
    ok: z.literal(false),
    reason: z.enum([
      'order_refused',
      'actor_unknown',
      'target_unknown',
      'record_refused',
      'state_unreachable',
      'unexpected',
    ]),
    /** One fixed sentence. */
    message: z.string(),
  }),
]);
export type OperatorAnswer = z.infer<typeof OperatorAnswer>;
