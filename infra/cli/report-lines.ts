import type { ReportDocument, ReportTool } from '../report/report-document.ts';
import { visibleText } from './visible-text.ts';

/** A report in short, for a terminal: one line for each tool, then what is weak. */
export function reportLines({ gateways, unplaced }: ReportDocument): readonly string[] {
  const lines = gateways.flatMap(({ name, tools, weakenings }) => [
    `Gateway ${name}: ${tools.length} tools, ${weakenings.length} weak points`,
    ...tools.map(toolLine),
    ...weakenings.map(({ id, tool, words }) => `  ! ${id}  ${tool === undefined ? '' : `${tool}: `}${words}`),
  ]);
  const lost = unplaced.map(({ place, what }) => `! not placed: ${what} (${place})`);
  return [...lines, ...lost].map(visibleText);
}

function toolLine({ name, effect, access, role }: ReportTool): string {
  const allowed = access.rows.filter(({ verdict }) => verdict !== 'never');
  const who = allowed.map(({ kind, group, verdict }) => `${group ?? kind} ${verdict}`).join(', ') || 'nobody';
  const actions = (role?.statements ?? []).flatMap((statement) =>
    statement.read === 'whole' && statement.effect === 'Allow' ? (statement.actions ?? ['all but some']) : [],
  );
  return `  ${name.padEnd(20)}  ${effect.padEnd(11)}  ${who}; ${[...new Set(actions)].join(' ') || 'nothing in AWS'}`;
}
