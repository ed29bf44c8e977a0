import type { ChangeRecord, ChangeTarget } from '../../shared/change-record.ts';
import type { OperatorOrder } from '../../shared/operator-request.ts';
import {
  DISABLED_TOOLS_KEY,
  STOP_ALL_KEY,
  stopClientKey,
  stopTokenKey,
  stopUserKey,
} from '../../shared/state-table.ts';

/** Values of an item of the state table. */
export type ItemValues = ChangeRecord['before'];

/** One change of one stop item. */
export type StopChange =
  | { readonly kind: 'set'; readonly key: string; readonly values: { readonly [name: string]: number } }
  | { readonly kind: 'remove'; readonly key: string; readonly name: 'disabledAt' }
  | { readonly kind: 'add' | 'delete'; readonly key: string; readonly tool: string };

/**
 * How long a revoked token is remembered. Its id may be the one of a whole sign-in, which lives as long as its refresh
 * token: one day in our pool, a year at issuers that are generous. Nothing else of a stop is ever forgotten.
 */
const TOKEN_STOP_SECONDS = 400 * 24 * 60 * 60;

/** What an order changes. `now` is in seconds since the epoch. */
export function stopChange(action: OperatorOrder['action'], target: ChangeTarget, now: number): StopChange {
  const { kind, name = '' } = target;
  if (kind === 'tool') return { kind: action === 'enable' ? 'delete' : 'add', key: DISABLED_TOOLS_KEY, tool: name };
  const key = keyOf(kind, name);
  switch (action) {
    case 'enable':
      return { kind: 'remove', key, name: 'disabledAt' };
    case 'disable':
      return { kind: 'set', key, values: { disabledAt: now } };
    case 'revoke':
      return { kind: 'set', key, values: { revokedAt: now, ...(kind === 'token' && forgottenLater(now)) } };
  }
}

/** An item's values after a change. */
export function afterChange(before: ItemValues, change: StopChange): ItemValues {
  switch (change.kind) {
    case 'set':
      return { ...before, ...change.values };
    case 'remove':
      return Object.fromEntries(Object.entries(before).filter(([name]) => name !== change.name));
    case 'add':
      return { ...before, tools: [...new Set([...toolsOf(before), change.tool])].toSorted() };
    case 'delete':
      return { ...before, tools: toolsOf(before).filter((tool) => tool !== change.tool) };
  }
}

/** Whether there is anything to change. */
export function changesAnything(before: ItemValues, change: StopChange): boolean {
  if (change.kind === 'remove') return change.name in before;
  return change.kind !== 'delete' || toolsOf(before).includes(change.tool);
}

function toolsOf({ tools }: ItemValues): readonly string[] {
  return Array.isArray(tools) ? tools.filter((tool) => typeof tool === 'string') : [];
}

function keyOf(kind: 'all' | 'user' | 'client' | 'token', name: string): string {
  switch (kind) {
    case 'all':
      return STOP_ALL_KEY;
    case 'user':
      return stopUserKey(name);
    case 'client':
      return stopClientKey(name);
    case 'token':
      return stopTokenKey(name);
  }
}

function forgottenLater(now: number): { expiresAt: number } {
  return { expiresAt: now + TOKEN_STOP_SECONDS };
}
