import { type Html, html } from './html.ts';
import type { ReportAccess } from './report-document.ts';

type Row = ReportAccess['rows'][number];

/** Who can call, one line for each answer that differs. */
export function accessLines({ scope, rows }: ReportAccess): Html {
  const people = rows.filter(({ kind }) => kind === 'person').map(line);
  const machines = rows.filter(({ kind }) => kind === 'machine');
  const oneAnswer = new Set(machines.map(({ verdict }) => verdict)).size === 1;
  const [machine] = machines;
  const machineLines = machine && oneAnswer ? [html`<li>machine: ${mark(machine)}</li>`] : machines.map(line);
  return html`<ul><li>scope <code>${lastPart(scope)}</code></li>${people}${machineLines}</ul>`;
}

/** Every row with its reason. */
export function accessTable({ rows }: ReportAccess): Html {
  return html`<table>
<thead><tr><th scope="col">Caller</th><th scope="col">May call</th><th scope="col">By</th></tr></thead>
<tbody>${rows.map(
    (row) => html`<tr><th scope="row">${whoIs(row)}</th>
<td data-label="May call">${mark(row)}</td><td data-label="By">${row.because}</td></tr>`,
  )}</tbody>
</table>`;
}

function line(row: Row): Html {
  return html`<li>${whoIs(row)}: ${mark(row)}</li>`;
}

function whoIs({ kind, group }: Row): Html {
  return group === undefined ? html`${kind} in no group` : html`${kind} in <code>${group}</code>`;
}

function mark({ verdict }: Row): Html {
  return html`<span class="mark">${verdict}</span>`;
}

function lastPart(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}
