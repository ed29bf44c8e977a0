import { escapeHtml, page } from '../web/page.ts';
import type { WebAnswer } from '../web/web-answer.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { ConsentFields } from './consent-ticket.ts';
import { describeRedirect } from './describe-redirect.ts';
import type { FacadeParts } from './facade-parts.ts';
import { consentUrl } from './facade-urls.ts';
import type { OfferedScope } from './load-scopes.ts';
import type { OAuthClient } from './oauth-client.ts';

/** What the form carries besides the person's decision. */
export interface ConsentForm {
  readonly id: string;
  readonly ticket: string;
  readonly fields: ConsentFields;
}

/** Asks the person: who wants in, where the answer goes, and what it opens. Shown every time, remembered never (B11). */
export function consentPage(
  request: AuthorizationRequest,
  form: ConsentForm,
  { environment, scopes }: FacadeParts,
): WebAnswer {
  const place = describeRedirect(request.back.redirectUri);
  // On its own, so that a name in letters of the other direction turns nothing around it.
  const name = `<bdi>${escapeHtml(request.client.name)}</bdi>`;
  const body = [
    `<p><strong>${name}</strong> wants to use tools in your name at <code>${escapeHtml(environment.RESOURCE)}</code>.</p>`,
    ...originOf(request.client),
    `<h2>Where you will be sent</h2>\n<p><strong>${escapeHtml(place.shown)}</strong></p>`,
    ...(place.onThisComputer ? [LOCAL_WARNING] : []),
    `<h2>What it asks for</h2>\n<ul>${scopes
      .filter(({ scope }) => request.scopes.includes(scope))
      .map((scope) => scopeItem(scope, environment.SCOPE_PREFIX))
      .join('')}</ul>`,
    formHtml(consentUrl(environment.RESOURCE), form),
  ];
  const targets = ["'self'", new URL(environment.SIGN_IN_URL).origin, place.source];
  return page(200, 'Allow this program?', body.join('\n'), targets);
}

const LOCAL_WARNING =
  '<p class="warning">Every program on this computer can ask under this name. Go on only if you have just started to sign in there yourself.</p>';

/** Who vouches for the name. */
function originOf({ kind, clientId }: OAuthClient): readonly string[] {
  switch (kind) {
    case 'template':
      return [];
    case 'document':
      return [`<p>It describes itself at <strong>${escapeHtml(new URL(clientId).host)}</strong>.</p>`];
    case 'registered':
      return ['<p class="warning">It chose this name itself. Nobody has checked who it is.</p>'];
  }
}

const EFFECTS: Readonly<Record<OfferedScope['tools'][number]['effect'], string>> = {
  read: 'reads',
  write: 'changes data',
  destructive: 'makes changes that cannot be taken back',
};

/** The tools first, for they are what a person knows; all scopes have the endpoint's prefix, which stands above. */
function scopeItem({ scope, tools }: OfferedScope, prefix: string): string {
  const titles = tools.map(({ title, effect }) => `${escapeHtml(title)} (${EFFECTS[effect]})`);
  const name = scope.startsWith(prefix) ? scope.slice(prefix.length) : scope;
  return `<li>${titles.join('<br>')}<br><code>${escapeHtml(name)}</code></li>`;
}

function formHtml(action: string, { id, ticket, fields }: ConsentForm): string {
  const hidden = Object.entries({ id, ticket, ...fields }).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return [
    `<form method="post" action="${escapeHtml(action)}" aria-label="Your decision">`,
    ...hidden,
    '<button name="decision" value="allow">Allow</button>',
    '<button name="decision" value="refuse">Refuse</button>',
    '</form>',
  ].join('\n');
}
