import { Downstreams } from '../../shared/downstream.ts';
import type { Json } from '../../shared/json-schema.ts';
import type { ReportTool } from './report-document.ts';
import { textOf } from './template-text.ts';

/** Reads the parameter that describes a tool's services outside AWS; what has another form is shown raw. */
export function downstreamsOf(value: Json | undefined): ReportTool['downstreams'] {
  if (value === undefined) return [];
  try {
    return Downstreams.parse(JSON.parse(textOf(value)));
  } catch {
    return { raw: textOf(value) };
  }
}
