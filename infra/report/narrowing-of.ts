import type { Json } from '../../shared/json-schema.ts';
import { fillMarkers, mapMarkedTexts, SessionPolicy } from '../../shared/session-policy.ts';
import type { ReportNarrowing } from './report-document.ts';
import { textOf } from './template-text.ts';

/**
 * Reads the template of a tool's session policies and fills it as the gateway would, with the names of the arguments in the
 * place of their values: `‹orderId›` is no argument that could come.
 */
export function narrowingOf(value: Json | undefined): ReportNarrowing {
  try {
    const template = SessionPolicy.parse(JSON.parse(textOf(value)));
    return { template, example: mapMarkedTexts(template, (text) => fillMarkers(text, exampleArgument)) };
  } catch {
    return { raw: textOf(value) };
  }
}

/** What stands for an argument in an example. */
export function exampleArgument(field: string): string {
  return `‹${field}›`;
}
