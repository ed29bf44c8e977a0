import { redirectKind } from './redirect-address.ts';

/** Where a redirect address leads, for people and for the page's policy. */
export interface RedirectPlace {
  /** Words for people; text from outside, not escaped. */
  readonly shown: string;
  /** Whether it stays on the person's own computer, where any program can wait for the answer (AS5). */
  readonly onThisComputer: boolean;
  /** The CSP source that lets the browser go there. */
  readonly source: string;
}

/** CSP has hosts of these characters only; others, as in IPv6 or after a `;`, would end the source or the directive. */
const CSP_ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/;

/** Says where an address leads that already passed as the client's own. */
export function describeRedirect(redirectUri: string): RedirectPlace {
  const { protocol, host, origin } = new URL(redirectUri);
  const source = CSP_ORIGIN.test(origin) ? origin : protocol;
  switch (redirectKind(redirectUri)) {
    case 'https':
      return { shown: host, onThisComputer: false, source };
    case 'loopback':
      return { shown: `a program on this computer (${host})`, onThisComputer: true, source };
    case 'app':
    case undefined:
      return { shown: `the app that opens ${protocol} links`, onThisComputer: true, source };
  }
}
