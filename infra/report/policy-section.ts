import { type Html, html } from './html.ts';
import type { ReportGateway } from './report-document.ts';

/** The text of every policy, and the tools on which it may have a say. */
export function policySection({ policies, tools }: ReportGateway): Html {
  if (!policies) return html`<p>None: whoever has a tool's scope may call it.</p>`;
  return html`<p>A call needs a policy that permits it and none that forbids it. Who is in several groups at once meets the
policies of all of them, and a policy that forbids wins.</p>
${policies.map(({ id, effect, text }) => {
  const about = tools.filter(({ access }) => access.policies.includes(id)).map(({ name }) => name);
  return html`<h4><code>${id}</code> <span class="mark">${effect}</span></h4>
<p>May have a say on: ${about.join(', ') || 'no tool'}.</p>
<pre>${text}</pre>`;
})}`;
}
