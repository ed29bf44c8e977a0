import { hostsOf } from '../../shared/tool-network.ts';
import { type Html, html, type Part } from './html.ts';
import { blocksOtherNames } from './network-weakenings.ts';
import type { ReportGateway, ReportStatement, ReportTool, ReportVpc } from './report-document.ts';
import { accessLines } from './tool-access.ts';
import { toolAnchor } from './tool-section.ts';

const COLUMNS = ['Who can call', 'AWS actions', 'Secrets', 'Hosts and services', 'Effect', 'Weak points'] as const;

/** One row for each tool: enough to see which one needs a closer look. */
export function reportMatrix(gateway: ReportGateway): Html {
  return html`<table>
<caption>One row for each tool. Every call needs the scope as well. “Depends” is said of arguments and clients.</caption>
<thead><tr><th scope="col">Tool</th>${COLUMNS.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${gateway.tools.map((tool) => row(gateway, tool))}</tbody>
</table>`;
}

function row(gateway: ReportGateway, tool: ReportTool): Html {
  const weak = gateway.weakenings.filter((weakening) => weakening.tool === tool.name);
  const cells: readonly Part[] = [
    accessLines(tool.access),
    actionLines(tool),
    listOf(tool.secrets.map(({ name, place, kind }) => html`${name ?? place} (${kind})`)),
    listOf([...hostLines(tool), ...serviceLines(tool)]),
    tool.openWorld ? `${tool.effect}, reaches outside` : tool.effect,
    listOf([...new Set(weak.map(({ id }) => id))].map((id) => html`<span class="mark">${id}</span>`)),
  ];
  return html`<tr>
<th scope="row"><a href="#${toolAnchor(gateway.name, tool.name)}">${tool.name}</a><br>${tool.title}</th>
${cells.map((cell, index) => html`<td data-label="${COLUMNS[index]}">${cell}</td>`)}
</tr>`;
}

function actionLines({ role, narrowing }: ReportTool): Html {
  const allowed = (role?.statements ?? []).flatMap(allowedBy);
  const narrowed =
    narrowing && 'template' in narrowing ? narrowing.template.Statement.flatMap(({ Action }) => Action) : [];
  if (!narrowing) return codeList(allowed);
  return html`<p>Each loan at most:</p>${codeList(narrowed)}<p>out of the role's:</p>${codeList(allowed)}`;
}

function allowedBy(statement: ReportStatement): readonly string[] {
  if (statement.read === 'raw') return [`unread: ${statement.raw}`];
  if (statement.effect === 'Deny') return [];
  return statement.actions ?? [`all but ${(statement.notActions ?? []).join(', ')}`];
}

function hostLines({ network: { need, vpc } }: ReportTool): readonly Part[] {
  const hosts = hostsOf(need);
  const said = typeof need === 'string' ? `contract: ${need}` : html`contract: <code>${hosts.join(', ')}</code>`;
  return [said, vpc ? wayOut(vpc) : 'wired: anywhere'];
}

function wayOut(vpc: ReportVpc): string {
  if (vpc.routes.length === 0) return 'wired: no way to the internet';
  return blocksOtherNames(vpc) ? 'wired: to the internet, by listed names' : 'wired: to the internet, any name';
}

function serviceLines({ downstreams }: ReportTool): readonly Part[] {
  if (!Array.isArray(downstreams)) return ['services outside: unread'];
  return downstreams.map(({ name, audience }) => html`as the caller: ${name} <code>${audience}</code>`);
}

function codeList(texts: readonly string[]): Html {
  return listOf([...new Set(texts)].toSorted().map((text) => html`<code>${text}</code>`));
}

function listOf(items: readonly Part[]): Html {
  return items.length === 0 ? html`none` : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
