import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStacks } from '../../../infra/report/read-stacks.ts';
import type { ReportStacks } from '../../../infra/report/report-stack.ts';

/** The resources of a template, as the report reads them from its file. */
export function stacksOf(...templates: readonly object[]): ReportStacks {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const files = templates.map((template, index) => {
    const stack = `Stack${index}`;
    writeFileSync(join(folder, `${stack}.json`), JSON.stringify({ Resources: {}, ...template }));
    return { folder, stack, template: `${stack}.json`, assets: `${stack}.assets.json` };
  });
  const stacks = readStacks(files);
  rmSync(folder, { recursive: true });
  return stacks;
}
