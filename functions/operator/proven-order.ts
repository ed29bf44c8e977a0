import type { ChangeRecord } from '../../shared/change-record.ts';
import type { OperatorOrder } from '../../shared/operator-request.ts';
import type { FoundTarget } from './find-target.ts';
import type { OperatorParts } from './operator-parts.ts';
import type { ItemValues } from './stop-change.ts';

/** An order with everything known about it. */
export interface ProvenOrder {
  readonly order: OperatorOrder;
  /** ARN that STS proved. */
  readonly actor: string;
  readonly found: FoundTarget;
  readonly at: Date;
}

/** The record of an order: who changed what, from what, to what (I6). */
export function changeRecord(
  { order, actor, found, at }: ProvenOrder,
  { before, after }: { readonly before: ItemValues; readonly after: ItemValues },
  { gateway, randomUUID }: Pick<OperatorParts, 'gateway' | 'randomUUID'>,
): ChangeRecord {
  return {
    version: 1,
    kind: 'change',
    time: at.toISOString(),
    id: randomUUID(),
    gateway,
    actor,
    action: order.action,
    target: found.target,
    before,
    after,
    ...(order.reason !== undefined && { reason: order.reason }),
  };
}

/** Seconds since the epoch, in which all times of the state table are. */
export function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
