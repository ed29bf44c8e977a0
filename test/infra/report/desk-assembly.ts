import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { McpStack } from '../../../infra/mcp-stack.ts';
import { readReport } from '../../../infra/report/read-report.ts';
import type { ReportDocument, ReportTool } from '../../../infra/report/report-document.ts';
import { quickApp } from '../example-gateway.ts';

const Template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
export type Template = z.infer<typeof Template>;

/** The reference deployment, synthesised once, and reports of it as it is or with a template that somebody changed. */
export function deskAssembly() {
  const app = quickApp();
  app.node.setContext('aws:cdk:enable-path-metadata', true);
  new McpStack(app, 'Desk');
  const folder = app.synth().directory;
  const template = () => Template.parse(JSON.parse(readFileSync(join(folder, 'Desk.template.json'), 'utf8')));
  return { folder, template, reportWith };

  function reportWith(change: (template: Template) => void): ReportDocument {
    const changed = template();
    change(changed);
    const original = readFileSync(join(folder, 'Desk.template.json'));
    writeFileSync(join(folder, 'Desk.template.json'), JSON.stringify(changed));
    try {
      return readReport(folder);
    } finally {
      writeFileSync(join(folder, 'Desk.template.json'), original);
    }
  }
}

/** Resource of a type whose logical id begins so, to be changed in place. */
export function resourceOf(template: Template, type: string, begins: string): Template['Resources'][string] {
  const [found] = Object.entries(template.Resources).filter(([id, { Type }]) => Type === type && id.startsWith(begins));
  if (!found) throw new Error(`no ${type} begins with ${begins}`);
  return found[1];
}

/** A tool of the report's first gateway. */
export function toolOf({ gateways: [gateway] }: ReportDocument, name: string): ReportTool {
  const tool = gateway?.tools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  return tool;
}

/** Ids of the weaknesses of a tool, or of the gateway where none is named. */
export function weakOf({ gateways: [gateway] }: ReportDocument, tool?: string): readonly string[] {
  return (gateway?.weakenings ?? []).filter((weakening) => weakening.tool === tool).map(({ id }) => id);
}
