import type { DemoItems } from './demo-data.ts';

/** Orders of alice and bob; carol has none. */
export const DEMO_ORDERS: DemoItems = {
  items: [
    order('{{alice}}', 'ord_a1b2c3d4e5f6', 'Walnut writing desk', 48_900, 'delivered', '2026-08-03T09:12:00Z'),
    order('{{alice}}', 'ord_a7k2m9q4t8w1', 'Desk lamp, brass', 7_450, 'delivered', '2026-08-19T16:40:00Z'),
    order('{{alice}}', 'ord_b3n6r1v5y2c8', 'Wool rug, 160 x 230 cm', 21_900, 'refunded', '2026-09-07T11:05:00Z'),
    order('{{alice}}', 'ord_c9f4h7j2l5p3', 'Bookshelf, oak, five boards', 32_500, 'delivered', '2026-10-01T08:30:00Z'),
    order('{{alice}}', 'ord_d5s8u3x6z1a4', 'Reading chair, green', 39_900, 'shipped', '2026-11-12T13:22:00Z'),
    order('{{alice}}', 'ord_e2g7i4k9m6o1', 'Side table, round', 11_200, 'open', '2026-11-20T18:01:00Z'),
    order('{{bob}}', 'ord_f8q3s6u1w4y9', 'Espresso machine', 64_900, 'delivered', '2026-07-14T07:55:00Z'),
    order('{{bob}}', 'ord_g1z5b8d2f7h4', 'Coffee grinder, steel burrs', 18_300, 'delivered', '2026-07-14T07:58:00Z'),
    order('{{bob}}', 'ord_h6j9l3n7p2r5', 'Cups, set of six', 4_200, 'shipped', '2026-11-15T20:10:00Z'),
    order('{{bob}}', 'ord_i4t1v8x5z2b7', 'Water filter, pack of three', 2_950, 'open', '2026-11-21T06:45:00Z'),
  ],
};

function order(callerId: string, orderId: string, item: string, cents: number, status: string, placedAt: string) {
  return { callerId, orderId, item, cents, status, placedAt };
}
