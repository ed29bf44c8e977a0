import type { Connection } from '../../shared/connect.ts';
import { LONGEST_ENTERED_SECRET, SHORTEST_SECRET } from '../../shared/secret-length.ts';
import { escapeHtml, page } from '../web/page.ts';
import type { WebAnswer } from '../web/web-answer.ts';
import { saveUrl } from './connect-urls.ts';

export interface FormPageProps {
  readonly resource: string;
  readonly connection: Connection;
  /** The client that asked. */
  readonly clientId: string;
  /** Who is signed in. */
  readonly name: string;
  readonly id: string;
  readonly ticket: string;
  /** Why the form is shown again. */
  readonly problem: string | undefined;
}

/** Asks the person: what for, who asked, who is about to answer. What was entered before is never shown again. */
export function formPage(props: FormPageProps): WebAnswer {
  const { connection, resource, problem } = props;
  const label = escapeHtml(connection.label);
  const body = [
    `<p>You are signed in as <strong>${apart(props.name)}</strong>.</p>`,
    `<p>The tool <strong>${escapeHtml(connection.title)}</strong> at <code>${escapeHtml(resource)}</code> needs it. The program <code>${apart(props.clientId)}</code> asked in your name.</p>`,
    '<p>It is kept for you alone. Neither the program nor the model sees it.</p>',
    ...(problem === undefined ? [] : [`<p class="warning" role="alert">${escapeHtml(problem)}</p>`]),
    `<form method="post" action="${escapeHtml(saveUrl(resource))}" autocomplete="off">`,
    `<input type="hidden" name="id" value="${escapeHtml(props.id)}">`,
    `<input type="hidden" name="ticket" value="${escapeHtml(props.ticket)}">`,
    `<label for="secret">${label}</label>`,
    `<input id="secret" type="password" name="secret" autocomplete="off" spellcheck="false" required minlength="${SHORTEST_SECRET}" maxlength="${LONGEST_ENTERED_SECRET}">`,
    '<button name="decision" value="save">Save</button>',
    '<button name="decision" value="cancel" formnovalidate>Cancel</button>',
    '</form>',
  ];
  return page(problem === undefined ? 200 : 400, `Enter: ${connection.label}`, body.join('\n'), ["'self'"]);
}

/** Text of others on its own, so that letters of the other direction turn nothing around it. */
function apart(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}
