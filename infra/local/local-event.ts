/** Something that happened in local mode, for the person who runs it. */
export type LocalEvent =
  /**
   * IAM said no: the text names the user, the action, the resource and the deciding or nearest statement. Or a function
   * tried to reach what its network does not let through: the action is `network`, the resource the address.
   */
  | { readonly event: 'denied'; readonly action: string; readonly resource: string; readonly text: string }
  /** A function wrote a line. */
  | { readonly event: 'log'; readonly function: string; readonly caller?: string; readonly text: string }
  /** A request ended at API Gateway; the reason is there when API Gateway answered by itself. */
  | { readonly event: 'request'; readonly requestId: string; readonly status: number; readonly reason?: string }
  /** A part of local mode itself failed. */
  | { readonly event: 'fault'; readonly text: string };

/**
 * Lines that say nothing a person waits for: Lambda's own about an invocation's start and end, and the error by whose
 * name alone an authorizer can answer 401. The request's line follows it.
 */
const NOISE = /^(START|END|REPORT|INIT_START) |\tInvoke Error \t\{"errorType":"Error","errorMessage":"Unauthorized"/;

/** The line a person sees for an event, or undefined where there is nothing worth a line. */
export function eventLine(event: LocalEvent): string | undefined {
  switch (event.event) {
    case 'denied':
      return `  denied   ${event.text.replaceAll('\n', '\n           ')}`;
    case 'log':
      return NOISE.test(event.text) ? undefined : `  ${event.function}  ${event.text}`;
    case 'request':
      return event.reason === undefined ? undefined : `  ${event.status}      ${event.reason}`;
    case 'fault':
      return `  fault    ${event.text}`;
  }
}
