import { CallError } from '../../shared/call-failure.ts';
import {
  fillMarkers,
  MAX_SESSION_POLICY,
  mapMarkedTexts,
  plainArgument,
  type SessionPolicy,
} from '../../shared/session-policy.ts';

/**
 * Fills a template from validated arguments. The policy is filled as data and written at the end, so an argument is one
 * piece of one text whatever it holds (B9).
 *
 * @throws CallError with `argument_unfit` when an argument is absent or not plain, with `loan_too_large` when the policy
 *   is longer than STS takes.
 * @throws Error when a marker of the template is broken.
 */
export function fillSessionPolicy(template: SessionPolicy, input: Readonly<Record<string, unknown>>): string {
  const filled = mapMarkedTexts(template, (text) => fillMarkers(text, (field) => argument(input, field)));
  const policy = JSON.stringify(filled);
  if (policy.length > MAX_SESSION_POLICY) throw new CallError({ reason: 'loan_too_large' });
  return policy;
}

function argument(input: Readonly<Record<string, unknown>>, field: string): string {
  const value = Object.hasOwn(input, field) ? plainArgument(input[field]) : undefined;
  if (value === undefined) throw new CallError({ reason: 'argument_unfit', field });
  return value;
}
