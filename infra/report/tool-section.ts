import type { Downstream } from '../../shared/downstream.ts';
import { hostsOf } from '../../shared/tool-network.ts';
import { type Html, html, type Part } from './html.ts';
import type { ReportGateway, ReportRole, ReportTool } from './report-document.ts';
import { statementList } from './statement-list.ts';
import { accessTable } from './tool-access.ts';

/** Id of a tool's section, for links. */
export function toolAnchor(gateway: string, tool: string): string {
  return `tool-${gateway}-${tool}`;
}

/** All about one tool. */
export function toolSection(gateway: ReportGateway, tool: ReportTool): Html {
  const { access } = tool;
  return html`
<section class="tool" id="${toolAnchor(gateway.name, tool.name)}">
<h3>${tool.name}: ${tool.title}</h3>
<p>Effect: <strong>${tool.effect}</strong>${tool.openWorld ? ', reaches systems outside' : ''}.</p>
<h4>Who can call it</h4>
<p>Scope <code>${access.scope}</code>; lets in ${access.callers === 'people' ? 'people only' : 'people and machines'};
policies: ${access.policies.join(', ') || 'none'}.</p>
${accessTable(access)}
<h4>With which rights in AWS</h4>
${roleBlock(tool.role)}
${narrowingBlock(tool)}
<h4>Its function's own role</h4>
${tool.functionRole ? statementList(tool.functionRole.statements, 'It may do nothing.') : html`<p>The template has no function of it.</p>`}
${elsewhere(tool.functionRole)}
<h4>Secrets</h4>
${secretBlock(tool)}
<h4>Services outside, called as the caller</h4>
${downstreamBlock(tool)}
<h4>Hosts</h4>
${networkBlock(tool)}
</section>`;
}

function roleBlock(role: ReportRole | undefined): Html {
  if (!role) return html`<p class="warning">The template has no role to lend to it.</p>`;
  const { name, statements, boundary, trust } = role;
  return html`<p>Role <code>${name}</code>, lent for one caller at a time.</p>
${statementList(statements, 'It may do nothing.')}
${elsewhere(role)}
<p>Upper bound: ${boundary ? html`<code>${boundary.name}</code>` : 'none'}. It gives nothing; it is where lent sessions are ended.</p>
${boundary && statementList(boundary.statements, 'Its text is not in the template.')}
<h4>Who may borrow the role</h4>
${statementList(trust, 'Nobody.')}`;
}

function elsewhere(role: ReportRole | undefined): Html | undefined {
  if (!role || role.elsewhere.length === 0) return undefined;
  return html`<p class="warning">And policies whose text is not in the template: ${role.elsewhere.map((arn) => html`<code>${arn}</code> `)}</p>`;
}

function narrowingBlock({ narrowing }: ReportTool): Html {
  if (!narrowing) return html`<h4>For one call</h4><p>Each loan is the whole role.</p>`;
  if ('raw' in narrowing) {
    return html`<h4>For one call</h4><p class="warning">The template of its session policy is not understood:</p><pre>${narrowing.raw}</pre>`;
  }
  return html`<h4>For one call</h4>
<p>A loan may do what the role may and this session policy names as well. Where an argument of the call will stand, its name
stands here: <code>‹name›</code>.</p>
<pre>${JSON.stringify(narrowing.example, undefined, 2)}</pre>`;
}

function secretBlock({ secrets }: ReportTool): Html {
  if (secrets.length === 0) return html`<p>None.</p>`;
  const item = ({ name, place, kind, label }: ReportTool['secrets'][number]) =>
    html`<dt>${name ?? 'not named'}</dt><dd>${kind}: <code>${place}</code>${label === undefined ? '' : `; people enter: ${label}`}</dd>`;
  return html`<dl>${secrets.map(item)}</dl>`;
}

function downstreamBlock({ downstreams }: ReportTool): Html {
  if (!Array.isArray(downstreams)) return html`<p class="warning">Not understood:</p><pre>${downstreams.raw}</pre>`;
  return downstreams.length === 0 ? html`<p>None.</p>` : html`${downstreams.map(serviceBlock)}`;
}

function serviceBlock(service: Downstream): Html {
  const subject = service.subject === 'assertion' ? "the gateway's own assertion" : "the caller's token";
  const rows: readonly (readonly [string, Part])[] = [
    ['Issuer', html`<code>${service.issuer}</code>`],
    ['Audience', html`<code>${service.audience}</code>`],
    ['Scopes', html`<code>${service.scopes.join(' ')}</code>`],
    ['Grant', service.grant],
    ['Who it is for, said by', subject],
    ['Who acts, said in', service.actor === 'act' ? 'the claim act' : "the client's id"],
    ['Gateway is there', html`<code>${service.clientId}</code>, ${service.clientSecretArn ?? 'proven by its own key'}`],
    ['Lives at most', `${service.maxLifeSeconds} seconds`],
  ];
  return html`<p><strong>${service.name}</strong></p><dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function networkBlock({ network: { need, vpc, named } }: ReportTool): Html {
  const says = typeof need === 'string' ? need : hostsOf(need).join(', ');
  const rows: readonly (readonly [string, Part])[] = [
    ['Its contract', html`<code>${says}</code>`],
    ['Its variables', html`<code>${named.join(', ') || 'no host'}</code>`],
    ...(vpc
      ? ([
          ['Network', html`<code>${vpc.name}</code>`],
          ['Ways out', lines(vpc.routes, 'none')],
          ['Endpoints', lines(vpc.endpoints, 'none')],
          ['Lets out', lines(vpc.egress, 'nothing')],
          [
            'Names',
            lines(
              vpc.names.map(({ action, domains }) => `${action} ${domains.join(', ')}`),
              'all are answered',
            ),
          ],
          ['Firewall out of order', vpc.failOpen === undefined ? 'not set' : `FirewallFailOpen ${vpc.failOpen}`],
        ] as const)
      : ([['Network', 'none: its function may connect anywhere']] as const)),
  ];
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function lines(texts: readonly string[], none: string): Html {
  return texts.length === 0 ? html`${none}` : html`${texts.map((text) => html`<code>${text}</code><br>`)}`;
}
