import { attachCustomSynthesis, type ISynthesisSession, Stack, Stage } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { StackFiles } from './read-stacks.ts';
import { writeReport } from './write-report.ts';

const ID = 'SallyportReport';

/**
 * Has every synth leave the report in the assembly, one for all gateways of an app, or of a stage.
 *
 * It is written by the custom synthesis of the app itself: the CDK synthesises children first, so by then every template is
 * there. A validation plugin also sees all templates, but may not add a file to the assembly. The CDK means this hook for
 * libraries of constructs only, and takes one for each construct.
 */
export class ReportFile extends Construct {
  /** Once for each app or stage, however many gateways it has. */
  static writeFor(gateway: IConstruct): void {
    const stage = Stage.of(gateway);
    if (stage && !stage.node.tryFindChild(ID)) new ReportFile(stage);
  }

  private constructor(stage: Stage) {
    super(stage, ID);
    attachCustomSynthesis(stage, {
      onSynthesize: ({ outdir }: ISynthesisSession) => writeReport(outdir, stacksOf(stage, outdir)),
    });
  }
}

/** Stacks of stages inside this one are in the stage's own assembly, and nested ones in their parent's template. */
function stacksOf(stage: Stage, folder: string): readonly StackFiles[] {
  return stage.node
    .findAll()
    .filter(Stack.isStack)
    .filter((stack) => !stack.nested && Stage.of(stack) === stage)
    .map(({ artifactId, templateFile }) => ({
      folder,
      stack: artifactId,
      template: templateFile,
      assets: `${artifactId}.assets.json`,
    }));
}
