import { type Html, html } from './html.ts';
import type { ReportStatement } from './report-document.ts';

type Whole = Extract<ReportStatement, { read: 'whole' }>;

/** Statements, each with every word it has. */
export function statementList(statements: readonly ReportStatement[], none: string): Html {
  return statements.length === 0 ? html`<p>${none}</p>` : html`${statements.map(statementBlock)}`;
}

function statementBlock(statement: ReportStatement): Html {
  if (statement.read === 'whole') return wholeBlock(statement);
  return html`<div class="statement warning"><p>Not understood, so as it stands, in <code>${statement.from}</code>:</p>
<pre>${statement.raw}</pre></div>`;
}

function wholeBlock({ effect, from, ofCaller, conditions, ...selections }: Whole): Html {
  const rows = [
    row('Actions', selections.actions),
    row('All actions but', selections.notActions),
    row('Resources', selections.resources),
    row('All resources but', selections.notResources),
    row('For', selections.principals),
    row('For all but', selections.notPrincipals),
    row(
      'Only if',
      conditions.map(({ operator, key, values }) => `${operator} ${key}: ${values.join(' or ')}`),
    ),
  ];
  return html`<div class="statement">
<p><span class="mark">${effect}</span> ${ofCaller ? 'bound to the caller' : 'the same for every caller'}, in <code>${from}</code></p>
<dl>${rows}</dl></div>`;
}

function row(name: string, texts: readonly string[] | undefined): Html | undefined {
  if (!texts || texts.length === 0) return undefined;
  return html`<dt>${name}</dt><dd>${texts.map((text) => html`<code>${text}</code><br>`)}</dd>`;
}
