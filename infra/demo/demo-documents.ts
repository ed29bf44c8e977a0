import type { DemoObjects } from './demo-data.ts';

/** Documents of alice and bob; carol has none. */
export const DEMO_DOCUMENTS: DemoObjects = {
  objects: {
    'users/{{alice}}/delivery-notes.txt':
      'Please leave parcels with the neighbour on the left.\nThe lift is narrow: furniture goes up the stairs.\n',
    'users/{{alice}}/rug-return.txt':
      'The wool rug shed more than expected. Returned on 15 September, money back on 22 September.\n',
    'users/{{alice}}/study-plan.md':
      '# The study\n\n- desk by the window\n- shelf on the long wall\n- reading chair in the corner, lamp behind it\n',
    'users/{{bob}}/espresso-warranty.txt':
      'Espresso machine, bought 14 July 2026. Warranty of three years. Descale every two months.\n',
    'users/{{bob}}/kitchen-list.md':
      '# Kitchen\n\n- filters: every four weeks\n- cups: two are chipped, ask for a replacement\n',
  },
};
