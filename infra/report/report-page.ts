import { createHash } from 'node:crypto';
import { type Html, html } from './html.ts';
import { policySection } from './policy-section.ts';
import type { ReportDocument, ReportGateway, Weakening } from './report-document.ts';
import { reportMatrix } from './report-matrix.ts';
import { REPORT_STYLE } from './report-style.ts';
import { statementList } from './statement-list.ts';
import { toolAnchor, toolSection } from './tool-section.ts';

const STYLE_SOURCE = `'sha256-${createHash('sha256').update(REPORT_STYLE).digest('base64')}'`;

const TITLE = 'What the tools may do, and for whom';

/** Draws a report as one page: no script, nothing from elsewhere, and its own policy forbids both. */
export function reportPage(report: ReportDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${STYLE_SOURCE}; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${TITLE}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>${TITLE}</h1>
${introduction(report).source}
${report.gateways.map((gateway) => gatewaySection(gateway).source).join('\n')}
</main>
</body>
</html>
`;
}

function introduction({ gateways, unplaced }: ReportDocument): Html {
  return html`
<p>Made from the synthesised templates and the contracts in them. Names in angle brackets are the template's references:
<code>${'<Orders.Arn>'}</code> is the ARN of the resource at the path <code>Orders</code>.
<code>${'${aws:PrincipalTag/caller}'}</code> is the id of whoever calls. An argument is written <code>‹name›</code>: no value was made up for it.</p>
${gateways.length === 0 ? html`<p class="warning">There is no gateway in these templates.</p>` : ''}
${
  unplaced.length === 0
    ? ''
    : html`<section class="warning"><h2>What this report could not place</h2>
<p>These parts may give rights that stand nowhere below.</p>
<ul>${unplaced.map(({ place, what }) => html`<li><code>${place}</code>: ${what}</li>`)}</ul></section>`
}`;
}

function gatewaySection(gateway: ReportGateway): Html {
  const { name, endpoint, weakenings, tools, ownRoles, settings } = gateway;
  return html`
<h2>Gateway ${name}</h2>
<p><code>${endpoint}</code></p>
<h3>All tools</h3>
${reportMatrix(gateway)}
<h3>What is weaker than it could be</h3>
${weaknessList(gateway, weakenings)}
<h3>Policies</h3>
${policySection(gateway)}
<h3>Tool by tool</h3>
${tools.map((tool) => toolSection(gateway, tool))}
<h3>What the gateway's own functions may do</h3>
${ownRoles.map(({ name: role, statements }) => html`<h4><code>${role}</code></h4>${statementList(statements, 'Nothing.')}`)}
<h3>Settings of the gates</h3>
<dl>${Object.entries(settings).map(([key, value]) => html`<dt><code>${key}</code></dt><dd><code>${value || '(empty)'}</code></dd>`)}</dl>`;
}

function weaknessList(gateway: ReportGateway, weakenings: readonly Weakening[]): Html {
  if (weakenings.length === 0) return html`<p>Nothing that this report looks for.</p>`;
  const item = ({ id, tool, words }: Weakening) => {
    const about = tool === undefined ? 'gateway' : html`<a href="#${toolAnchor(gateway.name, tool)}">${tool}</a>`;
    return html`<li><span class="mark">${id}</span> ${about}: ${words}</li>`;
  };
  return html`<ul>${weakenings.map(item)}</ul>`;
}
